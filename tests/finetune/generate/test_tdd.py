"""Test-driven flows: every example holds its checks, and each check notices the break that it is there for."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites, tdd
from finetune.generate.model import Candidate, Wrong

FEW = ("library-fine", "tide-window", "assert-tuple", "free-shipping", "split-bill", "shared-list", "argument-order")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of a few situations, by the situation."""
    cases = [case for case in situations.matter("tdd") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return {one.about["case"]: one for one in tdd.candidates(place, Random(3))}


def test_every_scene_has_matter_enough_for_its_examples() -> None:
    cases = situations.matter("tdd")
    assert len(cases) >= 60
    assert {case["scene"] for case in cases} == {*tdd.SCENES, "flaky"}
    assert all(len(case[name]) == 3 for case in cases for name in ("asks", "see", "why", "ask"))


@pytest.mark.parametrize("case", FEW)
def test_a_candidate_passes_its_checks(made: dict[str, Candidate], case: str) -> None:
    found = verdicts(made[case], ())
    assert {"quotes-the-runner", "test-was-run", "counts", "shows-test", "runs-tests"} <= found.keys()


BROKEN = {
    "quotes-the-runner": ("library-fine", lambda text: text.replace("0 != 30", "1 != 30")),
    "test-was-run": ("free-shipping", lambda text: text.replace("shipping_cents(5000)", "shipping_cents(5001)")),
    "counts": ("library-fine", lambda text: f"{text} All 7 pass."),
    "shows-test": ("free-shipping", lambda text: situations.prose_only(text)),
    "runs-tests": ("shared-list", lambda _: "When does Python evaluate the `[]`?"),
    "gives-away": ("library-fine", lambda text: f"{text} Write `return min(days_late * 10, 500)`."),
    "questions": ("split-bill", lambda text: text.replace("?", ".")),
    "code-parses": ("tide-window", lambda text: text.replace("() => {", "() => {{(")),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], check: str) -> None:
    case, broken = BROKEN[check]
    answer = broken(made[case].output)
    assert answer != made[case].output
    with pytest.raises(Wrong, match=f"^{check}: "):
        verdicts(replace(made[case], output=answer), ())


def test_the_quoted_line_is_what_the_runner_says_to_the_stub(made: dict[str, Candidate], place: Ground) -> None:
    case = next(case for case in situations.matter("tdd") if case["id"] == "library-fine")
    red, green = suites.outcomes(place.proofs.of(suites.job("tdd", case, tdd.runs(case))))
    assert (red.line, red.exit, green.passed, green.failed) == ("AssertionError: 0 != 30", 1, 1, 0)
    assert f"`{red.line}`" in made["library-fine"].output


def test_matter_whose_red_test_is_green_is_refused(place: Ground) -> None:
    case = dict(next(case for case in situations.matter("tdd") if case["id"] == "library-fine"))
    case["code"] = case["solution"]
    found = suites.outcomes(place.proofs.of(suites.job("tdd", case, tdd.runs(case))))
    with pytest.raises(Exception, match="library-fine: not red"):
        tdd.judged(case, found)
