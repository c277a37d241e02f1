"""Task payment-plan: a plan of your own for payments, before any code."""

from typing import Any

import pytest

from teach_program import teach, wanted

TO_DO = "plan how an order is paid once and only once, in the form of ROADMAP.md"


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


def test_the_plan_thinks_of_what_goes_wrong_with_money() -> None:
    text = " ".join(wanted("PLAN.md", TO_DO).read_text(encoding="utf-8").split())
    assert "Idempotency-Key" in text, "say where the key of a request is kept"
    assert "declined" in text, "say what becomes of an order whose card is declined"
    assert "time-out" in text, "say what is known after a time-out, and what is not"
    assert "transaction" in text, "say which transactions there are, and what is never inside one"
