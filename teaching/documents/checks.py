"""Explicit checks in HTML comments: `<!-- check: max-function-lines 40 -->`."""

import re
import shlex
from dataclasses import dataclass

from teaching.documents.markdown import Comment
from teaching.documents.sentences import fold
from teaching.patterns import lazily

_START = lazily(r"\s*check\s*:", re.IGNORECASE)
_NEXT = lazily(r"\n(?=\s*check\s*:)", re.IGNORECASE)
_OPTION = lazily(r"([A-Za-z][\w-]*)=(.*)", re.DOTALL)
_NAME = lazily(r"[A-Za-z][\w.:-]*")


@dataclass(frozen=True, slots=True)
class CheckComment:
    """One check that the author asks for.

    Attributes:
        args: the words behind the name, quotes taken off; `options` are those written as key=value.
        line: of the file, 1-based.
        visible: True where Claude Code does not strip the comment, so that its model reads it.
    """

    name: str
    args: tuple[str, ...]
    options: dict[str, str]
    file: str
    line: int
    visible: bool


def is_check(comment: Comment) -> bool:
    """Whether the comment asks for a check at all."""
    return _START.match(comment.text) is not None


def read_checks(comment: Comment, file: str) -> tuple[tuple[CheckComment, ...], tuple[str, ...]]:
    """The checks that one comment asks for, separated by ";" or lines, and a sentence for each that is malformed."""
    checks: list[CheckComment] = []
    problems: list[str] = []
    line = comment.line
    for part in _NEXT.split(comment.text):
        here = line + part[: len(part) - len(part.lstrip())].count("\n")
        line += part.count("\n") + 1
        if not part.strip():
            continue
        try:
            calls = _calls(part)
        except ValueError as error:
            problems.append(f"{file}:{here}: the check comment cannot be read ({_why(error)}): {fold(part)[:80]}")
            continue
        if not calls:
            problems.append(f"{file}:{here}: the check comment names no check")
        for words in calls:
            if _NAME.fullmatch(words[0]) is None:
                problems.append(f"{file}:{here}: {words[0][:40]!r} is not the name of a check")
                continue
            pairs = [_OPTION.fullmatch(word) for word in words[1:]]
            args = tuple(word for word, pair in zip(words[1:], pairs, strict=True) if pair is None)
            options = {pair[1]: pair[2] for pair in pairs if pair}
            checks.append(CheckComment(words[0], args, options, file, here, not comment.stripped))
    return tuple(checks), tuple(problems)


def _why(error: ValueError) -> str:
    return "a quotation mark is not closed" if "quotation" in str(error) else str(error)


def _calls(part: str) -> list[list[str]]:
    lexer = shlex.shlex(part, posix=True, punctuation_chars=";")
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""  # a backslash belongs to a regular expression
    calls: list[list[str]] = [[]]
    for word in lexer:
        if word.strip(";"):
            calls[-1].append(word)
        else:
            calls.append([])
    return [words for words in map(_without_start, calls) if words]


def _without_start(words: list[str]) -> list[str]:
    found = _START.match(" ".join(words[:2]))
    if found is None:
        return words
    rest = " ".join(words[:2])[found.end() :].split(None, 1)
    return rest + words[2:]
