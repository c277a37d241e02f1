"""The JSON schemas that answers are held to, and the grammar written from them; llama.cpp itself is not needed here."""

import re
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from teaching.models.local.grammar import grammar_of
from teaching.models.local.shapes import LONGEST_LIST, LONGEST_TEXT, Items, Text, Whole, faults, shape_of
from teaching.models.protocol import ModelError


class Place(BaseModel):
    path: str = Field(max_length=40)
    line: int = Field(ge=1, le=9999)


class Kind(Enum):
    BUG = "bug"
    STYLE = 'style "quoted" \\ and ü\n'


class Finding(BaseModel):
    title: str = Field(min_length=1, max_length=60, description="what it is")
    kind: Kind
    severity: Literal["low", "high"]
    place: Place
    hints: Annotated[list[str], Field(max_length=3)] = []
    rule: str | None = None
    sure: bool
    weight: float


def body_of(name: str, grammar: str) -> str:
    return next(line.split(" ::= ", 1)[1] for line in grammar.splitlines() if line.startswith(f"{name} ::= "))


@given(st.integers(-1200, 1200), st.integers(0, 1500))
def test_the_grammar_of_a_range_has_exactly_its_numbers(least: int, width: int) -> None:
    most = least + width
    body = body_of("r0", "\n" + grammar_of(Whole(least, most)))
    pattern = re.compile(body.replace('"', "").replace(" ", ""))
    tried = {str(number) for number in range(least - 120, most + 120)} | {"-0", "00", "01", "-01"}
    assert {one for one in tried if pattern.fullmatch(one)} == {str(number) for number in range(least, most + 1)}


def test_a_pydantic_model_is_read_and_its_own_values_fit() -> None:
    shape = shape_of(Finding.model_json_schema())
    finding = Finding(
        title="x", kind=Kind.STYLE, severity="low", place=Place(path="a.py", line=3), hints=["h"], sure=True, weight=0.5
    )
    value = finding.model_dump(mode="json")
    assert list(faults(shape, value)) == []
    assert grammar_of(shape).count("root ::= ") == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "the answer.title is not a text of 1 to 60 characters"),
        ({"kind": "smell"}, "the answer.kind is not one of those allowed"),
        ({"sure": 1}, "the answer.sure is not one of those allowed"),
        ({"place": {"path": "a", "line": 0}}, "the answer.place.line is not a whole number from 1 to 9999"),
        ({"place": {"path": "a", "line": True}}, "the answer.place.line is not a whole number from 1 to 9999"),
        ({"hints": ["a"] * 4}, "the answer.hints is not a list of 0 to 3 values"),
        ({"hints": [1]}, "the answer.hints[0] is not a text of 0 to 1000 characters"),
        ({"rule": 3}, "the answer.rule has none of the forms allowed"),
        ({"weight": "1"}, "the answer.weight is not a number"),
        ({"more": 1}, "the answer is not an object with title, kind, "),
    ],
)
def test_a_value_that_does_not_fit_is_named(change: dict[str, Any], words: str) -> None:
    value = {
        "title": "x", "kind": "bug", "severity": "low", "place": {"path": "a.py", "line": 3}, "hints": [], "rule": None,
        "sure": True, "weight": 1,
    }  # fmt: skip
    shape = shape_of(Finding.model_json_schema())
    assert list(faults(shape, value)) == []
    assert words in next(faults(shape, {**value, **change}))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a pattern": ({"type": "string", "pattern": r"\d+"}, "pattern"),
    "a format": ({"type": "string", "format": "date"}, "format"),
    "an empty enum": ({"enum": []}, "an empty enum"),
    "an enum of lists": ({"enum": [[1]]}, "an enum of lists"),
    "a recursion": (
        {"$ref": "#/$defs/Tree", "$defs": {"Tree": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}},
        "a schema within itself",
    ),
    "a reference to nothing": ({"$ref": "#/$defs/Gone"}, "a reference to Gone"),
    "a negation": ({"not": {"type": "string"}}, "type None"),
    "any object": ({"type": "object"}, "an object of anything"),
    "a map": ({"type": "object", "additionalProperties": {"type": "string"}}, "an object of anything"),
    "any list": ({"type": "array"}, "a list of anything"),
    "a set": ({"type": "array", "items": {"type": "null"}, "uniqueItems": True}, "uniqueItems"),
    "a number with limits": ({"type": "number", "minimum": 0}, "minimum"),
    "a step": ({"type": "integer", "multipleOf": 3}, "multipleOf"),
    "limits the wrong way round": ({"type": "integer", "minimum": 3, "maximum": 2}, "limits that nothing meets"),
    "a long least text": ({"type": "string", "minLength": 5000}, "limits that nothing meets"),
    "half a limit": ({"type": "integer", "minimum": 0.5}, "a limit that is not a whole number"),
    "anything": ({}, "type None"),
    "a lone surrogate": ({"const": "\ud800"}, "a text that is not UTF-8"),
    "infinity": ({"enum": [float("inf")]}, "a value that is no number"),
    "one of": ({"oneOf": [{"type": "string"}]}, "type None"),
}


@pytest.mark.parametrize(("schema", "words"), REFUSED.values(), ids=REFUSED)
def test_a_schema_that_cannot_be_kept_to_is_refused_by_name(schema: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match="cannot be held to this JSON schema") as caught:
        shape_of(schema)
    assert words in str(caught.value)


def test_what_has_no_limit_gets_one() -> None:
    assert shape_of({"type": "string", "maxLength": 5000}) == Text(0, LONGEST_TEXT)
    assert shape_of({"type": "array", "maxItems": 3000, "items": {"type": "string"}}) == Items(
        Text(0, LONGEST_TEXT), 0, LONGEST_LIST
    )
