"""Ticks and refusals: what the product's verification came to is what is said, and nothing is ticked without it."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites, verification
from finetune.generate.model import Candidate, Wrong

FEW = ("daily-fine", "keel-margin", "first-round", "lift-hours")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of each state that a few tasks come to."""
    cases = [case for case in verification._cases() if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verification, "_cases", lambda: cases)
        return {one.about["state"]: one for one in verification.candidates(place, Random(5))}


def test_every_task_has_code_tests_and_a_solution() -> None:
    cases = verification._cases()
    assert len(cases) >= 24
    assert all(case["tests"].strip() and case["solution"] != case["code"] for case in cases)


def test_candidates_of_every_state_pass_their_checks(made: dict[str, Candidate]) -> None:
    assert {"green", "red"} <= made.keys()
    assert len(made) >= 5
    for one in made.values():
        assert {"as-verified", "tick", "counts"} <= verdicts(one, ()).keys()


BROKEN = {
    "tick": ("red", lambda text: f"```markdown\n- [x] Daily fine for late books ✅ 2026-05-01\n```\n\n{text}"),
    "tick in other words": ("green", lambda text: text.replace("[x]", "[x] Done:")),
    "counts": ("red", lambda text: text.replace(" failed", "7 failed")),
    "names-place": ("red", lambda text: text.replace(".py:", ".py, line ").replace(".ts:", ".ts, line ")),
    "runs-tests": ("green", lambda text: f"{text.partition('```markdown')[1]}{text.partition('```markdown')[2]}"),
    "questions": ("red", lambda text: text.replace("?", ".")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], name: str) -> None:
    state, broken = BROKEN[name]
    answer = broken(made[state].output)
    if name == "runs-tests":
        fence = made[state].output.partition("```markdown")[2].partition("```")[0]
        answer = f"Done.\n\n```markdown{fence}```\n\nWhat comes after it?"
    assert answer != made[state].output
    with pytest.raises(Wrong, match=f"^{name.partition(' ')[0]}: "):
        verdicts(replace(made[state], output=answer), ())


def test_the_product_ticks_what_is_green_and_leaves_the_rest(place: Ground) -> None:
    case = next(case for case in verification._cases() if case["id"] == "daily-fine")
    found = {state: place.proofs.of(verification.job(case, state)) for state in ("green", "red", "skipped", "leftover")}
    assert {state: facts["ticked"] for state, facts in found.items()} == {
        "green": True, "red": False, "skipped": False, "leftover": False,
    }  # fmt: skip
    assert "- [x] Daily fine for late books ✅ DAY" in found["green"]["roadmap"]
    assert found["red"]["failure"]["text"].endswith("AssertionError: 0 != 30")
    assert situations.matter("verification") and suites.command(case) in found["red"]["report"]
