"""The clients, a project with a planted defect, and the plugin as the tests of Claude Code share them."""

import platform
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.claude_code.client import PINS, VERSIONS, Client
from tests.e2e.claude_code.planted import CONSTITUTION, SOUND, SWALLOWS

# Tests of these are run with the oldest client each time; those of the rest with the current one, unless in full.
_OF_BOTH = {"test_first_session", "test_hooks", "test_installing", "test_session"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves most of the oldest client's tests to the full run."""
    for item in items:
        if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
            continue
        oldest = item.callspec.params.get("client") == VERSIONS[0]
        if oldest and item.path.stem not in _OF_BOTH and item.path.parent == Path(__file__).parent:
            item.add_marker("full")


@pytest.fixture(params=VERSIONS)
def client(request: pytest.FixtureRequest, npm_installed: Callable[..., Path], tmp_path: Path) -> Client:
    """The real client, each version in its turn."""
    version: str = request.param
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    binary = f"node_modules/@anthropic-ai/claude-code-{platform.system().lower()}-{machine}/claude"
    folder = npm_installed(f"claude-code-{version}", PINS / version, binary)
    return Client(version, folder / binary, tmp_path)


@pytest.fixture
def repository(pytestconfig: pytest.Config) -> Path:
    """The checkout that the tests stand in, which is the plugin."""
    return pytestconfig.rootpath


@pytest.fixture
def project(make_repo: Callable[..., Any]) -> Path:
    """A repository in which the last change breaks the one rule that there is, at app.py:4."""
    made = make_repo({"CLAUDE.md": CONSTITUTION, "app.py": SOUND}, name="project")
    made.write({"app.py": SWALLOWS})
    return made.root


@pytest.fixture
def plugin_copy(repository: Path, tmp_path: Path) -> Path:
    """What a clone of this checkout would hold: installing copies a folder whole, environments and all."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    ).stdout
    names = [name for name in listed.split("\0") if name and (repository / name).is_file()]
    assert len(names) > 100
    copy = tmp_path / "plugin"
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(repository / name, copy / name)
    return copy
