"""Whether a text is JSON of the form that was asked for, whoever promised it.

Not covered: patterns, formats and what else pydantic does not write for flat models; whoever asked validates again.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from teaching.models.protocol import ModelError, Schema
from teaching.repository.files import printable

_DEEPEST: Final = 12
_TYPES: Final[Mapping[str, Callable[[object], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
# Keyword -> the type it speaks of, and whether a value of it meets the limit.
_LIMITS: Final[Mapping[str, tuple[str, Callable[[Any, Any], bool]]]] = {
    "minLength": ("string", lambda value, limit: len(value) >= limit),
    "maxLength": ("string", lambda value, limit: len(value) <= limit),
    "minItems": ("array", lambda value, limit: len(value) >= limit),
    "maxItems": ("array", lambda value, limit: len(value) <= limit),
    "minimum": ("number", lambda value, limit: value >= limit),
    "maximum": ("number", lambda value, limit: value <= limit),
    "exclusiveMinimum": ("number", lambda value, limit: value > limit),
    "exclusiveMaximum": ("number", lambda value, limit: value < limit),
}


def require(schema: Schema, text: str, who: str) -> None:
    """Goes on where the text has the form.

    Args:
        who: answered, as messages call it.

    Raises:
        ModelError: it has not; `broken`.
    """
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{who} did not answer in JSON: it was cut off, or the engine cannot do this") from error
    defs: Any = schema.get("$defs", {})
    wrong = next(_faults(schema, value, cast(Mapping[str, Any], defs), "the answer", 0), None)
    if wrong is not None:
        raise ModelError(f"{who} did not answer in the form asked for: {wrong}")


def _faults(schema: Mapping[str, Any], value: object, defs: Mapping[str, Any], place: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(schema.get("$ref"), str):
        found: Any = defs.get(str(schema["$ref"]).removeprefix("#/$defs/"), {})
        yield from _faults(found, value, defs, place, depth + 1)
        return
    branches: Any = schema.get("anyOf")
    if isinstance(branches, list) and branches:
        options = cast(list[Mapping[str, Any]], branches)
        if all(next(_faults(one, value, defs, place, depth + 1), None) is not None for one in options):
            yield f"{place} is none of the things that it may be"
        return
    yield from _of_its_own(schema, value, place)
    if isinstance(value, dict):
        yield from _of_object(schema, cast(dict[str, Any], value), defs, place, depth)
    elif isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        for number, item in enumerate(cast(list[Any], value)):
            yield from _faults(schema["items"], item, defs, f"{place}[{number}]", depth + 1)


def _of_its_own(schema: Mapping[str, Any], value: object, place: str) -> Iterator[str]:
    named: Any = schema.get("type")
    kinds: list[Any] = cast(list[Any], named) if isinstance(named, list) else [named]
    known = [_TYPES[kind] for kind in kinds if isinstance(kind, str) and kind in _TYPES]
    if known and not any(fits(value) for fits in known):
        yield f"{place} is no {' or '.join(map(str, kinds))}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place} is not one of the values that it may have"
    if "const" in schema and value != schema["const"]:
        yield f"{place} is not the value that it must have"
    for keyword, (kind, meets) in _LIMITS.items():
        if keyword in schema and _TYPES[kind](value) and not meets(value, schema[keyword]):
            yield f"{place} breaks {keyword} {schema[keyword]}"


def _of_object(
    schema: Mapping[str, Any], value: Mapping[str, Any], defs: Mapping[str, Any], place: str, depth: int
) -> Iterator[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place} has no {name}"
    for name, item in value.items():
        if name in properties:
            yield from _faults(properties[name], item, defs, f"{place}.{name}", depth + 1)
        elif schema.get("additionalProperties") is False:
            yield f"{place} has a field that it may not have, {printable(name)[:40]}"
