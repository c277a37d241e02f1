"""Reads examples of other origin: `instruction`/`input`/`output`, `prompt`/`completion`, and turns of `role`/`content`.

Turns come as a list, as a list below `messages`, or as one turn per line. Nothing is mended: what is not understood is
rejected with its line and the reason.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from finetune.examples import PHASES, Example, Turn
from teaching.errors import BadInputError

KIND = "foreign"
MOST_CHARACTERS = 40_000
_ROLES = {"system", "user", "assistant"}


class Unusable(Exception):
    """A record that is no example; the text is the reason."""


@dataclass(frozen=True)
class Line:
    """What a line, or several with one turn each, gave.

    Attributes:
        number: of the line that it begins at.
        example: None where it was rejected.
    """

    number: int
    example: Example | None = None
    reason: str = ""


@dataclass
class _Turns:
    """Turns that came one per line and are no example yet."""

    begun: int = 0
    turns: list[Turn] = field(default_factory=list)


def read(file: Path) -> Iterator[Line]:
    """Everything in a file, in order.

    Raises:
        BadInputError: it cannot be read as UTF-8 text.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or "refused").lower() if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInputError(f"{file} cannot be read ({reason}): pass a JSONL file with --with") from error
    waiting = _Turns()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
            if isinstance(value, dict) and value.keys() == {"role", "content"}:
                yield from _one_turn(waiting, _turn(value), number, file)
                continue
            yield from _left(waiting)
            yield Line(number, _example(value, file))
        except Unusable as reason:
            yield Line(number, reason=str(reason))
    yield from _left(waiting)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise Unusable("it is no JSON") from error


def _one_turn(waiting: _Turns, turn: Turn, number: int, file: Path) -> Iterator[Line]:
    """An answer ends an example."""
    if not waiting.turns:
        waiting.begun = number
    waiting.turns.append(turn)
    if turn.role == "assistant":
        begun, turns = waiting.begun, list(waiting.turns)
        waiting.turns.clear()
        try:
            yield Line(begun, _of_turns(turns, {}, file))
        except Unusable as reason:
            yield Line(begun, reason=str(reason))


def _left(waiting: _Turns) -> Iterator[Line]:
    if waiting.turns:
        yield Line(waiting.begun, reason="its last turn is no answer of the assistant")
        waiting.turns.clear()


def _example(value: Any, file: Path) -> Example:
    if isinstance(value, list):
        return _of_turns([_turn(one) for one in value], {}, file)
    if not isinstance(value, dict):
        raise Unusable("it is no record")
    if isinstance(turns := value.get("messages"), list):
        return _of_turns([_turn(one) for one in turns], value, file)
    if "instruction" in value and "output" in value:
        return _made(_text(value, "instruction"), _text(value, "input"), _text(value, "output"), value, file)
    if "prompt" in value and "completion" in value:
        if isinstance(value["prompt"], list) and isinstance(value["completion"], list):
            return _of_turns([_turn(one) for one in [*value["prompt"], *value["completion"]]], value, file)
        return _made(_text(value, "prompt"), "", _text(value, "completion"), value, file)
    known = "instruction and output, prompt and completion, or messages"
    raise Unusable(f"it has the fields {', '.join(sorted(value)[:6])}; known are {known}")


def _turn(value: Any) -> Turn:
    if not isinstance(value, dict) or not isinstance(value.get("content"), str):
        raise Unusable("a turn has no text as its content")
    if value.get("role") not in _ROLES:
        raise Unusable(f"it has a turn of the role {value.get('role')}; known are {', '.join(sorted(_ROLES))}")
    return Turn(role=value["role"], content=value["content"])


def _of_turns(turns: Sequence[Turn], value: Mapping[str, Any], file: Path) -> Example:
    talk = turns[1:] if turns and turns[0].role == "system" else turns
    wanted = ["user", "assistant"] * (len(talk) // 2)
    if not talk or [turn.role for turn in talk] != wanted:
        raise Unusable("its turns are not user and assistant in turn, with the assistant last")
    last = (talk[-2].content, "", talk[-1].content.strip())
    if len(turns) == len(talk) == 2:  # one exchange, to which our own system text belongs
        return _made(*last, value, file)
    kept = (*turns[:-1], Turn(role="assistant", content=last[2]))
    return _made(*last, value, file).model_copy(update={"turns": tuple(kept)})


def _made(instruction: str, given: str, output: str, value: Mapping[str, Any], file: Path) -> Example:
    output = output.strip()
    for name, text in (("question", instruction.strip()), ("answer", output)):
        if not text:
            raise Unusable(f"its {name} is empty")
    for text in (instruction, given, output):
        if len(text) > MOST_CHARACTERS:
            raise Unusable(f"it has a text of {len(text):,} characters; {MOST_CHARACTERS:,} at most")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Unusable("it has half of a character, which no encoding can write")
    phase = value.get("phase")
    try:
        return Example(
            instruction=instruction,
            input=given,
            output=output,
            id="-",  # `combine` gives it, from the content
            phase=phase if phase in PHASES else "foundational",
            kind=str(value.get("kind") or KIND),
            source=file.name,
            language=str(value.get("language") or ""),
        )
    except ValidationError as error:
        raise Unusable(error.errors()[0]["msg"].lower()) from error


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name, "")
    if not isinstance(found, str):
        raise Unusable(f"its {name} is no text")
    return found
