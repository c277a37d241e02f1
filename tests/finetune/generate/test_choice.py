"""Choices between technologies as examples: what every one of them says, and what each check refuses."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import choice
from finetune.generate.kinds.deep import matter
from finetune.generate.model import Candidate, Kind, Wrong
from teaching.components.knowledge import components

KIND = Kind("choice", "architecture", 1, choice.candidates, words=(25, 230))


@pytest.fixture(scope="module")
def drawn(place: Ground) -> list[Candidate]:
    """One candidate of each decision."""
    return list(islice(choice.candidates(place, Random("4 choice")), len(matter("choice", "case"))))


def test_each_decision_passes_its_checks(drawn: list[Candidate]) -> None:
    assert len({one.about["decision"] for one in drawn}) == len(drawn) >= 36
    for candidate in drawn:
        assert "recommends" in verdicts(candidate, (), KIND)


BROKEN: dict[str, Callable[[str], str]] = {
    "recommends": lambda text: text[len(text) // 2 :],
    "names-its-choice": lambda text: "Ask somebody else. Or not?",
    "change-or-experiment": lambda text: text.split(".", 1)[0] + ". Yes?",
    "asks-about-the-case": lambda text: re.sub(r"[^.?]*\?$", " Clear?", text),
    "ends-asking": lambda text: f"{text} That is all.",
    "for-and-against": lambda text: "Take it?",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_refused_for_its_own_reason(drawn: list[Candidate], name: str) -> None:
    having = [one for one in drawn if any(check.name == name for check in one.checks)]
    assert having
    refused = 0
    for candidate in having:
        check = next(one for one in candidate.checks if one.name == name)
        check.verdict(candidate.output)
        try:
            check.verdict(BROKEN[name](candidate.output))
        except Wrong:
            refused += 1
    assert refused >= 0.95 * len(having)


def test_an_answer_against_the_knowledge_base_is_refused(drawn: list[Candidate]) -> None:
    candidate = next(one for one in drawn if one.about["decision"] == "spa-htmx")
    check = next(one for one in candidate.checks if one.name == "knowledge-base")
    check.verdict(candidate.output)
    with pytest.raises(Wrong):
        check.verdict("Learn something new instead?")


def test_what_is_said_to_be_known_stands_in_the_knowledge_base() -> None:
    known = [case["known"] for case in matter("choice", "case") if "known" in case]
    assert len(known) >= 15
    for component, library in known:
        names = {one.name for libraries in components()[component].libraries.values() for one in libraries}
        assert library in names
