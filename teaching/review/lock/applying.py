"""How answers and accepted checks count: a value that the sentence leaves open is filled in, no other is touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from teaching.documents.checks import CheckComment, read_checks
from teaching.documents.markdown import Comment
from teaching.review.entry import Entry, Params, Slot, Value
from teaching.review.lock.form import Answer, Kept
from teaching.review.recognise import Reading, convert
from teaching.review.scoping import Reach

# Kinds of things for which the sentence gives no names: "API calls", "custom errors".
_KINDS = frozenset({"network", "database", "custom"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A value that a check needs and nobody gave, and where the rule applies."""

    entry: Entry
    slot: Slot
    reach: Reach = Reach()


def asks_of(reading: Reading, reach: Reach) -> tuple[Ask, ...]:
    """What a reading still asks."""
    return tuple(Ask(reading.entry, slot, reach) for slot in reading.entry.slots if slot.name not in reading.params)


def is_open(params: Params, slot: Slot) -> bool:
    """Whether an answer counts for this value: the sentence did not give it, or only as far as the catalogue knows."""
    value = params.get(slot.name)
    if value is None or (slot.default is not None and value == slot.default):
        return True
    return isinstance(value, tuple) and bool(value) and _KINDS.issuperset(value)


def answered(reading: Reading, kept: Kept | None) -> tuple[Reading, str]:
    """The reading with the kept answers in it, and what is wrong with one of them."""
    answers = kept.answers.get(reading.entry.name, {}) if kept else {}
    if not answers:
        return reading, ""
    params, problem = dict(reading.params), ""
    for slot in reading.entry.slots:
        if slot.name not in answers or not is_open(reading.params, slot):
            continue
        value = value_of(slot, answers[slot.name])
        if value is None:
            problem = f"the kept answer {slot.name}={str(answers[slot.name])[:40]!r} is no {slot.kind} for it"
        else:
            params[slot.name] = value
    missing = tuple(slot.ask for slot in reading.entry.slots if slot.name not in params)
    return replace(reading, params=params, missing=missing), problem


def value_of(slot: Slot, answer: Answer) -> Value | None:
    """A kept answer as the slot's value; None where it is none."""
    if slot.kind == "names":
        names = answer if isinstance(answer, list) else str(answer).split()
        return tuple(names) or None
    return None if isinstance(answer, list) else convert(slot, str(answer))


def answer_of(value: Value) -> Answer:
    """A value in the form in which it is kept."""
    return list(value) if isinstance(value, tuple) else value


def comments_of(lines: Sequence[str], file: str, line: int) -> tuple[tuple[CheckComment, ...], tuple[str, ...]]:
    """Kept checks in the form of comments, and what cannot be read of them."""
    found: list[CheckComment] = []
    problems: list[str] = []
    for text in lines:
        checks, wrong = read_checks(Comment(f"check: {text}", line, stripped=True), file)
        found += checks
        problems += wrong
    return tuple(found), tuple(problems)


def names_of(answers: Mapping[str, Mapping[str, Answer]]) -> str:
    """`lines=40, callers=fetch api.*`, for a reader."""
    given = [(slot, value) for one in answers.values() for slot, value in one.items()]
    return ", ".join(f"{slot}={' '.join(value) if isinstance(value, list) else value}" for slot, value in given)
