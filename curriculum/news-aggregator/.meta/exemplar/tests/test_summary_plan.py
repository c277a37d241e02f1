"""Task summary-plan: a plan of your own for the summaries, before any code."""

from typing import Any

import pytest

from teach_program import teach, wanted

TO_DO = "plan the summaries and the page of the day, in the form of ROADMAP.md"


@pytest.fixture(scope="module")
def judgement() -> dict[str, Any]:
    """What the validator says of the plan."""
    wanted("PLAN.md", TO_DO)
    return teach("plan", "--draft", "PLAN.md")


def test_the_validator_accepts_the_plan(judgement: dict[str, Any]) -> None:
    problems = [f"line {one['line']}: {one['fact']}: {one['mend']}" for one in judgement["errors"]]
    assert judgement["accepted"], "\n".join(problems)


def test_the_plan_has_three_to_twelve_tasks(judgement: dict[str, Any]) -> None:
    assert 3 <= judgement["tasks"] <= 12


def test_the_plan_says_what_is_left_out_what_is_open_and_how_long_it_takes(judgement: dict[str, Any]) -> None:
    missing = {one["rule"] for one in judgement["advice"]} & {"non-goals", "questions", "sizes"}
    assert missing == set()


def test_the_plan_keeps_the_limits_of_the_commission() -> None:
    text = " ".join(wanted("PLAN.md", TO_DO).read_text(encoding="utf-8").split())
    assert "500 tokens" in text, "a summary has at most 500 tokens: say where that is held"
    assert "200 characters" in text, "say when the first 200 characters stand in"
    assert "MCP" in text, "say what the MCP tool does"
