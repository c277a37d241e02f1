"""What is recognised in goals, held by an answer key, and what is not."""

import pytest

from teaching.components.knowledge import components
from teaching.planning.planner import plan
from teaching.planning.quantities import quantities, spoken
from teaching.planning.recognition import recognise
from tests.teaching.planning.answer_key import CASES, FURTHER, Case

KNOWN = components()


def test_the_answer_key_is_whole() -> None:
    assert len(CASES) >= 14
    for case in CASES.values():
        assert case.must | case.must_not <= set(KNOWN)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_goal_is_recognised_as_the_key_says(case: Case) -> None:
    found = plan(case.goal, case.requirements)
    planned = {task.component for task in found.tasks}
    assert case.must <= planned
    assert not case.must_not & planned
    assert found.stack == case.stack


@pytest.mark.parametrize("case", FURTHER, ids=lambda case: case.goal[:30])
def test_further_goals_are_recognised(case: Case) -> None:
    named = set(recognise([case.goal, *case.requirements], KNOWN).named)
    assert case.must <= named
    assert not case.must_not & named


@pytest.mark.parametrize(
    ("goal", "excluded"),
    [
        ("A shop without payments", "payments"),
        ("A notes page, no login, search or e-mail", "search"),
        ("A notes page, no login, search or e-mail", "email"),
        ("A site with charts but we don't need authentication", "auth-jwt"),
    ],
)
def test_a_no_takes_a_component_out(goal: str, excluded: str) -> None:
    assert excluded in recognise([goal], KNOWN).excluded
    assert excluded not in {task.component for task in plan(goal).tasks}


@pytest.mark.parametrize(
    ("goal", "named"),
    [
        ("Never oversell a product", "inventory"),
        ("Skip duplicates", "deduplication"),
        ("A blog without login but with full text search", "search"),
        ("Uploading pictures", "file-upload"),
        ("It uploads pictures", "file-upload"),
    ],
)
def test_a_no_that_means_the_component_does_not(goal: str, named: str) -> None:
    assert named in recognise([goal], KNOWN).named


def test_words_that_no_component_knows_are_kept() -> None:
    assert recognise(["A tic-tac-toe game with a CLI"], KNOWN).unknown == ("tic", "tac", "toe", "game")


@pytest.mark.parametrize(
    ("text", "value", "noun", "per_day"),
    [
        ("Fetch from 10 sources, summarize", 10, "source", None),
        ("handle 10k orders/day", 10_000, "order", 10_000),
        ("about 1,500 orders per hour", 1500, "order", 36_000),
        ("2 million requests a month", 2_000_000, "request", 2_000_000 / 30),
        ("100 requests per minute per key", 100, "request", 144_000),
        ("three websites", 3, "website", None),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, value: float, noun: str, per_day: float | None) -> None:
    found = quantities(text)[0]
    assert (found.value, found.counts([noun])) == (value, True)
    assert found.per_day == per_day or found.per_day == pytest.approx(per_day)


def test_a_number_is_spoken_as_people_do() -> None:
    assert [spoken(value) for value in (10_000, 0.11574, 1.1574, 3, 250.7)] == ["10,000", "0.12", "1.2", "3", "251"]
