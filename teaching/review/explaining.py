"""How one line of a constitution was read: every sentence on it, by what that was told, what would have it checked."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from teaching.contracts.explained import Explained, ExplainedStatement, ReadBy
from teaching.documents.constitution import Constitution, Statement
from teaching.errors import BadInputError
from teaching.program import teach
from teaching.repository.scope import resolve
from teaching.review.asking import with_evidence
from teaching.review.catalogue import ENTRIES
from teaching.review.classify import tongue_of
from teaching.review.described import scope_of
from teaching.review.entry import Entry, Params, Value
from teaching.review.lock.deciding import found
from teaching.review.moods import mood_of
from teaching.review.project import load
from teaching.review.prose import Phrase
from teaching.review.readings import Placed, readings_of
from teaching.review.review import constitution_of
from teaching.review.rules import Rule, rule_id

_PLACE = re.compile(r"(?P<file>.+):(?P<line>\d{1,7})")
_WORD = re.compile(r"[a-z]{3,}")
_COMMON = frozenset(
    "the and for not are any all use with from that this must never should always only into have has your".split()
)
_NEAR = 0.34
_MOST_NEAR = 2
_PLAIN_KINDS = {
    "item": "an item of a list",
    "sentence": "a sentence",
    "row": "a row of a table",
    "comment": "a comment",
}


def explained(root: Path, name: str) -> Explained:
    """How a line was read, whether it is a rule or not.

    Args:
        root: the project's root.
        name: `CLAUDE.md:14`, `14` where one file has statements there, or the id of a rule.

    Raises:
        BadInputError: there is no such line; the message says what to pass.
    """
    scope = resolve(root, ".", "all")
    constitution, rules = constitution_of(root, [file.path for file in scope.files])
    rules = with_evidence(rules, load(scope).sources)
    by_id = [rule for rule in rules if name in (rule.id, rule.key) and rule.statement is not None]
    if by_id:
        named = by_id[0].source
        chosen = [rule.statement for rule in by_id if rule.statement is not None]
        return Explained(line=named, statements=[_explained(one, rules) for one in chosen], note="")
    file, line = _place(constitution, name.removeprefix("./"))
    statements = [s for s in constitution.statements if s.file == file and s.line <= line <= s.end_line]
    note = "" if statements else _without(constitution, file, line)
    return Explained(line=f"{file}:{line}", statements=[_explained(one, rules) for one in statements], note=note)


def _place(constitution: Constitution, name: str) -> tuple[str, int]:
    files = [document.path for document in constitution.documents]
    match = _PLACE.fullmatch(name)
    if match is not None:
        if match["file"] not in files:
            raise BadInputError(
                f"{match['file'][:120]} is no file of the constitution; it has {', '.join(files) or 'none'}"
            )
        return match["file"], int(match["line"])
    if not name.isdecimal() or len(name) > 7:
        found((), name)
    line = int(name)
    holding = list(dict.fromkeys(s.file for s in constitution.statements if s.line <= line <= s.end_line))
    if len(holding) > 1:
        raise BadInputError(
            f"line {line} stands in several files: pass one of {', '.join(f'{f}:{line}' for f in holding)}"
        )
    long_enough = [d.path for d in constitution.documents if d.text.count("\n") + 1 >= line]
    if not holding and not long_enough:
        raise BadInputError(f"no file of the constitution has a line {line}; it has {', '.join(files) or 'no file'}")
    return (holding or long_enough)[0], line


def _without(constitution: Constitution, file: str, line: int) -> str:
    """What stands on a line that holds no statement."""
    text = next(document.text for document in constitution.documents if document.path == file)
    lines = text.split("\n")
    if line > len(lines):
        return f"{file} has {len(lines)} lines."
    shown = lines[line - 1].strip()
    if not shown:
        return "The line is empty."
    if shown.startswith("#"):
        return "The line is a heading: it says what the lines below it are about, and is no rule itself."
    return "The line holds no sentence that is read: code, a comment, a mark, or part of a table's head."


def _explained(statement: Statement, rules: Sequence[Rule]) -> ExplainedStatement:
    rule = next((rule for rule in rules if rule.statement is statement), None)
    readings = readings_of(statement)
    near = [] if readings or (rule is not None and rule.checks) else _near(statement.plain)
    return ExplainedStatement(
        source=f"{statement.file}:{statement.line}",
        quote=statement.text,
        headings=list(statement.headings),
        lead=statement.lead,
        form=_PLAIN_KINDS[statement.kind],
        rule=rule is not None,
        why=_why(statement, rule, bool(readings)),
        id=rule.id if rule is not None else rule_id(statement),
        status=rule.status if rule is not None else None,
        reason=rule.reason if rule is not None else "",
        checks=[check.written for check in rule.checks] if rule is not None else [],
        scope=scope_of(rule) if rule is not None else "",
        kept=rule.kept if rule is not None else "",
        read_by=[_read_by(one, rule) for one in readings],
        near=near,
        next=list(_next(statement, rule)),
    )


def _why(statement: Statement, rule: Rule | None, is_read: bool) -> str:
    if rule is not None and rule.kept:
        return f"the lock file knows it ({rule.kept})"
    if statement.checks:
        return "a comment behind it names a check"
    if rule is not None and any(check.entry.name.startswith("ast-grep:") for check in rule.checks):
        return "a check of the project quotes it"
    tongue = tongue_of(statement.plain, statement.headings)
    if tongue is not None:
        return f"it is written in {tongue.name}"
    if is_read:
        return "a check of the catalogue reads it"
    if statement.section == "commands":
        return "it stands in a list of commands"
    return mood_of(statement.plain, statement.lead, statement.section, statement.kind, statement.headings).why


def _read_by(placed: Placed, rule: Rule | None) -> ReadBy:
    entry = placed.reading.entry
    bound = next((check.params for check in rule.checks if check.entry is entry), None) if rule is not None else None
    params: Params = bound or placed.reading.params
    wording, like = ("likeness", "") if placed.reading.likeness else _wording(entry, placed.words)
    return ReadBy(
        check=entry.name,
        words=placed.words,
        values={slot.name: _shown(params[slot.name]) for slot in entry.slots if slot.name in params},
        asks=list(placed.reading.missing) if bound is None else [],
        wording=wording,
        like=like,
    )


def _shown(value: Value) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _wording(entry: Entry, words: str) -> tuple[str, str]:
    folded = words.lower().replace("’", "'")
    for number, phrase in enumerate(entry.phrases, start=1):
        if phrase.match(folded) is not None:
            return f"{number} of {len(entry.phrases)}", _like(entry, phrase)
    return "", ""


def _like(entry: Entry, phrase: Phrase) -> str:
    return next((sentence for sentence, _ in entry.reads if phrase.match(sentence.lower()) is not None), "")


def _near(plain: str) -> list[str]:
    """The sentences of the catalogue that share most of their words with this one."""
    mine = _words(plain)
    ranked: list[tuple[float, str, str]] = []
    for entry in ENTRIES.values():
        for sentence, _ in entry.reads:
            theirs = _words(sentence)
            share = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
            if share >= _NEAR:
                ranked.append((-share, entry.name, sentence))
    best: dict[str, str] = {}
    for _, name, sentence in sorted(ranked):
        best.setdefault(name, sentence)
    return [f"“{sentence}” ({name})" for name, sentence in list(best.items())[:_MOST_NEAR]]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.lower())) - _COMMON


def _next(statement: Statement, rule: Rule | None) -> Iterator[str]:
    source = f"{statement.file}:{statement.line}"
    if rule is None:
        yield "Say it as a command (Use …, Never …, … must …) and it is taken for a rule."
    if rule is not None and rule.kept == "stale":
        if rule.proposed:
            yield f"`{teach('rules', '--accept', rule.id)}`"
        yield f"`{teach('rules', '--forget', rule.id)}`"
        return
    if rule is not None and rule.asks:
        answers = rule.fitting or [f"{slot}=…" for slot in dict.fromkeys(ask.slot.name for ask in rule.asks)]
        yield f"`{teach('rules', '--answer', rule.id)} {' '.join(answers)}`"
    if rule is not None and rule.checks and not rule.kept and not statement.checks:
        yield f"`{teach('rules', '--accept', rule.id)}` keeps it as it is read now."
        name = rule.checks[0].entry.name
        yield f"`{teach('rules', '--not', rule.id, name)}` if it is not about that."
    if rule is not None and rule.kept:
        yield f"`{teach('rules', '--forget', rule.id)}` takes back what was decided."
    if (rule is None or not rule.checks) and not (rule is not None and rule.asks):
        yield "Name a check behind it: `<!-- check: NAME VALUES -->` in the next line, from the first column."
        yield f"Or write one of your own in .claude/checks/NAME.yml with `quote:` as {source} says it."
