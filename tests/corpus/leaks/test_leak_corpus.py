"""The labelled replies for the leak guard keep their shape: counts, fields, parts and exemplars that parse.

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
PARTS = {"a": 140, "b": 140, "c": 208, "d": 208}  # how many replies a part holds at least
NO_LEAKS = ("api-usage", "test-code", "similar-different", "hint", "scaffold", "review")


class LabelledExemplar(Exemplar):
    """An exemplar of the corpus: with the name that replies give it, and the part that it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    half: Literal["a", "b", "c", "d"]


class Labelled(BaseModel):
    """One line of a part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    exemplar: str
    kind: str
    leaks: bool
    replies: tuple[str, ...] = Field(min_length=1)
    note: str


def exemplars() -> list[LabelledExemplar]:
    names = ("exemplars.json", "exemplars-c.json", "exemplars-d.json")
    data = [item for name in names for item in json.loads((HERE / name).read_text(encoding="utf-8"))]
    return [LabelledExemplar.model_validate(item) for item in data]


def part(name: str) -> list[Labelled]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Labelled.model_validate_json(line) for line in lines]


def everything() -> list[Labelled]:
    return [item for name in PARTS for item in part(name)]


def test_exemplars_are_as_many_in_each_language_as_the_guideline_says() -> None:
    found = Counter((item.half, item.language) for item in exemplars())
    tuning = {("a", "python"): 7, ("a", "typescript"): 5, ("b", "python"): 7, ("b", "typescript"): 5}
    later = {("c", "python"): 10, ("c", "typescript"): 6, ("d", "python"): 8, ("d", "typescript"): 8}
    assert found == tuning | later
    assert len({item.id for item in exemplars()}) == 56


@pytest.mark.parametrize("name", ["c", "d"])
def test_the_exemplars_of_a_part_written_for_measuring_lie_in_their_own_file(name: str) -> None:
    data = json.loads((HERE / f"exemplars-{name}.json").read_text(encoding="utf-8"))
    assert {item["id"] for item in data} == {e.id for e in exemplars() if e.half == name}


def test_no_two_exemplars_are_the_same_function() -> None:
    assert len({e.symbol for e in exemplars()}) == 56


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


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_its_own_exemplars_only(name: str) -> None:
    assert {item.exemplar for item in part(name)} == {e.id for e in exemplars() if e.half == name}


@pytest.mark.parametrize("name", PARTS)
def test_half_of_a_part_leaks(name: str) -> None:
    items = part(name)
    leaks = sum(item.leaks for item in items)
    assert len(items) >= PARTS[name]
    assert abs(leaks - (len(items) - leaks)) <= 4


def test_ids_and_replies_are_unique() -> None:
    items = everything()
    assert len({item.id for item in items}) == len(items)
    assert len({item.replies for item in items}) == len(items)


def test_every_kind_is_there_often_enough_and_has_one_label() -> None:
    found = Counter((item.kind, item.leaks) for item in everything())
    assert set(found) == {(k, True) for k in MAIN_LEAKS + OTHER_LEAKS} | {(k, False) for k in NO_LEAKS}
    assert {kind for kind in MAIN_LEAKS if found[kind, True] < 20} == set()
    assert {kind for kind in NO_LEAKS if found[kind, False] < 25} == set()


@pytest.mark.parametrize("name", ["c", "d"])
def test_a_part_written_for_measuring_alone_has_every_kind(name: str) -> None:
    assert {item.kind for item in part(name)} == {*MAIN_LEAKS, *OTHER_LEAKS, *NO_LEAKS}


def test_the_unseen_part_has_equal_shares_of_the_main_kinds_and_few_others() -> None:
    found = Counter(item.kind for item in part("d"))
    shares = [found[kind] for kind in MAIN_LEAKS + NO_LEAKS]
    assert max(shares) - min(shares) <= 4
    assert sum(found[kind] for kind in OTHER_LEAKS) <= 8


def test_every_exemplar_has_every_main_kind() -> None:
    kinds = {e.id: {item.kind for item in everything() if item.exemplar == e.id} for e in exemplars()}
    assert {name: missing for name, had in kinds.items() if (missing := {*MAIN_LEAKS, *NO_LEAKS} - had)} == {}


def test_several_replies_are_split_leaks_or_rungs_of_hints() -> None:
    assert {item.kind for item in everything() if len(item.replies) > 1} == {"split", "hint"}
    assert [item.id for item in everything() if item.kind == "split" and len(item.replies) < 2] == []
    assert [item.id for item in everything() for reply in item.replies if not reply.strip()] == []
