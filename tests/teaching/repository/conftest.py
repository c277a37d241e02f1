"""Git repositories made from nothing, whatever the machine's own git configuration says."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from teaching.repository import processes

GIT_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


class Project:
    """A folder and ordinary git in it, unhardened, as its owner would use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def git(self, *arguments: str, stdin: bytes = b"", check: bool = True) -> bytes:
        outcome = processes.run(["git", *arguments], cwd=self.path, env=GIT_ENVIRONMENT, stdin=stdin)
        assert outcome.exit == 0 or not check, outcome.stderr.decode()
        return outcome.stdout

    def init(self) -> "Project":
        self.git("init", "--quiet", "--initial-branch=main")
        return self

    def commit(self, message: str = "Change something") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").decode().strip()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own configuration is empty unless a test writes one here."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


@pytest.fixture
def project(folder: Project) -> Project:
    """One commit: app.py with four lines."""
    folder.init().write("app.py", "one\ntwo\nthree\nfour\n")
    folder.commit("Start")
    return folder


@pytest.fixture
def make_project(tmp_path: Path):
    return lambda name: Project(tmp_path / name)


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Permissions mean nothing to root: become somebody else for the length of the test."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def canary(tmp_path: Path) -> tuple[Path, str]:
    """A file that exists once the program has run, and the program."""
    sung = tmp_path / "sung"
    program = tmp_path / "canary.sh"
    program.write_text(f"#!/bin/sh\necho sung >> {sung}\n", encoding="utf-8")
    program.chmod(0o755)
    return sung, str(program)
