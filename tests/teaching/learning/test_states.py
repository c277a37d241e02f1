"""teaching.learning.states: how far each piece of work is, by what stands there and what was recorded."""

import json
from pathlib import Path

import pytest

from teaching.learning import record
from teaching.learning.record import Shown
from teaching.learning.states import State, Work, states
from teaching.markers.bodies import bodies_of

OPEN = (
    "class Basket:\n    def total(self):\n        # TODO(human)[sum]: add\n"
    '        raise NotImplementedError("TODO(human): Basket.total")\n'
)
TRIED = OPEN.replace('raise NotImplementedError("TODO(human): Basket.total")', "return sum(self)")
CONSTANT = OPEN.replace('raise NotImplementedError("TODO(human): Basket.total")', "return 0")
NO_MARKER = "        # TODO(human)[sum]: add\n"


def prepare(root: Path, text: str | None, recorded: bool = True, symbol: str = "Basket.total") -> None:
    ((_, body),) = bodies_of(OPEN, "basket.py")
    exercise = {"path": "basket.py", "symbol": symbol, "task": "sum", "digest": body.digest, "tests": ["test_sum"]}
    (root / ".teaching").mkdir()
    if recorded:
        listed = {"id": "00", "exercises": [exercise, "no exercise", {"path": 3}]}
        (root / ".teaching/exercises.json").write_text(json.dumps(listed), encoding="utf-8")
    if text is not None:
        (root / "basket.py").write_text(text, encoding="utf-8")


def found(root: Path, proved: bool = False) -> tuple[Work, State]:
    (one,) = states(root, lambda task, path: proved)
    return one


@pytest.mark.parametrize(
    ("text", "recorded", "proved", "state"),
    [
        (OPEN, True, False, "open"),
        (OPEN, False, False, "open"),
        (OPEN, True, True, "open"),  # nothing that stands there was proved
        (TRIED, True, False, "attempted"),
        (TRIED, False, False, "attempted"),
        (CONSTANT, True, False, "attempted"),  # another stub than the recorded one is a first step
        (CONSTANT, False, False, "open"),
        (TRIED, True, True, "done"),
        (TRIED.replace(NO_MARKER, ""), True, False, "attempted"),
        (TRIED.replace(NO_MARKER, ""), True, True, "done"),
        (OPEN.replace(NO_MARKER, ""), True, False, "abandoned"),
        (CONSTANT.replace(NO_MARKER, ""), True, False, "abandoned"),
        (TRIED.replace(NO_MARKER, "").replace("total", "sum"), True, False, "abandoned"),
        ("x = (((\n", True, False, "abandoned"),
        (None, True, False, "abandoned"),
    ],
)
def test_the_state_follows_from_what_stands_there(
    tmp_path: Path, text: str | None, recorded: bool, proved: bool, state: State
) -> None:
    prepare(tmp_path, text, recorded)
    work, its_state = found(tmp_path, proved)
    assert its_state == state
    assert (work.key, work.symbol, work.task) == ("basket.py::Basket.total", "Basket.total", "sum")


def test_work_that_was_shown_is_abandoned_until_it_is_proved(tmp_path: Path) -> None:
    prepare(tmp_path, TRIED)
    record.change(tmp_path, lambda before: before.with_shown("basket.py::Basket.total", Shown("chat", "")))
    assert found(tmp_path)[1] == "attempted"
    (tmp_path / ".teaching/hints.json").unlink()
    record.change(tmp_path, lambda before: before.with_shown("basket.py::Basket.total", Shown("request", "")))
    assert found(tmp_path)[1] == "abandoned"
    assert found(tmp_path, proved=True)[1] == "done"


def test_a_recorded_region_whose_marker_is_gone_counts_as_attempted(tmp_path: Path) -> None:
    prepare(tmp_path, "select 1;\n", symbol="")
    assert found(tmp_path)[1] == "attempted"
    assert found(tmp_path, proved=True)[1] == "done"


@pytest.mark.parametrize("content", ["", "[]", '{"exercises": 3}', '{"exercises": [{"path": "", "symbol": ""}]}', "{"])
def test_a_list_of_exercises_that_is_none_says_nothing(tmp_path: Path, content: str) -> None:
    prepare(tmp_path, CONSTANT)
    (tmp_path / ".teaching/exercises.json").write_text(content, encoding="utf-8")
    assert found(tmp_path)[1] == "open"


def test_the_line_ends_of_a_checkout_are_no_attempt(tmp_path: Path) -> None:
    prepare(tmp_path, None)
    (tmp_path / "basket.py").write_bytes(OPEN.replace("\n", "\r\n").encode())
    assert found(tmp_path)[1] == "open"
