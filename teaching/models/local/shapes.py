"""The JSON schemas that an answer can be held to: flat ones, as pydantic writes them. Anything else is refused by name.

A schema is read into shapes once; the grammar is written from them (`grammar.py`) and the answer is checked by them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from teaching.models.protocol import ModelError, Schema

LONGEST_TEXT: Final = 1000  # characters, where a schema sets no limit or a higher one: an answer is short
LONGEST_LIST: Final = 32
DEEPEST: Final = 6
_LARGEST: Final = 10**15 - 1

_REMARKS: Final = {"title", "description", "default", "examples", "$defs", "$schema", "$id", "$comment", "deprecated"}


@dataclass(frozen=True, slots=True)
class Text:
    """A string of so many characters."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two limits, both included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """Any number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values."""

    values: tuple[str | int | float | bool | None, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of so many values of one shape."""

    of: "Shape"
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Fields:
    """An object. Every field is written, in this order, required or not."""

    fields: tuple[tuple[str, "Shape"], ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A value of one of these shapes."""

    shapes: tuple["Shape", ...]


Shape = Text | Whole | Number | Choice | Items | Fields | Either


def shape_of(schema: Schema) -> Shape:
    """Reads a schema.

    Raises:
        ModelError: naming what in it is not supported.
    """
    return _read(schema, schema.get("$defs", {}), 0)


def faults(shape: Shape, value: object, place: str = "the answer") -> Iterator[str]:
    """What is wrong with a value that was read from JSON; nothing where it has the shape."""
    match shape:
        case Items():
            yield from _faults_of_list(shape, value, place)
        case Fields(fields):
            yield from _faults_of_object(dict(fields), value, place)
        case Either(shapes):
            if all(any(faults(one, value)) for one in shapes):
                yield f"{place} has none of the forms allowed"
        case _:
            if wanted := _missed(shape, value):
                yield f"{place} is not {wanted}"


def _missed(shape: Text | Whole | Number | Choice, value: object) -> str:
    """What a single value should have been; empty where it is that."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match shape:
        case Text(least, most):
            fine = isinstance(value, str) and least <= len(value) <= most
            return "" if fine else f"a text of {least} to {most} characters"
        case Whole(least, most):
            fine = number and isinstance(value, int) and least <= value <= most
            return "" if fine else f"a whole number from {least} to {most}"
        case Number():
            return "" if number else "a number"
        case Choice(values):
            # In Python True == 1 == 1.0.
            return "" if any(type(value) is type(one) and value == one for one in values) else "one of those allowed"


def _faults_of_list(shape: Items, value: object, place: str) -> Iterator[str]:
    if not isinstance(value, list) or not shape.least <= len(value) <= shape.most:  # pyright: ignore[reportUnknownArgumentType]
        yield f"{place} is not a list of {shape.least} to {shape.most} values"
        return
    for number, one in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        yield from faults(shape.of, one, f"{place}[{number}]")  # pyright: ignore[reportUnknownArgumentType]


def _faults_of_object(fields: Mapping[str, Shape], value: object, place: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.keys() != fields.keys():
        yield f"{place} is not an object with {', '.join(fields) or 'no fields'}"
        return
    for name, one in value.items():  # pyright: ignore[reportUnknownVariableType]
        yield from faults(fields[name], one, f"{place}.{name}")  # pyright: ignore[reportUnknownArgumentType]


def _read(schema: Schema, defs: Mapping[str, Any], depth: int) -> Shape:
    if depth > DEEPEST:
        raise _unsupported(f"more than {DEEPEST} levels, or a schema within itself")
    rest = {key: value for key, value in schema.items() if key not in _REMARKS}
    if "$ref" in rest:
        name = str(rest.pop("$ref")).removeprefix("#/$defs/")
        _nothing_left(rest)
        if name not in defs:
            raise _unsupported(f"a reference to {name}, which is not in its $defs")
        return _read(defs[name], defs, depth + 1)
    if "anyOf" in rest:
        branches = rest.pop("anyOf")
        _nothing_left(rest)
        if not branches:
            raise _unsupported("an empty anyOf")
        return Either(tuple(_read(branch, defs, depth + 1) for branch in branches))
    if "enum" in rest or "const" in rest:
        return _choice(rest)
    kind = rest.pop("type", None)
    if isinstance(kind, list):
        kinds: list[str] = [*kind]
        return Either(
            tuple(_read({**rest, "type": one} if one != "null" else {"type": one}, defs, depth + 1) for one in kinds)
        )
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise _unsupported(f"type {kind!r}")
    shape = reader(rest, defs, depth)
    _nothing_left(rest)
    return shape


def _choice(rest: dict[str, Any]) -> Shape:
    rest.pop("type", None)
    values: list[Any] = list(rest.pop("enum")) if "enum" in rest else [rest["const"]]
    rest.pop("const", None)
    _nothing_left(rest)
    if not values:
        raise _unsupported("an empty enum")
    if any(isinstance(value, dict | list) for value in values):
        raise _unsupported("an enum of lists or objects")
    _sayable(values)
    return Choice(tuple(values))


def _text(rest: dict[str, Any], _defs: Mapping[str, Any], _depth: int) -> Shape:
    least, most = rest.pop("minLength", 0), rest.pop("maxLength", LONGEST_TEXT)
    return Text(*_limits(least, min(most, LONGEST_TEXT)))


def _whole(rest: dict[str, Any], _defs: Mapping[str, Any], _depth: int) -> Shape:
    least, most = rest.pop("minimum", -_LARGEST), rest.pop("maximum", _LARGEST)
    least = max(least, rest.pop("exclusiveMinimum", least - 1) + 1)
    most = min(most, rest.pop("exclusiveMaximum", most + 1) - 1)
    if not isinstance(least, int) or not isinstance(most, int):
        raise _unsupported("a limit that is not a whole number")
    return Whole(*_limits(max(least, -_LARGEST), min(most, _LARGEST)))


def _items(rest: dict[str, Any], defs: Mapping[str, Any], depth: int) -> Shape:
    least, most = rest.pop("minItems", 0), rest.pop("maxItems", LONGEST_LIST)
    if "items" not in rest:
        raise _unsupported("a list of anything")
    return Items(_read(rest.pop("items"), defs, depth + 1), *_limits(least, min(most, LONGEST_LIST)))


def _fields(rest: dict[str, Any], defs: Mapping[str, Any], depth: int) -> Shape:
    rest.pop("required", None)
    if isinstance(rest.pop("additionalProperties", False), Mapping) or "properties" not in rest:
        raise _unsupported("an object of anything")
    properties: Mapping[str, Any] = rest.pop("properties")
    _sayable(properties)
    return Fields(tuple((name, _read(one, defs, depth + 1)) for name, one in properties.items()))


_READERS: Final[dict[str, Callable[[dict[str, Any], Mapping[str, Any], int], Shape]]] = {
    "string": _text,
    "integer": _whole,
    "array": _items,
    "object": _fields,
    "number": lambda _rest, _defs, _depth: Number(),
    "boolean": lambda _rest, _defs, _depth: Choice((True, False)),
    "null": lambda _rest, _defs, _depth: Choice((None,)),
}


def _limits(least: int, most: int) -> tuple[int, int]:
    if least > most:
        raise _unsupported(f"limits that nothing meets ({least} to {most})")
    return least, most


def _nothing_left(rest: Mapping[str, Any]) -> None:
    if rest:
        raise _unsupported(", ".join(sorted(rest)))


def _sayable(values: Iterable[object]) -> None:
    """A lone surrogate cannot be written as UTF-8, so no answer could hold it; nor is there JSON for infinity."""
    for value in values:
        if isinstance(value, float) and not isfinite(value):
            raise _unsupported("a value that is no number")
        try:
            str(value).encode()
        except UnicodeEncodeError as error:
            raise _unsupported("a text that is not UTF-8") from error


def _unsupported(what: str) -> ModelError:
    return ModelError(
        f"the local model cannot be held to this JSON schema: {what}. Use objects, lists, texts, whole numbers and "
        "enums with limits"
    )
