"""The way out: after three red attempts a person may see one solution; after the proof it stands beside their own."""

import sys
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.hints import way_out
from teaching.hints.ladder import give
from teaching.learning import record
from tests.teaching.hints.conftest import Course
from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]


def tried(course: Course, times: int) -> None:
    """So many red attempts, as a verification records them."""
    for number in range(times):
        record.change(course.root, lambda before, number=number: before.with_attempt("total", f"code {number}"))


def show(root: Path, *words: str, **kwargs: Any) -> tuple[int, str]:
    return at_terminal([*TEACH, "hint", *words, "--show", "--root", str(root)], root, "", **kwargs)


def test_three_red_attempts_let_a_person_see_it_and_that_is_recorded(course: Course) -> None:
    tried(course, 3)
    code, shown = show(course.root, course.place)
    assert code == 0, shown
    assert "found += price" in shown
    assert "counts as shown" in shown
    assert "to do alone: “" in shown
    assert "scaffold " in shown
    assert record.read(course.root).shown[course.place].by == "request"


def test_fewer_are_too_early(course: Course) -> None:
    tried(course, 2)
    code, shown = show(course.root, course.place)
    assert code == 1
    assert "1 more red attempt of yours" in " ".join(shown.split())
    assert "found += price" not in shown
    assert record.read(course.root).shown == {}


@pytest.mark.parametrize("format_", ["text", "json"])
def test_nobody_but_a_person_at_a_terminal_sees_it(
    course: Course, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    tried(course, 3)
    assert main(["hint", course.place, "--show", "--format", format_, "--root", str(course.root)]) in {1, 2}
    captured = capsys.readouterr()
    assert "found" not in captured.out + captured.err
    assert record.read(course.root).shown == {}


def test_an_agents_shell_is_no_person(course: Course) -> None:
    tried(course, 3)
    code, shown = show(course.root, course.place, env={"CLAUDECODE": "1"})
    assert code == 1
    assert "found += price" not in shown


def test_a_marker_without_a_kept_solution_has_none_to_show(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    (course.root / "own.py").write_text("def f():\n    # TODO(human): mine\n    raise NotImplementedError\n")
    with pytest.raises(Exception, match="no solution of own.py::f is kept"):
        way_out.solution(course.root, "own.py::f")


def test_once_proved_the_other_way_stands_beside_the_learners_own(
    course: Course, programs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hint", "total", "--compare", "--root", str(course.root)]) == 1
    assert "once yours is proved" in capsys.readouterr().err
    course.solve()
    assert course.verify()
    assert main(["hint", "total", "--compare", "--root", str(course.root)]) == 0
    shown = capsys.readouterr().out
    mine, _, other = shown.partition("Here is another way; what differs?")
    assert "result += price" in mine
    assert "found += price" in other
    code, shown = show(course.root, "total")
    assert code == 0, shown
    assert "found += price" in shown
    assert record.read(course.root).shown == {}


def test_hints_never_hold_what_the_way_out_shows(course: Course) -> None:
    texts = [give(course.root).text for _ in range(5)]
    assert not [text for text in texts if "+=" in text or "price <" in text]


def test_where_the_project_stands_tells_a_shown_marker_apart(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    tried(course, 3)
    way_out.remember(course.root, way_out.solution(course.root, course.place))
    assert main(["roadmap", "show", "--root", str(course.root)]) == 0
    assert f"TODO(human) basket.py:{course.line} (shown)" in capsys.readouterr().out
