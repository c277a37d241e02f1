"""What a program printed that does not stand in the learner's own files: only that could give anything away.

A runner quotes the learner's code, the project's tests and the values in both, in a layout of its own: words and
operators are compared, quotes, brackets and commas are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from teaching.exemplars.store import of_root
from teaching.repository.files import Root, Skip, Unreadable

_TOKEN = re.compile(r"[^\W_]+|[-+*/%<>=!&|^~?]+")
_MARK = re.compile(r"[ \t]*(?:[-+>|E❯][ \t]|\d{1,5}[:.|)]?[ \t])*")
_FEWEST, _SHORTEST = 2, 8  # tokens and their letters: less than that stands somewhere in every project
_MOST_FILES, _MOST_BYTES, _MOST_CHARACTERS = 600, 128 * 1024, 3_000_000
_NOT_THEIRS = {".teaching", ".meta", ".git"}


def not_in_tree(printed: str, root: Path) -> str:
    """What a program printed, without all that can be read in the repository; as it is where nothing is guarded."""
    if not of_root(root):
        return printed
    known = "\n".join(_texts(Root(root)))
    return "\n".join(_rest(line, known) for line in printed.split("\n"))


def _texts(tree: Root) -> Iterator[str]:
    """The tokens of every file, a file a line; what our own folders hold is not the learner's."""
    # Files that git does not know count too: a learner's own new ones are such until the next commit, and whoever runs
    # the tests can read them, whoever wrote them. The exemplars lie outside of the repository.
    files = characters = 0
    for path in tree.walk():
        if isinstance(path, Skip) or _NOT_THEIRS & set(path.split("/")):
            continue
        if files >= _MOST_FILES or characters >= _MOST_CHARACTERS:
            return
        try:
            text = tree.read(path, _MOST_BYTES).decode("utf-8")
        except (Unreadable, UnicodeDecodeError):  # too large to have been written by hand, or no text
            continue
        files, characters = files + 1, characters + len(text)
        yield f" {' '.join(_TOKEN.findall(text.lower()))} "


def _rest(line: str, known: str) -> str:
    """A line without the stretches that stand in the learner's files; a mark of a diff or an arrow is none of it."""
    begin = _MARK.match(line)
    start = begin.end() if begin else 0
    tokens = list(_TOKEN.finditer(line, start))
    words = [token[0].lower() for token in tokens]
    if not words or f" {' '.join(words)} " in known:
        return ""
    kept, at, number = list[str](), 0, 0
    while number < len(words):
        end = _longest(words, number, known)
        if end - number >= _FEWEST and sum(map(len, words[number:end])) >= _SHORTEST:
            kept.append(line[at : tokens[number].start()])
            at, number = tokens[end - 1].end(), end
        else:
            number += 1
    return "".join((*kept, line[at:]))


def _longest(words: list[str], start: int, known: str) -> int:
    """Where the longest stretch ends that begins at a word and stands in the learner's files."""
    end = start
    while end < len(words) and f" {' '.join(words[start : end + 1])} " in known:
        end += 1
    return end
