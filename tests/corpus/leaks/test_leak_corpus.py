"""The labelled replies for the leak guard keep their shape: counts, fields, halves and exemplars that parse.

Not covered: whether a label is right. GUIDELINE.md says what a label means; people have to read the items.
"""

import ast
import json
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
from ast_grep_py import SgRoot
from pydantic import BaseModel, ConfigDict, Field

from teaching.contracts.exercises import Exemplar

HERE = Path(__file__).parent
MAIN_LEAKS = ("verbatim", "renamed", "reordered", "translated", "prose", "split")
OTHER_LEAKS = ("patch", "one-liner", "in-test", "in-docstring")
NO_LEAKS = ("api-usage", "test-code", "similar-different", "hint", "scaffold", "review")


class LabelledExemplar(Exemplar):
    """An exemplar of the corpus: with the name that replies give it, and the half that it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    half: Literal["a", "b"]


class Labelled(BaseModel):
    """One line of a half."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    exemplar: str
    kind: str
    leaks: bool
    replies: tuple[str, ...] = Field(min_length=1)
    note: str


def exemplars() -> list[LabelledExemplar]:
    data = json.loads((HERE / "exemplars.json").read_text(encoding="utf-8"))
    return [LabelledExemplar.model_validate(item) for item in data]


def half(name: str) -> list[Labelled]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Labelled.model_validate_json(line) for line in lines]


def both() -> list[Labelled]:
    return half("a") + half("b")


def test_exemplars_are_seven_in_python_and_five_in_typescript_for_each_half() -> None:
    found = Counter((item.half, item.language) for item in exemplars())
    assert found == {("a", "python"): 7, ("a", "typescript"): 5, ("b", "python"): 7, ("b", "typescript"): 5}
    assert len({item.id for item in exemplars()}) == 24


@pytest.mark.parametrize("exemplar", exemplars(), ids=lambda item: item.id)
def test_an_exemplar_parses_and_says_what_a_marker_says(exemplar: LabelledExemplar) -> None:
    if exemplar.language == "python":
        ast.parse(exemplar.text)
    else:  # a method parses only within its class
        text = f"class Owner<V> {{\n{exemplar.text}}}\n" if "." in exemplar.symbol else exemplar.text
        assert SgRoot(text, "typescript").root().find(kind="ERROR") is None
    assert exemplar.marker and exemplar.hints and exemplar.tests and exemplar.task
    assert len(exemplar.core) >= 3
    assert exemplar.symbol.rpartition(".")[2] in exemplar.text


def test_every_word_of_the_core_is_in_the_exemplar() -> None:
    lacking = {(e.id, word) for e in exemplars() for word in e.core if word not in e.text}
    assert lacking == set()


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_half_has_its_own_exemplars_only(name: str) -> None:
    assert {item.exemplar for item in half(name)} == {e.id for e in exemplars() if e.half == name}


@pytest.mark.parametrize("name", ["a", "b"])
def test_half_of_a_half_leaks(name: str) -> None:
    items = half(name)
    leaks = sum(item.leaks for item in items)
    assert len(items) >= 140
    assert abs(leaks - (len(items) - leaks)) <= 4


def test_ids_and_replies_are_unique() -> None:
    items = both()
    assert len({item.id for item in items}) == len(items)
    assert len({item.replies for item in items}) == len(items)


def test_every_kind_is_there_often_enough_and_has_one_label() -> None:
    found = Counter((item.kind, item.leaks) for item in both())
    assert set(found) == {(k, True) for k in MAIN_LEAKS + OTHER_LEAKS} | {(k, False) for k in NO_LEAKS}
    assert {kind for kind in MAIN_LEAKS if found[kind, True] < 20} == set()
    assert {kind for kind in NO_LEAKS if found[kind, False] < 25} == set()


def test_every_exemplar_has_every_main_kind() -> None:
    kinds = {e.id: {item.kind for item in both() if item.exemplar == e.id} for e in exemplars()}
    assert {name: missing for name, had in kinds.items() if (missing := {*MAIN_LEAKS, *NO_LEAKS} - had)} == {}


def test_several_replies_are_split_leaks_or_rungs_of_hints() -> None:
    assert {item.kind for item in both() if len(item.replies) > 1} == {"split", "hint"}
    assert [item.id for item in both() if item.kind == "split" and len(item.replies) < 2] == []
    assert [item.id for item in both() for reply in item.replies if not reply.strip()] == []
