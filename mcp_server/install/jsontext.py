"""Puts one value into a JSON text and takes it out again, leaving every other character as it was.

The text is never written anew: a member is cut in with the indentation and line ends that stand around it, and the
characters that were added beside it (a comma, blanks) are handed back as seams, so that taking it out restores the
text to the byte. Where somebody changed the surroundings since, only the member goes.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Step = str | None
"""The name of an object's member, or None for an element at the end of an array."""

Seam = tuple[str, str]
"""What was added before and after a member: blanks, and a comma where there was a member before."""

_BLANK = re.compile(r"[ \t\r\n]*")
_FIRST_INDENT = re.compile(r"\s*\{[^\S\n]*\n([ \t]+)\S")
_SEAM = re.compile(r"(?:,?[ \t\r\n]*)\Z")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class BadJson(Exception):
    """The text cannot be edited; the message says why, in words that follow a file's name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A member of an object (`key` set) or an element of an array: where it begins, its value, where it ends."""

    key: str | None
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Container:
    """An object or an array in the text: the place of its brackets, and what it holds."""

    start: int
    end: int
    parts: tuple[Part, ...]
    is_object: bool


def is_seam(text: str) -> bool:
    """Whether this can be a half of a seam: nothing but blanks after at most one comma."""
    return _SEAM.match(text) is not None


def digest(value: Any) -> str:
    """A digest of a value, whatever its formatting."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def check(text: str) -> None:
    """Refuses what is not one JSON object.

    Raises:
        BadJson: with the line.
    """
    try:
        document = json.loads(text, parse_constant=_no_constant, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise BadJson(f"line {error.lineno} is not valid JSON ({error.msg.lower()})") from error
    except (ValueError, RecursionError) as error:
        raise BadJson("is not JSON that can be edited") from error
    if not isinstance(document, dict):
        raise BadJson("does not hold a JSON object")


def find(text: str, steps: Sequence[Step], ours: Callable[[Any], bool] | None = None) -> Any:
    """The value at the end of these steps; None where there is none.

    Args:
        text: a JSON object.
        steps: the names down to the value; a last None is the element of an array that `ours` recognises.
        ours: whether an element is the one that is looked for.

    Raises:
        BadJson: something on the way is no object, or no array.
    """
    chain = _chain(text, steps, ours)
    return _value(text, chain[-1][1]) if len(chain) == len(steps) else None


def insert(text: str, steps: Sequence[Step], value: Any) -> tuple[str, list[Seam]]:
    """The text with the value added at the end of the steps, and the seams of every level that had to be made.

    Raises:
        BadJson: something on the way is no object, or no array.
    """
    chain = _chain(text, steps, lambda element: False)
    missing = list(steps[len(chain) :])
    around = _container(text, chain[-1][1].value, missing[0]) if chain else _root(text, missing[0])
    newline = "\r\n" if "\r\n" in text else "\n"
    unit = match[1] if (match := _FIRST_INDENT.match(text)) else "  "
    seam, at, indent = _place(text, around, newline, unit)
    piece, inner = _written(missing, value, newline, unit, indent)
    return text[:at] + seam[0] + piece + seam[1] + text[at:], [seam, *inner]


def remove(text: str, steps: Sequence[Step], seams: Sequence[Seam], ours: Callable[[Any], bool] | None = None) -> str:
    """The text without the value, and without the levels made for it that hold nothing else.

    Args:
        text: a JSON object that has the value.
        steps: as for `find`.
        seams: what `insert` said; fewer or others do no harm.
        ours: as for `find`.
    """
    chain = _chain(text, steps, ours)
    made = min(max(len(seams), 1), len(steps))
    first = len(steps) - made
    level = next(n for n in range(first, len(steps)) if all(len(around.parts) == 1 for around, _ in chain[n + 1 :]))
    around, part = chain[level]
    seam = seams[level - first] if seams else ("", "")
    return _cut(text, around, part, seam)


def _cut(text: str, around: Container, part: Part, seam: Seam) -> str:
    place = around.parts.index(part)
    before, after = seam
    follows = place + 1 < len(around.parts)
    fits = text.endswith(before, around.start + 1, part.start) and text.startswith(after, part.end)
    comma_is_right = before.startswith(",") or (place == 0 and not follows)
    if fits and comma_is_right:
        return text[: part.start - len(before)] + text[part.end + len(after) :]
    if place:
        return text[: around.parts[place - 1].end] + text[part.end :]
    if follows:
        return text[: part.start] + text[around.parts[1].start :]
    return text[: around.start + 1] + text[around.end - 1 :]


def _place(text: str, around: Container, newline: str, unit: str) -> tuple[Seam, int, str | None]:
    """The seam and the position of a new member, and its indentation (None: all on one line)."""
    if around.parts:
        last = around.parts[-1]
        opened = around.parts[-2].end if len(around.parts) > 1 else around.start + 1
        blank = text[opened : last.start].rpartition(",")[2]
        indent = blank.rpartition("\n")[2] if "\n" in blank else None
        return ("," + (blank or " "), ""), last.end, indent
    inside = text[around.start + 1 : around.end - 1]
    if "\n" not in text.strip() and around.start > len(text) - len(text.lstrip()):
        return ("", ""), around.start + 1, None
    line = text[text.rfind("\n", 0, around.start) + 1 : around.start]
    base = line[: len(line) - len(line.lstrip(" \t"))]
    return (newline + base + unit, "" if "\n" in inside else newline + base), around.start + 1, base + unit


def _written(steps: list[Step], value: Any, newline: str, unit: str, indent: str | None) -> tuple[str, list[Seam]]:
    """The first step's member with all below it, and the seams of the levels below."""
    name = "" if steps[0] is None else json.dumps(steps[0]) + ": "
    if len(steps) == 1:
        if indent is None:
            return name + json.dumps(value), []
        return name + json.dumps(value, indent=unit).replace("\n", newline + indent), []
    deeper = None if indent is None else indent + unit
    piece, seams = _written(steps[1:], value, newline, unit, deeper)
    seam = ("", "") if indent is None else (newline + indent + unit, newline + indent)
    opening, closing = "[]" if steps[1] is None else "{}"
    return name + opening + seam[0] + piece + seam[1] + closing, [seam, *seams]


def _chain(text: str, steps: Sequence[Step], ours: Callable[[Any], bool] | None) -> list[tuple[Container, Part]]:
    """The containers and members along the steps, as far as they are there."""
    chain: list[tuple[Container, Part]] = []
    around = _root(text, steps[0])
    for number, step in enumerate(steps):
        # Of members with the same name the last one counts.
        matching = [part for part in around.parts if _is_at(text, part, step, ours)]
        if not matching:
            break
        chain.append((around, matching[-1]))
        if number + 1 < len(steps):
            around = _container(text, matching[-1].value, steps[number + 1], step)
    return chain


def _is_at(text: str, part: Part, step: Step, ours: Callable[[Any], bool] | None) -> bool:
    if step is not None:
        return part.key == step
    return ours is not None and ours(_value(text, part))


def _value(text: str, part: Part) -> Any:
    return json.loads(text[part.value : part.end])


def _root(text: str, step: Step) -> Container:
    return _container(text, _after_blank(text, 0), step)


def _container(text: str, start: int, step: Step, name: Step = None) -> Container:
    if text[start] != ("[" if step is None else "{"):
        raise BadJson(f"{json.dumps(name)} is not {'an array' if step is None else 'an object'}")
    parts: list[Part] = []
    at = _after_blank(text, start + 1)
    while text[at] not in "}]":
        key, value = None, at
        if step is not None:
            key, at_colon = _DECODER.raw_decode(text, at)
            value = _after_blank(text, _after_blank(text, at_colon) + 1)
        _, end = _DECODER.raw_decode(text, value)
        parts.append(Part(key, at, value, end))
        at = _after_blank(text, end)
        if text[at] == ",":
            at = _after_blank(text, at + 1)
    return Container(start, at + 1, tuple(parts), step is not None)


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _no_constant(name: str) -> None:
    raise ValueError(name)
