r"""Reads examples of other origin: `instruction`/`input`/`output`, `prompt`/`completion`, turns of `role`/`content`.

Turns come as a list, as a list below `messages` or `conversations`, or as one turn per line; our own records come back
as they were. Line ends become `\n` and white space around a text goes; nothing else is mended: what is not understood
is set aside with its line and the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from finetune import reading
from finetune.examples import PHASES, Example, Turn
from finetune.reading import Raw

KIND = "foreign"
MOST_CHARACTERS = 40_000
_ROLES = {
    **dict.fromkeys(("system", "developer"), "system"),
    **dict.fromkeys(("user", "human", "prompter"), "user"),
    **dict.fromkeys(("assistant", "gpt", "model", "bot", "ai"), "assistant"),
}
_SAID_BY, _SAID = ("role", "from", "speaker", "author"), ("content", "value", "text")
_TALKS = ("messages", "conversations", "conversation", "turns", "dialogue")
# The question, what is given with it, the answer: the first of each that a record has.
_FORMS = (
    (("instruction",), ("input", "context"), ("output", "response", "answer")),
    (("prompt",), ("input", "context"), ("completion", "response", "output", "answer")),
    (("question",), ("context", "input"), ("answer", "response", "output")),
)
# What says to which material a record belongs, so that all of it stands on one side of the split.
_GROUPS = ("project", "seed", "group", "conversation_id", "source_id")
_OURS = {"id", "phase", "kind", "source", "instruction", "output"}
_ABOUT = {"phase", "kind", "language", "audience", "register", "system", "history", *_GROUPS}


class Unusable(Exception):
    """A record that is no example; the text is the reason."""


@dataclass(frozen=True)
class Line:
    """What a line, or several with one turn each, gave.

    Attributes:
        number: of the line that it begins at.
        until: the line that it ends at.
        example: None where it was set aside.
        text: the beginning of the line, where it was set aside.
        unused: the fields of the record that no example has.
    """

    number: int
    until: int
    example: Example | None = None
    reason: str = ""
    text: str = ""
    unused: tuple[str, ...] = ()


@dataclass
class _Turns:
    """Turns that came one per line and are no example yet."""

    begun: Raw = field(default_factory=lambda: Raw(0))
    until: int = 0
    turns: list[Turn] = field(default_factory=list)


def read(file: Path) -> Iterator[Line]:
    """Everything in a file, in order: each line that is not blank is part of exactly one of them.

    Raises:
        BadInputError: it cannot be read.
    """
    waiting = _Turns()
    for raw in reading.read(file):
        try:
            if raw.reason:
                raise Unusable(raw.reason)
            if _is_turn(raw.value):
                yield from _one_turn(waiting, _turn(raw.value), raw, file.name)
                continue
            yield from _left(waiting)
            yield Line(raw.number, raw.number, example(raw.value, file.name), unused=_unused(raw.value))
        except Unusable as reason:
            yield from _left(waiting)
            yield Line(raw.number, raw.number, reason=str(reason), text=raw.text)
    yield from _left(waiting)


def example(value: Any, source: str) -> Example:
    """The example that a record is, in any of the forms; its id is still to be given, unless it has one of ours.

    Raises:
        Unusable: it is none.
    """
    if isinstance(value, list):
        if value and not any(_is_turn(one) for one in value):
            raise Unusable("it is a list, and not of turns: a record stands on a line of its own")
        return _of_turns([_turn(one) for one in value], {}, source)
    if not isinstance(value, dict):
        raise Unusable("it is no record")
    record = cast(Mapping[str, Any], value)
    if record.keys() >= _OURS and (ours := _ours(record)) is not None:
        return ours
    for name in _TALKS:
        if isinstance(turns := record.get(name), list):
            return _of_turns([_turn(one) for one in turns], record, source)
    for question, given, answer in _FORMS:
        names = _first(record, question), _first(record, given), _first(record, answer)
        if names[0] and names[2]:
            return _of_form(record, *names, source)
    known = "instruction and output, prompt and completion, or messages"
    fields = ", ".join(ascii(name)[1:-1][:40] for name in sorted(record)[:6])
    raise Unusable(f"it has the fields {fields or '(none)'}; known are {known}")


def _one_turn(waiting: _Turns, turn: Turn, raw: Raw, source: str) -> Iterator[Line]:
    """An answer ends an example."""
    if not waiting.turns:
        waiting.begun = raw
    waiting.turns.append(turn)
    waiting.until = raw.number
    if turn.role == "assistant":
        begun, turns = waiting.begun, list(waiting.turns)
        waiting.turns.clear()
        try:
            yield Line(begun.number, raw.number, _of_turns(turns, {}, source))
        except Unusable as reason:
            yield Line(begun.number, raw.number, reason=str(reason), text=begun.text)


def _left(waiting: _Turns) -> Iterator[Line]:
    if waiting.turns:
        reason = "its last turn is no answer of the assistant"
        yield Line(waiting.begun.number, waiting.until, reason=reason, text=waiting.begun.text)
        waiting.turns.clear()


def _ours(record: Mapping[str, Any]) -> Example | None:
    try:
        found = Example.model_validate({**record, "memorisation": False})
    except ValidationError:
        return None  # somebody else's fields of the same names
    _sound([found.instruction, found.input, found.output, *(turn.content for turn in found.turns)])
    return found


def _of_form(record: Mapping[str, Any], asked: str, given: str, answered: str, source: str) -> Example:
    question, answer = record[asked], record[answered]
    if isinstance(question, list) and isinstance(answer, list):
        return _of_turns([_turn(one) for one in [*question, *answer]], record, source)
    texts = (_text(record, asked), _text(record, given) if given else "", _text(record, answered))
    before = _before(record)
    if not before:
        return _made(*texts, record, source)
    whole = "\n\n".join(text for text in texts[:2] if text)
    return _of_turns([*before, Turn(role="user", content=whole), _said("assistant", texts[2])], record, source)


def _before(record: Mapping[str, Any]) -> list[Turn]:
    """A system text and earlier exchanges, as some sets have them beside the question."""
    turns: list[Turn] = []
    if isinstance(record.get("system"), str) and record["system"].strip():
        turns.append(_said("system", record["system"]))
    history: Any = record.get("history") or []
    for pair in history if isinstance(history, list) else [history]:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(text, str) for text in pair):
            raise Unusable("its history is no list of a question and an answer each")
        turns += [_said("user", pair[0]), _said("assistant", pair[1])]
    return turns


def _said(role: Any, content: str) -> Turn:
    return Turn(role=role, content=_tidy(content))


def _is_turn(value: Any) -> bool:
    return isinstance(value, dict) and bool(_first(value, _SAID_BY)) and bool(_first(value, _SAID))


def _turn(value: Any) -> Turn:
    content: Any = value.get(_first(value, _SAID)) if isinstance(value, dict) else None
    if isinstance(content, list) and all(isinstance(part, dict) and part.get("type") == "text" for part in content):
        content = "\n".join(str(part.get("text", "")) for part in content)
    if not isinstance(content, str):
        raise Unusable("a turn has no text as its content")
    said_by = value.get(_first(value, _SAID_BY))
    role = _ROLES.get(said_by.lower()) if isinstance(said_by, str) else None
    if role is None:
        raise Unusable(f"it has a turn of the role {ascii(said_by)[:40].strip(chr(39))}; known are {', '.join(_ROLES)}")
    _sound([content])
    return _said(role, content)


def _of_turns(turns: Sequence[Turn], value: Mapping[str, Any], source: str) -> Example:
    talk = turns[1:] if turns and turns[0].role == "system" else turns
    wanted = ["user", "assistant"] * (len(talk) // 2)
    if not talk or [turn.role for turn in talk] != wanted:
        raise Unusable("its turns are not user and assistant in turn, with the assistant last")
    made = _made(talk[-2].content, "", talk[-1].content, value, source)
    if len(turns) == len(talk) == 2:  # one exchange, to which our own system text belongs
        return made
    return made.model_copy(update={"turns": tuple(turns)})


def _made(instruction: str, given: str, output: str, value: Mapping[str, Any], source: str) -> Example:
    _sound([instruction, given, output])
    instruction, given, output = _tidy(instruction), _tidy(given, edges="\n"), _tidy(output)
    for name, text in (("question", instruction), ("answer", output)):
        if not text:
            raise Unusable(f"its {name} is empty")
    phase = value.get("phase")
    try:
        return Example(
            instruction=instruction,
            input=given,
            output=output,
            id="-",  # `combine` gives it, from the content
            phase=phase if phase in PHASES else "foundational",
            kind=_word(value, "kind") or KIND,
            source=source,
            language=_word(value, "language"),
            audience=_word(value, "audience") or _word(value, "register"),
            provenance={name: _word(value, name) for name in _GROUPS if _word(value, name)},
        )
    except ValidationError as error:
        raise Unusable(error.errors()[0]["msg"].lower()) from error


def _sound(texts: Iterable[str]) -> None:
    for text in texts:
        if len(text) > MOST_CHARACTERS:
            raise Unusable(f"it has a text of {len(text):,} characters; {MOST_CHARACTERS:,} at most")
        if "\0" in text:
            raise Unusable("it has a NUL character, which no text has")
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise Unusable("it has half of a character, which no encoding can write")


def _tidy(text: str, edges: str | None = None) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").strip(edges)


def _first(record: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these fields that a record has, or nothing."""
    return next((name for name in names if name in record), "")


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name) or ""
    if not isinstance(found, str):
        raise Unusable(f"its {name} is no text")
    return found


def _word(value: Mapping[str, Any], name: str) -> str:
    """A short field; whatever else stands there is left."""
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**18:
        return str(found)
    if not isinstance(found, str) or len(found) > 200 or not found.isprintable():  # half a character is not
        return ""
    return found


def _unused(value: Any) -> tuple[str, ...]:
    if not isinstance(value, dict) or value.keys() >= _OURS:
        return ()
    forms = {name for form in _FORMS for names in form for name in names}
    return tuple(ascii(name)[1:-1][:40] for name in value if name not in forms | _ABOUT | set(_TALKS))
