"""What every test stands on: an environment of its own, git repositories made on the spot, and one skip policy.

Not covered: the network. Nothing here forbids a socket; a test that needs another machine does not belong here.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests import npm, wheels

Files = Mapping[str, str | bytes | None]
"""What to write by path relative to the repository; `None` deletes the file."""

FIRST_COMMIT_AT = 1_767_225_600  # 2026-01-01T00:00:00Z; each commit is a minute later, so that hashes repeat
GIT_CONFIG = """\
[user]
\tname = Test Student
\temail = student@example.invalid
[init]
\tdefaultBranch = main
[core]
\tautocrlf = false
[commit]
\tgpgSign = false
[gc]
\tauto = 0
"""
FORGOTTEN = ("ANTHROPIC_", "OPENAI_", "CLAUDE", "GIT_", "XDG_", "TEACH_")
FORGOTTEN_NAMES = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}
HOMES = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_CACHE_HOME": "home/.cache",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session", autouse=True)
def outer_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give the whole session an empty home and no credentials; the value is the environment from before.

    Only an installer may use it: a registry may be configured in the real home.
    """
    before = dict(os.environ)
    base = tmp_path_factory.mktemp("environment")
    # A socket's path has room for about 100 characters, which the base of macOS's pytest leaves too little of.
    with tempfile.TemporaryDirectory(prefix="run-") as run, pytest.MonkeyPatch.context() as patch:
        for name in before:
            if name.startswith(FORGOTTEN) or name in FORGOTTEN_NAMES:
                patch.delenv(name)
        for name, place in HOMES.items():
            (base / place).mkdir(parents=True, exist_ok=True, mode=0o700)
            patch.setenv(name, str(base / place))
        patch.setenv("XDG_RUNTIME_DIR", run)
        (base / "gitconfig").write_text(GIT_CONFIG, encoding="utf-8")
        patch.setenv("GIT_CONFIG_GLOBAL", str(base / "gitconfig"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("COLUMNS", "100")
        yield before


@pytest.fixture(scope="session")
def require_part(outer_environment: dict[str, str]) -> Callable[[object, str], None]:
    """`require_part(condition, reason)`: a missing part fails the build and is skipped on a desk."""

    def require(condition: object, reason: str) -> None:
        if condition:
            return
        if outer_environment.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"missing in CI: {reason}", pytrace=False)
        pytest.skip(reason)

    return require


@pytest.fixture(scope="session")
def npm_installed(
    outer_environment: dict[str, str], require_part: Callable[[object, str], None]
) -> Callable[..., Path]:
    """`npm_installed(name, pins, proof="node_modules")`: the folder `.tools/<name>` with what `pins` names."""

    @cache  # what failed once is not tried again by each test
    def install(name: str, pins: Path, proof: str) -> npm.Installed:
        return npm.install(name, pins, outer_environment, proof)

    def installed(name: str, pins: Path, proof: str = "node_modules") -> Path:
        found = install(name, pins, proof)
        require_part(not found.problem, f"{name} is not installed: {found.problem}")
        return found.folder

    return installed


@pytest.fixture(scope="session", name="wheels")
def downloaded_wheels(outer_environment: dict[str, str], require_part: Callable[[object, str], None]) -> Path:
    """A folder with the wheels of everything that the plugin's environment holds."""
    folder, problem = wheels.download(outer_environment)
    require_part(not problem, problem)
    return folder


class Repository:
    """A git repository of a test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commits = 0
        self.git("init", "--quiet", str(root))

    def git(self, *arguments: str) -> str:
        """What a git command in the repository prints."""
        now = f"{FIRST_COMMIT_AT + 60 * self._commits} +0000"
        run = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            check=False,
        )
        assert run.returncode == 0, f"git {' '.join(arguments)} ended with {run.returncode}: {run.stderr}"
        return run.stdout

    def write(self, files: Files) -> None:
        """Change files in the working tree without committing; text is written byte for byte as UTF-8."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def commit(self, files: Files, message: str = "Change") -> str:
        """Write the files, commit everything, and return the commit's hash."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        self._commits += 1
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., Repository]:
    """`make_repo(files, commits=(), name="repo")`: a repository with one commit of `files`, then one of each."""

    def make(files: Files, commits: Sequence[Files] = (), name: str = "repo") -> Repository:
        root = tmp_path / name
        root.mkdir(parents=True)
        repository = Repository(root)
        repository.commit(files, "Begin")
        for number, changed in enumerate(commits, start=1):
            repository.commit(changed, f"Change {number}")
        return repository

    return make
