"""System design interviews as examples: their sums come out again, and each check refuses what it is for."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import interview
from finetune.generate.kinds.deep import NUMBER, derived, matter, prose
from finetune.generate.model import Candidate, Kind, Wrong

KIND = Kind("interview", "architecture", 1, interview.candidates, words=(18, 200))


@pytest.fixture(scope="module")
def drawn(place: Ground) -> list[Candidate]:
    """One candidate of each turn."""
    turns = sum(len(system["turn"]) for system in matter("interview", "system"))
    return list(islice(interview.candidates(place, Random("2 interview")), turns))


def test_each_turn_passes_its_checks(drawn: list[Candidate]) -> None:
    assert len({(one.about["system"], one.about["turn"]) for one in drawn}) == len(drawn) >= 44
    for candidate in drawn:
        assert "recalculated" in verdicts(candidate, (), KIND)


def test_an_interview_goes_on_from_its_earlier_turns_and_a_coached_answer_is_quoted(drawn: list[Candidate]) -> None:
    later = [one for one in drawn if one.about["turn"] != "scope"]
    for candidate in later:
        if candidate.about["form"] == "coach":
            assert not candidate.before and "Me, about" in candidate.input
        else:
            assert [turn.role for turn in candidate.before] == ["user", "assistant"] * (len(candidate.before) // 2)
            assert candidate.before[-1].content.endswith(("?", ".", "please."))
    assert {one.about["form"] for one in later} == {"coach", "interview"}


def multiplied(text: str) -> str:
    """The last number that stands in prose, seven times as much."""
    said = prose(text)
    found = [match for match in NUMBER.finditer(said) if len(match[0]) > 1]
    if not found:
        return f"{text} For 777,777 users."
    last = found[-1]
    return f"{said[: last.start()]}{float(last[0].replace(',', '')) * 7 + 0.5:.1f}{said[last.end() :]}"


BROKEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "a wrong result": ("recalculated", multiplied),
    "a number that nobody stated": ("recalculated", lambda text: f"Plan for 777,777 users. {text}"),
    "another answer": ("answers-the-turn", lambda text: "Very good. " + text[-80:]),
    "another question": ("asks-the-next", lambda text: re.sub(r"[^.?]*\?$", " Shall we go on?", text)),
    "no question at the end": ("ends-asking", lambda text: f"{text} Take your time."),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_answer_is_refused_for_its_own_reason(drawn: list[Candidate], way: str) -> None:
    name, breaks = BROKEN[way]
    for candidate in drawn:
        check = next(one for one in candidate.checks if one.name == name)
        check.verdict(candidate.output)
        with pytest.raises(Wrong):
            check.verdict(breaks(candidate.output))


def test_an_estimate_without_results_is_refused(drawn: list[Candidate]) -> None:
    estimates = [one for one in drawn if one.about["turn"] == "estimate"]
    assert len(estimates) >= 11
    for candidate in estimates:
        check = next(one for one in candidate.checks if one.name == "has-estimate")
        check.verdict(candidate.output)
        with pytest.raises(Wrong):
            check.verdict(NUMBER.sub("many", candidate.output))


@pytest.mark.parametrize(
    ("system", "given", "wanted"),
    [
        ("tickets", {"slots": 20, "places": 40, "days": 60, "hits": 30}, {"places_day": 800, "rush": 40}),
        ("meters", {"meters": 120_000, "minutes": 60, "bytes": 50, "years": 5}, {"rows": 2_880_000, "rate": 33}),
        ("convert", {"jobs": 600, "sec": 40, "long": 200, "mb": 20, "keep": 7}, {"busy": 6.7, "workers": 10}),
    ],
)
def test_the_sums_are_right(system: str, given: dict[str, float], wanted: dict[str, float]) -> None:
    case = next(one for one in matter("interview", "system") if one["id"] == system)
    found = derived(case, given)
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)
