"""Questions of scale as examples: their numbers come out again, and each check refuses what it is for."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import scale
from finetune.generate.kinds.deep import NUMBER, computed, derived, matter
from finetune.generate.model import Candidate, Kind, Wrong

KIND = Kind("scale", "architecture", 1, scale.candidates, words=(30, 260))


@pytest.fixture(scope="module")
def drawn(place: Ground) -> list[Candidate]:
    """One candidate of each situation."""
    return list(islice(scale.candidates(place, Random("5 scale")), len(matter("scale", "case"))))


def test_each_situation_passes_its_checks(drawn: list[Candidate]) -> None:
    assert len({one.about["situation"] for one in drawn}) == len(drawn) >= 28
    for candidate in drawn:
        assert "recalculated" in verdicts(candidate, (), KIND)


def another(text: str) -> str:
    """The last large number of a text, seven times as much."""
    found = [match for match in NUMBER.finditer(text) if len(match[0]) > 1][-1]
    return f"{text[: found.start()]}{float(found[0].replace(',', '')) * 7 + 0.5:.1f}{text[found.end() :]}"


BROKEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "a wrong result": ("recalculated", another),
    "a number that nobody stated": ("recalculated", lambda text: f"Plan for 777,777 users. {text}"),
    "no result": ("has-result", lambda text: NUMBER.sub("many", text)),
    "nothing to measure or to do": ("measures-or-advises", lambda text: " ".join(re.findall(r"[^.?]*\?", text))),
    "another question": ("asks-about-the-case", lambda text: re.sub(r"[^.?]*\?$", " Clear?", text)),
    "no question at the end": ("ends-asking", lambda text: f"{text} I hope so."),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_answer_is_refused_for_its_own_reason(drawn: list[Candidate], way: str) -> None:
    name, breaks = BROKEN[way]
    for candidate in drawn:
        check = next(one for one in candidate.checks if one.name == name)
        check.verdict(candidate.output)
        with pytest.raises(Wrong):
            check.verdict(breaks(candidate.output))


@pytest.mark.parametrize(
    ("situation", "given", "wanted"),
    [
        ("little-checkout", {"rate": 40, "wait": 0.4}, {"inside": 16, "many": 80}),
        ("retry-storm", {"rate": 100, "tries": 3, "layers": 3}, {"factor": 27, "storm": 2700}),
        ("backoff", {"base": 2, "tries": 6, "cap": 30}, {"pauses": 5, "sum": 2 + 4 + 8 + 16 + 32}),
        ("queue-wait", {"service": 200, "busy": 80}, {"wait": 800}),
        ("meter-storage", {"meters": 4000, "minutes": 15, "bytes": 100}, {"rows": 384_000, "gb": 14}),
    ],
)
def test_the_sums_are_those_of_the_textbook(situation: str, given: dict[str, float], wanted: dict[str, float]) -> None:
    case = next(one for one in matter("scale", "case") if one["id"] == situation)
    found = derived(case, given)
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)


def test_a_formula_is_arithmetic_and_nothing_else() -> None:
    assert computed("ceil(a / 3) + 2 ** 3", {"a": 10}) == 12
    for formula in ("__import__('os')", "a.real", "open(1)", "[1]"):
        with pytest.raises((ValueError, KeyError)):
            computed(formula, {"a": 1})
