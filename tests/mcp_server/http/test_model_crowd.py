"""Thirty-two callers at once at the local model's door: nothing lost, crossed or said twice, nobody left behind."""

from pathlib import Path

import pytest

from tests.teaching.models import doors
from tests.teaching.models.conftest import serving_in
from tests.teaching.models.crowd import ask_together

CALLERS = 32
GROWTH = 8_000_000


@pytest.mark.parametrize("seconds", [10, pytest.param(120, marks=pytest.mark.full)])
def test_each_of_many_callers_gets_its_own_answer_once_and_in_turn(tmp_path: Path, seconds: float) -> None:
    with serving_in(tmp_path) as served, doors.opened(served, tmp_path / "log") as door:
        crowd = ask_together(door, CALLERS, seconds, lambda: int(served.status()["pid"]))
        told = served.status()
    found = crowd.summary()
    assert [caller.wrong for caller in crowd.callers if caller.wrong] == []
    assert (found["turns_missing"], found["turns_twice"]) == (0, 0), found
    assert (told["served"], told["failed"], told["waiting"]) == (found["answers"] + 1, 0, 0)
    assert found["least_served_of_median"] >= 0.5, found
    for before, after in zip(*crowd.memory, strict=True):
        assert after - before < GROWTH, found
    print(found)
