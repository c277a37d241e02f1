"""`teach grade`: a class gets the marks that it earned, whatever the submissions try."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.verification import sandbox
from tests.teaching.curriculum import classes, sample

Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture(autouse=True)
def boxed(require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return classes.project(tmp_path / "curriculum")


@pytest.fixture
def grade(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> tuple[int, dict[str, Any], str]:
        code = main(["grade", *argv, "--project", str(project), "--format", "json"])
        printed = capsys.readouterr()
        document = json.loads(printed.out) if printed.out else {}
        return code, {one["name"]: one for one in document.get("submissions", [])}, printed.err

    return run


def done(mark: dict[str, Any]) -> tuple[str, ...]:
    return tuple(task["id"] for task in mark["tasks"] if task["passed"])


def test_everybody_gets_what_they_earned(project: Path, tmp_path: Path, grade: Run) -> None:
    kinds = [kind for kind in classes.KINDS if kind not in ("loop", "bomb")]
    folder = classes.make(project, tmp_path / "class", {kind: kind for kind in kinds})

    code, marks, _ = grade(str(folder))

    assert code == 0
    assert {name: done(mark) for name, mark in marks.items()} == {kind: classes.KINDS[kind][1] for kind in kinds}
    assert (marks["finished"]["points"], marks["finished"]["most"]) == (6, 6)
    assert (marks["half"]["points"], marks["half"]["stuck_at"]) == (3, "top-words")
    assert "edited, ours ran instead: tests/test_count_words.py" in marks["edited-tests"]["flags"][0]
    assert "left out: conftest.py" in marks["conftest"]["flags"][0]


def test_what_never_ends_ends_here_and_harms_nobody_else(project: Path, tmp_path: Path, grade: Run) -> None:
    folder = classes.make(project, tmp_path / "class", {"a": "loop", "b": "bomb", "c": "finished"})

    code, marks, _ = grade(str(folder), "--timeout", "25", "--jobs", "3")

    assert code == 0
    assert [done(marks[name]) for name in "abc"] == [(), (), ("count-words", "top-words")]
    assert "did not end, or was stopped: tests/test_count_words.py" in marks["a"]["flags"][0]


@pytest.mark.full
def test_a_class_of_thirty_gets_what_it_earned(project: Path, tmp_path: Path, grade: Run) -> None:
    names = classes.named(30)
    folder = classes.make(project, tmp_path / "class", names)

    code, marks, _ = grade(str(folder))

    assert code == 0
    assert {name: done(mark) for name, mark in marks.items()} == {
        name: classes.KINDS[kind][1] for name, kind in names.items()
    }


def test_a_table_and_a_page_are_written(project: Path, tmp_path: Path, grade: Run) -> None:
    folder = classes.make(project, tmp_path / "class", {"=anna": "half", "<b>ben</b>".replace("/", ""): "nothing"})
    table, page = tmp_path / "marks.csv", tmp_path / "class.html"

    grade(str(folder), "--csv", str(table), "--html", str(page))

    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [row["submission"] for row in rows] == ["<b>ben<b>", "'=anna"]
    assert [row["points"] for row in rows] == ["0", "3"]
    assert [row["stuck at"] for row in rows] == ["count-words", "top-words"]
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;ben" in text
    assert "<b>ben" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<code>top-words</code>: 1 (=anna)" in text


def test_a_rule_that_was_taken_out_is_held_all_the_same(project: Path, tmp_path: Path, grade: Run) -> None:
    folder = classes.make(project, tmp_path / "class", {"anna": "finished"})
    mine = folder / "anna"
    sample.write(mine, {"CLAUDE.md": "# Nothing\n", classes.COUNTING: sample.COUNTING + "\n\nprint(top('a', 1))\n"})

    _, marks, _ = grade(str(mine))

    assert sum(marks["anna"]["broken"].values()) >= 1


def test_a_folder_without_submissions_and_one_without_a_project_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(tmp_path)]) == 2
    assert "is no submission and holds none" in capsys.readouterr().err
    (tmp_path / "anna").mkdir()
    assert main(["grade", str(tmp_path)]) == 2
    assert "anna does not say which project it is: pass --project SLUG" in capsys.readouterr().err
