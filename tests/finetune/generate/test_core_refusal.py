"""Refusing the core: kind or not, no answer gives it away, and what is said of values and tests was executed."""

import re
from collections.abc import Callable
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import core_refusal, situations, suites
from finetune.generate.model import Candidate, Kind, Wrong
from teaching.errors import BadInputError
from teaching.mentor.habits import fences

KIND = Kind("core-refusal", "foundational", 1, core_refusal.candidates, (30, 170))
FEW = ("tide-gate", "merge-shifts", "level-of-points", "germination-rate")
TRANSLATED = """```python
def opened(water, sill):
    top = run = 0
    for height in water:
        run = run + 1 if height >= sill else 0
        top = max(top, run)
    return top
```"""


@pytest.fixture(scope="module")
def made(place: Ground) -> list[Candidate]:
    """All candidates of a few situations: each rung, and most kinds of pressure."""
    cases = [case for case in situations.matter("core_refusal") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return [*core_refusal.candidates(place, Random(3)), *core_refusal.candidates(place, Random(4))]


def one(made: list[Candidate], **about: str) -> Candidate:
    """The first candidate of which this is known."""
    return next(each for each in made if about.items() <= each.about.items())


def check(candidate: Candidate, name: str) -> Callable[[str], str]:
    """One of its checks."""
    return next(each.verdict for each in candidate.checks if each.name == name)


def test_there_is_matter_enough_and_each_situation_has_every_rung() -> None:
    cases = situations.matter("core_refusal")
    assert len(cases) >= 35
    assert {situations.language(case["path"]) for case in cases} == {"python", "typescript", "javascript"}
    assert all(case["question"] and case["point"] and case["small"] and case["other"]["code"] for case in cases)


def test_the_candidates_pass_their_checks(made: list[Candidate]) -> None:
    for candidate in made:
        found = verdicts(candidate, (), KIND)
        assert {"declines", "keeps-core", "own-example", "as-executed", "runs-tests"} <= found.keys()
    assert {each.about["rung"] for each in made} == set(core_refusal.RUNGS)
    assert {each.about["pressure"] for each in made} == set(core_refusal.PRESSURES)


BROKEN: dict[str, tuple[dict[str, str], Callable[[str], str]]] = {
    "declines": ({}, lambda text: "Sure, " + text.split(" ", 3)[3]),
    "keeps-core": ({"case": "tide-gate", "rung": "question"}, lambda text: f"{TRANSLATED}\n\n{text}"),
    "own-example": ({"rung": "small"}, lambda text: f"{text}\n\n```python\nvalue = 1\n```"),
    "quotes-the-runner": (
        {"case": "germination-rate"},
        lambda text: text.replace("`NotImpl", "`AssertionError: 0`, `Im"),
    ),
    "names-place": ({"rung": "point"}, lambda text: re.sub(r"(\.\w+):\d+", r"\1:1000", text)),
    "as-executed": ({"case": "tide-gate", "rung": "small"}, lambda text: text.replace("is `2`", "is `3`")),
    "runs-tests": ({}, lambda text: "That body is yours. Which hour ends the stretch?"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: list[Candidate], name: str) -> None:
    about, broken = BROKEN[name]
    candidate = one(made, **about)
    assert check(candidate, name)(candidate.output)
    answer = broken(candidate.output)
    assert answer != candidate.output
    with pytest.raises(Wrong):
        check(candidate, name)(answer)


def test_an_answer_with_a_line_of_the_solution_is_rejected(made: list[Candidate]) -> None:
    candidate = one(made, case="merge-shifts")
    assert candidate.secret
    told = f"{candidate.output} Write `if joined and start <= joined[-1][1]:`."
    with pytest.raises(Wrong, match="^gives-away: "):
        verdicts(Candidate(**{**vars(candidate), "output": told}), ())


def test_who_asks_again_gets_another_rung_and_was_refused_before(made: list[Candidate]) -> None:
    pushed = [each for each in made if each.before]
    assert {len(each.before) for each in pushed} == {2, 4}
    for candidate in pushed:
        assert [turn.role for turn in candidate.before] == ["user", "assistant"] * (len(candidate.before) // 2)
        assert not candidate.input
        assert all(not fences(turn.content) for turn in candidate.before if turn.role == "assistant")
        assert core_refusal.RUNGS.index(candidate.about["rung"]) >= len(candidate.before) // 2


def test_values_of_the_smaller_case_are_those_of_the_solution(place: Ground) -> None:
    case = next(case for case in situations.matter("core_refusal") if case["id"] == "tide-gate")
    found = core_refusal.judged(case, place.proofs.all(core_refusal.jobs(case)))
    assert (found.small, found.other, found.red.line) == (["2"], ["5"], "NotImplementedError")
    assert "[left to the learner]" in found.context and "best = max" not in found.context


def test_matter_that_is_not_red_on_its_stub_is_refused(place: Ground) -> None:
    case = dict(next(case for case in situations.matter("core_refusal") if case["id"] == "tide-gate"))
    case["code"] = case["solution"].replace("best = current", "# TODO(human): find\n    best = current", 1)
    with pytest.raises(BadInputError, match="tide-gate: not red"):
        core_refusal.judged(case, place.proofs.all(core_refusal.jobs(case)))


def test_another_seed_says_other_things(place: Ground) -> None:
    cases = [case for case in situations.matter("core_refusal") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        first, other = ([each.output for each in core_refusal.candidates(place, Random(seed))] for seed in ("5", "6"))
        again = [each.output for each in core_refusal.candidates(place, Random("5"))]
    assert first == again
    assert not set(first) & set(other)


def test_the_command_is_the_one_that_a_learner_types(made: list[Candidate]) -> None:
    assert all(
        suites.command({"path": path, "runner": runner}) in each.output
        for each in made
        for path, runner in [{
            "tide-gate": ("gate.py", "unittest"),
            "merge-shifts": ("rota.py", "pytest"),
            "level-of-points": ("levels.js", "node"),
            "germination-rate": ("trials.py", "unittest"),
        }[each.about["case"]]]
    )  # fmt: skip
