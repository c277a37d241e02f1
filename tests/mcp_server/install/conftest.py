"""What the tests of installing share: a home of their own, a project, and the command line."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server.cli import main

Teach = Callable[..., tuple[int, str, str]]
Snapshot = dict[str, tuple[int, bytes | str | None]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a PATH with neither `claude` nor `teach`."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("PATH", os.defpath)
    return folder


@pytest.fixture
def project(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with nothing of Claude Code's, which is the working folder."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "CLAUDE.md").write_text("- Never use eval\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Teach:
    """Runs a subcommand: its exit code, what it printed, what it complained of."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def snapshot(folder: Path) -> Snapshot:
    """Everything in a folder, with modes and contents, links unfollowed."""
    found: Snapshot = {}
    for path in sorted(folder.rglob("*")):
        content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        found[str(path.relative_to(folder))] = (path.lstat().st_mode, content)
    return found
