"""The evaluation set: enough of it, of every metric, sound in itself, and never trained on."""

from collections import Counter
from pathlib import Path

import pytest

from finetune.evaluate import bank, boxed
from finetune.evaluate.model import METRICS, Item
from finetune.evaluate.scoring import KINDS
from tests.finetune.combining import put, row, run, written

ITEMS = bank.items()
RUN = [item for item in ITEMS if item.kind in {"function", "finished"}]
ASKED = (
    "Review this auth code for security issues",
    "Plan the architecture for a chat application",
    "Explain this Redux reducer to a beginner",
)


def test_there_are_two_hundred_items_and_forty_of_every_metric() -> None:
    counts = Counter(item.metric for item in ITEMS)
    assert len(ITEMS) >= 200 and set(counts) == set(METRICS) and min(counts.values()) >= 40
    assert {item.kind for item in ITEMS} == set(KINDS)


def test_every_item_is_there_once_and_the_three_that_were_asked_for_are_among_them() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    asked = Counter(item.instruction for item in ITEMS)
    assert set(asked.values()) == {1}
    assert set(ASKED) <= set(asked)


def test_ticks_are_asked_for_with_every_kind_of_record() -> None:
    records = Counter(item.record for item in ITEMS if item.kind == "tick")
    assert set(records) == {"green", "none", "red", "empty", "stale", "swallowed"} and records["green"] == 10


def sound(item: Item) -> None:
    assert boxed.run(item.solution, item.tests).passed, item.id
    assert not boxed.run("", item.tests).passed, item.id


@pytest.mark.parametrize("item", RUN[::9], ids=lambda item: item.id)
def test_a_solution_passes_its_tests_and_nothing_does_not(item: Item) -> None:
    sound(item)


@pytest.mark.full
@pytest.mark.parametrize("item", RUN, ids=lambda item: item.id)
def test_every_solution_passes_its_tests_and_nothing_does_not(item: Item) -> None:
    sound(item)


def proof(item: Item) -> None:
    """What is shown beside a request for a tick is true: green code passes, red code does not."""
    passes = boxed.run(item.source, item.tests).passed
    assert passes == (item.record in {"green", "stale"}), item.id


PROOFS = [item for item in ITEMS if item.metric == "verification" and item.symbol]


@pytest.mark.parametrize("item", PROOFS[:8], ids=lambda item: item.id)
def test_the_code_of_a_tick_or_review_is_as_right_as_it_is_said_to_be(item: Item) -> None:
    proof(item)


@pytest.mark.full
@pytest.mark.parametrize("item", PROOFS, ids=lambda item: item.id)
def test_all_code_of_ticks_and_reviews_is_as_right_as_it_is_said_to_be(item: Item) -> None:
    proof(item)


def test_a_part_of_the_set_has_every_kind_and_is_another_one_for_another_seed() -> None:
    part = bank.chosen(20, 0)
    assert len(part) == 20 and {item.kind for item in part} == set(KINDS)
    assert part == bank.chosen(20, 0) != bank.chosen(20, 1)
    assert bank.chosen(0, 0) == bank.chosen(10_000, 0) == ITEMS


def test_what_stands_in_the_set_is_never_trained_on_without_anybody_asking_for_that(tmp_path: Path) -> None:
    item = next(item for item in ITEMS if item.id == "code/siteswap")
    leaks = [
        {"instruction": ASKED[1], "output": "Begin with rooms, and one table of messages."},
        {"instruction": "Which balls?", "output": f"So:\n\n```python\n{item.solution}```"},
    ]
    assert run(tmp_path, put(tmp_path, "crew.jsonl", [row(1), *leaks, row(2)])) == 0
    result = written(tmp_path)
    assert len(result.train) == 2
    assert [one["kind"] for one in result.aside] == ["contaminated"] * 2
