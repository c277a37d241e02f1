"""Wording: every example is one that serving would take, and what serving refuses is rejected."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import seeded, wording
from finetune.generate.model import Candidate, Wrong
from teaching.prompts.tasks import HINT_WORDING, PLAN_WORDING, REVIEW_WORDING

FEW = ("unsafe-yaml", "other-library", "left-over-print", "ticks-forever", "waits-forever", "loose-equality")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of each prompt."""
    rows = [row for row in seeded.jobs(place) if row[1].id in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seeded, "jobs", lambda _: rows)
        return {one.prompt: one for one in wording.candidates(place, Random(3))}


@pytest.mark.parametrize("prompt", [REVIEW_WORDING, HINT_WORDING, PLAN_WORDING])
def test_serving_takes_each_wording(made: dict[str, Candidate], prompt: str) -> None:
    assert "acceptable" in verdicts(made[prompt], ())


BROKEN = {
    "it does not name the rule": (REVIEW_WORDING, lambda text: text.replace("[", "(").replace("]", ")")),
    "it adds a number": (REVIEW_WORDING, lambda text: f"It costs 371 hours. {text}"),
    "it adds a name": (REVIEW_WORDING, lambda text: f"Try safer_loader() there. {text}"),
    "it has not 20 to 120 words": (PLAN_WORDING, lambda _: "What now?"),
    r"its answer did not hold to the plan \(it adds a name": (PLAN_WORDING, lambda text: f"Use left_pad first. {text}"),
    r"its answer did not hold to the hint \(it adds a number": (HINT_WORDING, lambda text: f"It is line 4711. {text}"),
    r"its answer did not hold to the hint \(it does not end": (HINT_WORDING, lambda text: f"{text} Good luck."),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_what_serving_refuses_is_rejected_for_its_reason(made: dict[str, Candidate], reason: str) -> None:
    prompt, broken = BROKEN[reason]
    candidate = replace(made[prompt], output=broken(made[prompt].output))
    with pytest.raises(Wrong, match=f"^acceptable: .*{reason}"):
        verdicts(candidate, ())
