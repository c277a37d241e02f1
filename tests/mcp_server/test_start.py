"""`teach start` and `start_project`: a student's folder is made, can be worked in at once, and is gone on with."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build as build_server
from teaching.curriculum import shelf
from teaching.curriculum.proving import build
from teaching.exemplars import store
from teaching.repository.private import data_folder
from teaching.verification.consent import granted
from tests.teaching.curriculum import sample

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample as the only project that ships."""
    folder = sample.make(tmp_path / "curriculum")
    build(folder)
    monkeypatch.setattr(shelf, "assets", lambda kind: folder.parent)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return folder


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def call(root: Path, **arguments: Any) -> tuple[bool, str]:
    """Whether the tool refused, and what it said."""

    async def ask() -> tuple[bool, str]:
        async with Client(build_server(root)) as client:
            result = await client.call_tool("start_project", arguments)
            return bool(result.is_error), "".join(getattr(block, "text", "") for block in result.content)

    return anyio.run(ask)


def test_the_list_says_what_each_teaches_takes_and_needs(project: Path, teach: Run) -> None:
    code, out, _ = teach("start")

    assert code == 0
    assert "**tally**: Tally, Python, 5 tasks, about 2 hours" in out
    assert "teaches counting" in out
    assert "this machine has Python 3.11 or newer (" in out


def test_what_is_missing_is_named_with_where_to_get_it(project: Path, teach: Run) -> None:
    place = project / ".meta" / "project.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    document["needs"] = {"python": "99.1", "node": "99", "programs": ["psql-of-nobody"], "packages": []}
    place.write_text(json.dumps(document), encoding="utf-8")

    _, out, _ = teach("start")

    assert "missing: Python 99.1 or newer: install it from https://www.python.org/downloads; python3 is 3." in out
    assert "missing: Node.js 99 or newer: install it from https://nodejs.org" in out
    assert "missing: psql-of-nobody: install psql-of-nobody" in out


def test_a_repository_is_made_with_its_first_task_in_progress(project: Path, teach: Run) -> None:
    code, out, _ = teach("start", "tally", "mine")

    folder = Path("mine")
    assert code == 0
    assert git(folder, "log", "--format=%s").splitlines() == ["chore: start tally"]
    assert git(folder, "status", "--short") == ""
    assert "Count the words (In Progress) <!-- id: count-words -->" in (folder / "ROADMAP.md").read_text()
    assert (folder / "CLAUDE.md").read_text() == sample.CLAUDE_MD
    assert (folder / "lessons" / "count-words.md").is_file()
    assert "cd mine\n" in out
    assert " -m venv .venv\n. .venv/bin/activate\npython -m pip install -e '.[test]'\n" in out
    assert "## Next: Count the words (In Progress)" in out


def test_its_own_commands_are_allowed_and_no_others(project: Path, teach: Run) -> None:
    teach("start", "tally", "mine")

    records = granted(Path("mine").resolve())

    assert {" ".join(record.argv) for record in records} == {"python -m pytest", "ruff check ."}
    assert {record.by for record in records} == {"init"}


def test_no_solution_is_in_the_students_folder_or_history(project: Path, teach: Run) -> None:
    _, out, _ = teach("start", "tally", "mine")

    folder = Path("mine").resolve()
    text = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    history = git(folder, "log", "--all", "-p")
    for line in ("counts[word] = counts.get(word, 0) + 1", "(-counts[word], word)"):
        assert line in sample.COUNTING
        assert line.encode() not in text
        assert line not in history
        assert line not in out
    assert [one.symbol for one in store.of_root(folder)] == ["count", "top"]
    kept = [path for path in (data_folder() / "exemplars").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_folder_that_was_begun_is_gone_on_with(project: Path, teach: Run) -> None:
    teach("start", "tally", "mine")
    mine = Path("mine") / "src" / "tally" / "counting.py"
    mine.write_text(sample.COUNTING, encoding="utf-8")

    code, out, _ = teach("start", "tally", "mine")

    assert code == 0
    assert "Tally goes on in mine" in out
    assert mine.read_text() == sample.COUNTING


def test_hints_work_again_in_a_clone_on_another_machine(project: Path, teach: Run) -> None:
    teach("start", "tally", "mine")
    for path in (data_folder() / "exemplars").iterdir():
        path.unlink()
    assert store.of_root(Path("mine").resolve()) == []

    _, out, _ = teach("start", "tally", "mine")

    assert "hints work here again" in out
    assert [one.symbol for one in store.of_root(Path("mine").resolve())] == ["count", "top"]


@pytest.mark.parametrize("name", ["notes.txt", "CLAUDE.md"])
def test_a_folder_with_something_in_it_is_refused_and_left_alone(project: Path, teach: Run, name: str) -> None:
    Path("mine").mkdir()
    (Path("mine") / name).write_text("mine\n")

    code, out, err = teach("start", "tally", "mine")

    assert (code, out) == (1, "")
    assert "is not empty: pass a new folder, such as" in err
    assert [path.name for path in Path("mine").iterdir()] == [name]


def test_a_project_that_is_not_there_is_refused_with_the_names(project: Path, teach: Run) -> None:
    code, _, err = teach("start", "tail", "mine")

    assert code == 2
    assert "there is no project 'tail': pass one of tally" in err


def test_a_project_of_ones_own_is_begun_by_its_folder(project: Path, teach: Run) -> None:
    code, _, _ = teach("start", str(project), "mine")

    assert code == 0
    assert (Path("mine") / "ROADMAP.md").is_file()


def test_the_tool_lists_and_begins_inside_its_root(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "notes").mkdir(parents=True)
    assert "**tally**" in call(root)[1]

    refused, text = call(root, slug="tally")

    assert not refused, text
    assert "Tally begins in tally" in text
    assert (root / "tally" / "ROADMAP.md").is_file()
    assert "goes on in tally" in call(root, slug="tally", directory="tally")[1]


def test_the_tool_takes_its_root_where_that_is_empty(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / ".claude").mkdir(parents=True)

    refused, text = call(root, slug="tally")

    assert not refused, text
    assert "begins in this folder" in text
    assert (root / "ROADMAP.md").is_file()
    assert "goes on in this folder" in call(root, slug="tally")[1]


def test_the_tool_writes_nowhere_else(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "notes").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (root / "link").symlink_to(tmp_path / "elsewhere")

    for directory in ("../elsewhere", str(tmp_path / "elsewhere"), "link", "link/deeper"):
        refused, text = call(root, slug="tally", directory=directory)
        assert refused, directory
        assert "outside" in text
    assert list((tmp_path / "elsewhere").iterdir()) == []
    refused, text = call(root, slug=str(project))
    assert refused
    assert "there is no project" in text


def test_a_project_is_gone_on_with_from_anywhere_inside_it(project: Path, teach: Run, monkeypatch: Any) -> None:
    teach("start", "tally", "mine")
    monkeypatch.chdir(Path("mine") / "src")

    code, out, _ = teach("start", "tally")

    assert code == 0
    assert "Tally goes on in " in out
    assert not Path("tally/ROADMAP.md").exists()


def test_nothing_is_begun_inside_of_a_project(project: Path, teach: Run) -> None:
    teach("start", "tally", "mine")

    code, _, err = teach("start", "tally", "mine/src/again")

    assert code == 1
    assert "where tally was begun: pass a folder outside of it, or `" in err
    assert not Path("mine/src/again").exists()


@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "XDG_STATE_HOME"])
def test_nothing_is_written_where_what_belongs_to_it_cannot_be_kept(
    variable: str, project: Path, teach: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ours = tmp_path / "open" / "teach"
    ours.mkdir(parents=True)
    ours.chmod(0o777)
    monkeypatch.setenv(variable, str(ours.parent))

    code, _, said = teach("start", "tally", "mine")

    assert code == 1 and "chmod go-rwx" in said
    assert not list(tmp_path.rglob("mine/*"))
    ours.chmod(0o700)
    assert teach("start", "tally", "mine")[0] == 0


def test_what_comes_first_is_said_for_the_first_task_alone(project: Path, teach: Run) -> None:
    _, out, _ = teach("start", "tally", "mine")

    assert "Read `lessons/count-words.md`, then write what is asked for." in out
    assert "hint count-words` gives a hint" in out
    assert "verify count-words` proves the task and ticks it." in out
    assert "[count-words]" in out
    assert out.count("[") == out.count("[count-words]") + out.count("'.[test]'")


def test_the_students_folder_has_the_projects_page(project: Path, teach: Run) -> None:
    teach("start", "tally", "mine")

    assert (Path("mine") / "README.md").read_bytes() == (project / "README.md").read_bytes()


def test_git_without_a_name_is_said_before_the_first_commit_fails(project: Path, teach: Run) -> None:
    _, nameless, _ = teach("start", "tally", "mine")
    home = Path.home() / ".gitconfig"
    home.write_text("[user]\nname = S\nemail = s@example.invalid\n", encoding="utf-8")
    try:
        _, named, _ = teach("start", "tally", "other")
    finally:
        home.unlink()

    assert "git does not know who you are" in nameless
    assert 'git config --global user.email "…"' in nameless
    assert "git does not know who you are" not in named


def test_what_is_printed_works_once_the_projects_own_environment_is_active(
    project: Path, teach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Path(sys.prefix) / "bin"
    monkeypatch.setenv("PATH", f"{bare}:/usr/bin:/bin")
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)

    _, out, _ = teach("start", "tally", "mine")

    assert f"`{bare / 'teach'} verify count-words`" in out
    monkeypatch.delenv("VIRTUAL_ENV")
    assert "`teach verify count-words`" in teach("start", "tally", "other")[1]
