"""Every check says at length why it matters: plain words, no code, no fix."""

import re
from collections import Counter
from importlib.resources import files
from statistics import mean

import pytest

from teaching.review.catalogue import ENTRIES, FAMILIES
from teaching.review.explanations import explanation

EXPLAINED_AT_LEAST = 150
HARDEST_GRADE = 9.0
SENTENCE_END = re.compile(r"[.?!](?=[\"”)]?(?:\s|$))")
NO_CALL_OR_CODE = re.compile(r"```|`[^`]*[(=;{][^`]*`|^(?: {4}|\t)\S|!", re.MULTILINE)
HEADING_OR_TALKING_DOWN = re.compile(
    r"^#+ |\b(?:simply|just|obviously|of course|trivial)\b", re.MULTILINE | re.IGNORECASE
)
FAMILY_NAMES = sorted(FAMILIES)
CHECK_NAMES = sorted(ENTRIES)


def pages() -> dict[str, str]:
    """The text of each family's page, by the family's name."""
    folder = files("teaching.review").joinpath("explanations")
    return {page.name.removesuffix(".md"): page.read_text(encoding="utf-8") for page in folder.iterdir()}


def headings(page: str) -> list[str]:
    """The checks that a page explains, in its order."""
    return re.findall(r"^## (.+)$", page, re.MULTILINE)


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, a silent e at the end left out."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = groups > 1 and letters.endswith("e") and not letters.endswith("le")
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: about which year of an American school can read the text."""
    words = re.findall(r"[\w'’-]+", text)
    sentences = max(1, len(SENTENCE_END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("The cat sat on the mat. The dog ran to the door.", -5, 2, id="a primer"),
        pytest.param(
            "Notwithstanding considerable organisational heterogeneity, practitioners consistently characterise "
            "incremental modularisation as advantageous regarding maintainability.",
            15,
            60,
            id="an essay",
        ),
    ],
)
def test_the_grade_tells_a_primer_from_an_essay(text: str, low: float, high: float) -> None:
    assert low < grade(text) < high


def test_every_check_of_the_catalogue_is_explained_and_nothing_else_is() -> None:
    explained = Counter(check for page in pages().values() for check in headings(page))
    assert len(explained) >= EXPLAINED_AT_LEAST
    assert [check for check, times in explained.items() if times > 1] == []
    assert sorted(ENTRIES.keys() - explained.keys()) == [], "checks without an explanation"
    assert sorted(explained.keys() - ENTRIES.keys()) == [], "explanations without a check"


@pytest.mark.parametrize("check", CHECK_NAMES)
def test_an_explanation_is_one_or_two_short_paragraphs_without_code_or_a_row_of_questions(check: str) -> None:
    text = explanation(check)
    assert 80 <= len(text.split()) <= 160
    assert len(text.split("\n\n")) <= 2
    assert text.count("?") <= 1
    assert NO_CALL_OR_CODE.findall(text) == []
    assert HEADING_OR_TALKING_DOWN.findall(text) == []


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_the_explanations_of_a_family_are_in_plain_language(family: str) -> None:
    assert mean(grade(explanation(entry.name)) for entry in FAMILIES[family]) <= HARDEST_GRADE


def test_a_check_is_explained_on_the_page_of_its_family() -> None:
    family_of = {entry.name: family for family, entries in FAMILIES.items() for entry in entries}
    misplaced = {
        check: f"belongs on {family_of[check]}.md, stands on {family}.md"
        for family, page in pages().items()
        for check in headings(page)
        if family_of.get(check, family) != family
    }
    assert misplaced == {}


@pytest.mark.parametrize("check", ["", "no-such-check", "ast-grep checks/no-moment.yml", "../errors"])
def test_a_check_outside_the_catalogue_has_no_explanation(check: str) -> None:
    assert explanation(check) == ""


def test_no_two_checks_are_explained_by_the_same_sentence() -> None:
    sentences = [one.strip() for check in ENTRIES for one in re.split(r"(?<=[.?])\s+", explanation(check))]
    again = Counter(one for one in sentences if len(one.split()) >= 8)
    assert [one for one, times in again.items() if times > 1] == []
