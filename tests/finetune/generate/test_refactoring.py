"""Refactoring: what is measured is what is said, the behaviour is kept, and no code is given away."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import refactoring, situations, suites
from finetune.generate.model import Candidate, Wrong
from teaching.errors import BadInputError

FEW = ("visa-nesting", "invoice-long", "alarm-nest", "choir-params")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of a few situations, by the situation."""
    cases = [case for case in situations.matter("refactoring") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return {one.about["case"]: one for one in refactoring.candidates(place, Random(3))}


@pytest.mark.parametrize("case", FEW)
def test_a_candidate_passes_its_checks(made: dict[str, Candidate], case: str) -> None:
    assert {"as-measured", "names-place", "no-code", "runs-tests"} <= verdicts(made[case], ()).keys()


BROKEN = {
    "as-measured": ("visa-nesting", lambda text: f"It has 15 lines. {text}"),
    "names-place": ("visa-nesting", lambda text: f"See `visa.py:12`. {text}"),
    "no-code": ("visa-nesting", lambda text: f"```python\nx = 1\ny = 2\n```\n\n{text}"),
    "runs-tests": ("visa-nesting", lambda _: "`decide` is deep. Which refusal is the easiest?"),
    "gives-away": ("visa-nesting", lambda text: f'{text} Begin with `if not person["passport"]:`.'),
    "questions": ("visa-nesting", lambda text: text.replace("?", ".")),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], check: str) -> None:
    case, broken = BROKEN[check]
    answer = broken(made[case].output)
    assert answer != made[case].output
    with pytest.raises(Wrong, match=f"^{check}: "):
        verdicts(replace(made[case], output=answer), ())


def test_four_conditions_in_each_other_are_measured() -> None:
    case = next(case for case in situations.matter("refactoring") if case["id"] == "visa-nesting")
    found = refactoring.measure(case["code"].strip("\n"), case["path"], "decide")
    assert (found.lines, found.branches, found.depth, found.parameters) == (14, 4, 4, 1)


def test_a_better_version_that_behaves_otherwise_is_refused(place: Ground) -> None:
    case = dict(next(case for case in situations.matter("refactoring") if case["id"] == "visa-nesting"))
    case["solution"] = case["solution"].replace("> 90", "> 91")
    found = suites.outcomes(place.proofs.of(suites.job("refactoring", case, refactoring.runs(case))))
    with pytest.raises(BadInputError, match="visa-nesting: not green"):
        refactoring.judged(case, found)
