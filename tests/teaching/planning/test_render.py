"""A plan in words: small enough for a model, whole enough for ROADMAP.md."""

import pytest

from teaching.contracts.plan import Plan
from teaching.planning.judge import judge
from teaching.planning.planner import plan
from teaching.planning.render import judgement, markdown, roadmap, tokens
from teaching.roadmap.merge import merge
from teaching.roadmap.reading import parse
from tests.teaching.planning.answer_key import CASES

PLANS = {name: plan(case.goal, case.requirements) for name, case in CASES.items()}


@pytest.mark.parametrize("found", PLANS.values(), ids=PLANS)
def test_a_plan_fits_its_budget_and_keeps_every_task_and_question(found: Plan) -> None:
    text = markdown(found, budget=1800)
    assert tokens(text) < 1800
    assert all(f"({task.id}, {task.minutes} min)" in text for task in found.tasks)
    assert all(f"[{question.id}]" in text and f"Default: {question.default}" in text for question in found.questions)
    assert text.rindex("## Questions") > text.rindex("- [ ]")


def test_a_plan_of_twelve_tasks_keeps_criteria_reasons_and_limits() -> None:
    twelve = PLANS["public api"]
    assert len(twelve.tasks) >= 12
    text = markdown(twelve, budget=1800)
    assert text.count("Done when:") == len(twelve.tasks)
    assert "Limits:" in text and "Libraries:" in text and "verify" in text or "Proof of each task" in text


def test_more_budget_says_more() -> None:
    sizes = [tokens(markdown(PLANS["shop"], budget=budget)) for budget in (1200, 1800, 3000, 9000)]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    assert "Shortened" in markdown(PLANS["shop"], budget=1800)
    assert "Shortened" not in markdown(PLANS["shop"], budget=9000)


def test_commands_that_differ_are_spelled_and_the_others_said_once() -> None:
    text = markdown(PLANS["news"])
    assert text.count("python -m pytest tests/test_<id>.py") == 1
    assert "verify:" not in text
    assert "verify: npx playwright test e2e/main-path.spec.ts" in markdown(PLANS["test framework"])


def test_assumptions_notes_and_uncovered_wishes_are_shown() -> None:
    text = markdown(plan("A knitting pattern generator", ["blessed by the abbot"]))
    assert "Assumed: Python" in text
    assert "Not understood" in text
    assert "Not covered (requirement 1): requirement-1: by what would you see" in text


@pytest.mark.parametrize("found", PLANS.values(), ids=PLANS)
def test_the_roadmap_reads_back_as_the_plan(found: Plan) -> None:
    read = parse(roadmap(found))
    assert read.problems == ()
    assert [(task.id, task.title) for task in read.tasks] == [(task.id, task.title) for task in found.tasks]
    for task, planned in zip(read.tasks, found.tasks, strict=True):
        assert list(task.acceptance) == planned.acceptance
        assert list(task.files) == planned.files
        assert list(task.depends) == planned.depends
        assert list(task.verify) == ([planned.verify] if planned.verify else [])
        assert task.phase.title.endswith(planned.phase)
        assert not planned.attest or f"attest: {planned.attest}" in task.notes


def test_a_plan_merges_into_a_roadmap_and_twice_changes_nothing() -> None:
    mine = (
        "# Mine\n\n## Phase 2: Data layer\n- [x] Read the list of sources from a file ✅ 2026-11-01\n\nMy note.\n"
    ).encode()
    once = merge(mine, roadmap(PLANS["news"])).text
    assert b"- [x] Read the list of sources from a file" in once and b"My note." in once
    assert merge(once, roadmap(PLANS["news"])).text == once
    assert len(parse(once).tasks) == len(PLANS["news"].tasks)


def test_a_refusal_says_line_fact_and_mend() -> None:
    text = judgement(judge("## Phase 1: A\n- [ ] Do it well\n  - Acceptance: works well\n"))
    assert "refused" in text
    assert "line 2 [unproven] “Do it well” says nothing about how it is verified. Mend: add `verify: COMMAND`" in text
    assert "[vague]" in text


def test_an_accepted_draft_says_so() -> None:
    assert judgement(judge(roadmap(PLANS["news"]).decode())) == "Draft of 13 tasks accepted.\n"
