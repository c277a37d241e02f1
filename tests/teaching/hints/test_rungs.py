"""Every rung of every marker of the library: short, plain, unlike the others, and giving nothing away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge
from teaching.hints import bank
from teaching.hints.checks import MOST_QUESTION, MOST_WORDS
from teaching.hints.ladder import give
from teaching.hints.model import KINDS, Hint
from teaching.scaffolds import library
from teaching.scaffolds.making import make
from teaching.scaffolds.model import VariantLanguage

SCAFFOLDS: list[tuple[str, VariantLanguage]] = [
    (name, language) for name in library.components() for language in library.languages(name)
]
HIGHEST_GRADE = 9


@dataclass
class Ladder:
    exemplar: Exemplar
    hints: list[Hint]


@pytest.fixture(scope="module")
def ladders(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Ladder]]:
    """Of each scaffold, the ladder of each of its markers."""
    found: dict[tuple[str, str], list[Ladder]] = {}
    for name, language in SCAFFOLDS:
        root = tmp_path_factory.mktemp(f"{name}-{language}")
        found[name, language] = list(climbed(root, name, language))
    return found


def climbed(root: Path, name: str, language: VariantLanguage) -> Iterator[Ladder]:
    made = make(root, name, language, write=True)
    for exemplar in made.solutions:
        target = f"{exemplar.path}::{exemplar.symbol}"
        yield Ladder(exemplar, [give(root, target) for _ in KINDS])


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of its prose; code, links and names in quotes are no prose."""
    prose = re.sub(r"```.*?```|`[^`]*`|https?://\S+|“[^”]*”|\b\w+_\w+\b", " it ", text, flags=re.DOTALL)
    sentences = [one for one in re.split(r"[.!?:;]\s|\n\n", prose) if re.search(r"[a-z]", one)]
    words = re.findall(r"[A-Za-z']+", prose)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@cache
def syllables(word: str) -> int:
    bare = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def test_the_library_has_every_component_in_both_languages() -> None:
    assert len(SCAFFOLDS) >= 24


def test_four_rungs_of_every_marker_climb_and_differ(ladders: dict[tuple[str, str], list[Ladder]]) -> None:
    for ladder in (one for each in ladders.values() for one in each):
        assert [hint.kind for hint in ladder.hints] == list(KINDS)
        assert [hint.rung for hint in ladder.hints] == [1, 2, 3, 4]
        assert len({hint.text for hint in ladder.hints}) == 4


def test_no_rung_and_not_all_rungs_together_give_a_solution_away(
    ladders: dict[tuple[str, str], list[Ladder]],
) -> None:
    for each in ladders.values():
        exemplars = [ladder.exemplar for ladder in each]
        for ladder in each:
            texts = [hint.text for hint in ladder.hints]
            for number, text in enumerate(texts):
                assert judge(text, exemplars, texts[:number]) is None, text
                assert judge("\n\n".join(texts[: number + 1]), exemplars) is None, text


def test_no_line_of_pseudo_code_is_code_of_the_solution(ladders: dict[tuple[str, str], list[Ladder]]) -> None:
    for ladder in (one for each in ladders.values() for one in each):
        block = ladder.hints[3].text.split("```")[1].removeprefix("text\n")
        solution = {line.strip() for line in ladder.exemplar.text.splitlines()}
        for line in (line.strip() for line in block.splitlines() if line.strip()):
            assert line not in solution or line in {"try:"}
        assert "?" in block
        assert not [name for name in ladder.exemplar.core if re.search(rf"\b{re.escape(name)}\(", block)]


def test_rungs_are_short_and_plain(ladders: dict[tuple[str, str], list[Ladder]]) -> None:
    for ladder in (one for each in ladders.values() for one in each):
        question, *others = (hint.text for hint in ladder.hints)
        assert len(question.split()) <= MOST_QUESTION
        assert question.endswith("?")
        for text in others:
            assert len(text.split()) <= MOST_WORDS
        assert grade(" ".join(hint.text for hint in ladder.hints)) <= HIGHEST_GRADE


def test_the_concept_points_into_documentation_and_the_place_names_its_line(
    ladders: dict[tuple[str, str], list[Ladder]],
) -> None:
    for ladder in (one for each in ladders.values() for one in each):
        assert any(page.url in ladder.hints[1].text for page in ladder.exemplar.docs)
        assert f"`{ladder.exemplar.path}:" in ladder.hints[2].text


def test_every_concept_of_the_bank_is_short_plain_and_official() -> None:
    official = re.compile(
        r"https://(?:docs\.python\.org|developer\.mozilla\.org|www\.typescriptlang\.org|nodejs\.org)/"
    )
    concepts = bank.concepts()
    assert len(concepts) >= 40
    assert len({one.id for one in concepts}) == len(concepts)
    for one in concepts:
        assert one.question.endswith("?")
        assert len(one.question.split()) <= MOST_QUESTION
        assert grade(one.concept) <= HIGHEST_GRADE, one.id
        assert official.match(one.python.url), one.id
        assert official.match(one.web.url), one.id
        assert any("?" in step for step in one.steps)
