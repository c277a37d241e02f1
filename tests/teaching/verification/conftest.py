"""Projects of a test, and commands run in them in the sandbox."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from teaching.contracts.verification import Step
from teaching.verification import consent, sandbox
from teaching.verification.commands import Command
from teaching.verification.run import Ran, run_step

Run = Callable[..., Ran]
Project = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """`project({path: text})`: a folder with these files, its real path."""

    def make(files: Mapping[str, str] | None = None, name: str = "project") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, text in (files or {}).items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return root.resolve()

    return make


@pytest.fixture
def tools_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the tests is `python`."""
    folder = os.path.dirname(os.path.abspath(sys.executable))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def bubblewrap(require_part: Callable[[object, str], None], tools_on_path: None) -> None:
    """A sandbox that works."""
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed, or user namespaces are forbidden")


@pytest.fixture
def run(bubblewrap: None) -> Run:
    """`run(root, *argv, step="test", **options)`: what came of it, with consent for this once."""
    return once


@pytest.fixture
def run_open(tools_on_path: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As `run`, where no sandbox works."""
    monkeypatch.setattr(sandbox, "probe", lambda: "none")
    return once


def once(root: Path, *argv: str, step: Step = "test", env=(), network=False, folder="", **options) -> Ran:
    """One run with consent for it."""
    command = Command(step, argv, "CLAUDE.md:1", folder)
    options.setdefault("timeout_s", 30)
    return run_step(root, consent.once(root, command, env, network), **options)
