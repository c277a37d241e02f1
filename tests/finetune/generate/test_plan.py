"""Plans as examples: what every one of them holds, and what each check refuses."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import fenced, verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import plan
from finetune.generate.kinds.deep import matter
from finetune.generate.kinds.plan_draft import draft_of
from finetune.generate.model import Candidate, Wrong
from finetune.generate.table import KINDS
from teaching.planning.judge import judge
from teaching.roadmap.reading import parse

KIND = next(kind for kind in KINDS if kind.name == "plan")


@pytest.fixture(scope="module")
def drawn(place: Ground) -> list[Candidate]:
    """A few candidates of each form."""
    return list(islice(plan.candidates(place, Random("3 plan")), 40))


def of(drawn: list[Candidate], form: str) -> Candidate:
    return next(one for one in drawn if one.about["form"] == form)


def test_each_form_passes_its_checks(drawn: list[Candidate]) -> None:
    assert {one.about["form"] for one in drawn} == {"first plan", "settled", "draft"}
    for candidate in drawn:
        assert "ends-asking" in verdicts(candidate, (), KIND)


BROKEN: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "a phase left out": ("first plan", "accepted-by-judge", lambda text: text.replace("**", "")),
    "a library of another component": ("first plan", "libraries-known", lambda text: f"With `locust`. {text}"),
    "a number out of the air": ("first plan", "numbers-stated", lambda text: f"Expect 98765 rows. {text}"),
    "no word of the roadmap": (
        "first plan",
        "roadmap-after-answers",
        lambda text: text.replace("ROADMAP.md", "the file"),
    ),
    "no question at the end": ("first plan", "ends-asking", lambda text: f"{text} Good."),
    "a task without its proof": (
        "settled",
        "roadmap-fragment",
        lambda text: "\n".join(line for line in text.split("\n") if "verify: " not in line),
    ),
    "a tick without a proof": ("settled", "roadmap-fragment", lambda text: text.replace("- [ ]", "- [x]")),
    "no word of what changed": (
        "settled",
        "says-what-changed",
        lambda text: "As you like.\n\n```markdown\n" + fenced(text) + "```\n\nOk?",
    ),
    "another question": ("settled", "asks-about-the-change", lambda text: text[: text.rindex("\n")] + "\nReady?"),
    "no place": ("draft", "cites-place", lambda text: text.replace("PLAN.md:", "line ")),
    "no quotation": (
        "draft",
        "quotes-criterion",
        lambda text: re.sub("“[^”]*”", "it", text),
    ),
    "no case asked for": ("draft", "asks-for-a-case", lambda text: text[: text.rindex(". ") + 1] + " All clear?"),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_answer_is_refused_for_its_own_reason(drawn: list[Candidate], way: str) -> None:
    form, name, breaks = BROKEN[way]
    candidate = of(drawn, form)
    check = next(one for one in candidate.checks if one.name == name)
    check.verdict(candidate.output)
    with pytest.raises(Wrong):
        check.verdict(breaks(candidate.output))


def test_the_judge_accepts_every_goal_and_refuses_its_vague_draft() -> None:
    goals = matter("plan", "goal")
    assert len(goals) >= 45
    for goal in goals:
        assert judge(draft_of(goal, vague=False)).accepted, goal["id"]
        assert [one.rule for one in judge(draft_of(goal)).errors] == ["vague"], goal["id"]


def test_a_settled_plan_has_its_new_task_unticked_with_a_command(drawn: list[Candidate]) -> None:
    tasks = parse(fenced(of(drawn, "settled").output).encode()).tasks
    assert tasks and all(task.details.verify and not task.ticked for task in tasks)


def test_the_learner_asks_before_the_plan_is_settled(drawn: list[Candidate]) -> None:
    candidate = of(drawn, "settled")
    assert [turn.role for turn in candidate.before] == ["user", "assistant"]
    assert candidate.before[1].content.endswith("?")
