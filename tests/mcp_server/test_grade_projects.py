"""`teach grade` on the projects that are shipped: all done, half done and nothing done, as students hand them in.

The two that take least run by default; the others are `full`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.curriculum import states
from teaching.curriculum.shelf import Project, project_at
from teaching.verification import sandbox

PROJECTS = Path(__file__).resolve().parents[2] / "curriculum"
BY_DEFAULT = ("news-aggregator",)
REAL = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir())
Marks = dict[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def boxed(require_part: Callable[[object, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed")
    # node, npm and npx of the test extra, whatever the machine has.
    monkeypatch.setenv("PATH", f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def graded(
    npm_installed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Project, int], Marks]:
    """`graded(project, half)`: the marks of who did all tasks, the first `half` of them, and none."""

    def run(project: Project, half: int) -> Marks:
        ids = [task.id for task in project.spec.tasks]
        for name, done in (("all", ids), ("half", ids[:half]), ("none", [])):
            hand_in(project, done, tmp_path / "class" / name)
        capsys.readouterr()
        words = ["grade", str(tmp_path / "class"), "--jobs", "2", "--format", "json"]
        if (PROJECTS / project.spec.slug / ".meta" / "exemplar" / "package-lock.json").is_file():
            exemplar = PROJECTS / project.spec.slug / ".meta" / "exemplar"
            words += ["--venv", str(npm_installed(project.spec.slug, exemplar) / "node_modules")]
        code = main(words)
        printed = capsys.readouterr()
        assert code == 0, printed.err + printed.out
        return {one["name"]: one for one in json.loads(printed.out)["submissions"]}

    return run


def hand_in(project: Project, done: list[str], folder: Path) -> None:
    """A begun project with these tasks done, as commits of a student."""
    assert main(["start", project.spec.slug, str(folder)]) == 0
    later = {
        path
        for task in project.spec.tasks
        if task.history and task.id in done
        for commit in task.history.commits
        for path in commit.paths
    }
    for path, content in states.whole(project, done).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    git(folder, "add", "--all", "--", ".", *(f":(exclude){path}" for path in later))
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "feat: do the tasks")
    for task in project.spec.tasks:
        if task.history and task.id in done:
            git(folder, "checkout", "--quiet", "-b", task.history.branch)
            for commit in task.history.commits:
                git(folder, "add", "--force", "--", *commit.paths)
                git(folder, "commit", "--quiet", "--allow-empty", "--message", commit.message)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, timeout=60)


def passed(mark: dict[str, Any]) -> list[str]:
    return [task["id"] for task in mark["tasks"] if task["passed"]]


@pytest.mark.long
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in BY_DEFAULT else (pytest.mark.full,)) for name in REAL]
)
def test_a_class_gets_the_points_of_the_tasks_that_it_did(
    name: str, graded: Callable[[Project, int], Marks], require_part: Callable[[object, str], None]
) -> None:
    project = project_at(PROJECTS / name)
    ids = [task.id for task in project.spec.tasks]
    half = len(ids) // 2

    marks = graded(project, half)

    assert {who: passed(mark) for who, mark in marks.items()} == {"all": ids, "half": ids[:half], "none": []}
    assert {who: mark["stuck_at"] for who, mark in marks.items()} == {"all": "", "half": ids[half], "none": ids[0]}
    most = sum(line.points for task in project.spec.tasks for line in task.rubric if line.by != "person")
    some = sum(line.points for task in project.spec.tasks[:half] for line in task.rubric if line.by != "person")
    assert [marks[who]["points"] for who in ("all", "half", "none")] == [most, some, 0]
    assert {mark["most"] for mark in marks.values()} == {most}
    assert {who: (mark["lint"], mark["broken"], mark["flags"]) for who, mark in marks.items()} == {
        who: (True, {}, []) for who in marks
    }
    assert not any(task["ticked"] for mark in marks.values() for task in mark["tasks"])
