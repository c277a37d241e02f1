"""A throwaway copy of a project, in which bodies go and come back while the project itself stays as it is."""

import contextlib
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from teaching.errors import RefusedError
from teaching.repository.files import VENDORED, is_git_name
from teaching.verification import sandbox
from teaching.verification.run import Copy

# What a tool only keeps for itself; it makes it again.
_LEFT_OUT = frozenset(
    {
        *("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".cache", ".tox", ".nox"),
        *("coverage", "htmlcov", ".nyc_output", ".turbo", ".parcel-cache", ".ipynb_checkpoints", ".gradle"),
    }
)
# What is built from the code or belongs to it, and may be written by its tests.
_COPIED = frozenset({"dist", "build", "target", "vendor", ".output", ".eggs"})
# What tools write beside packages, vite the compiled form of its configuration among it.
_SCRATCH = frozenset({".cache", ".vite", ".vite-temp", ".vitest", ".vitest-attachments", ".tmp"})
_PACKAGES = "node_modules"
_MOST_BYTES = 1_000_000_000
_OURS = ".teach-run"
CACHE = ".teach-cache"  # of what Python compiled, for all runs in one copy


@dataclass(frozen=True, slots=True)
class Stage:
    """One copy.

    Attributes:
        root: of the project.
        path: where the copy lies.
        shown: paths that the copy lacks and that are shown from the project.
        inside: the root as a command that runs in it sees it.
        writes: numbers the writings.
    """

    root: Path
    path: Path
    shown: tuple[str, ...]
    inside: Path
    writes: Iterator[int] = field(default_factory=itertools.count)

    @property
    def copy(self) -> Copy:
        """For `run_step`."""
        return Copy(self.path, self.shown)

    @property
    def ours(self) -> Path:
        """A folder of ours in the copy, for what is noted while tests run."""
        return self.path / _OURS

    @property
    def ours_inside(self) -> Path:
        """The same as a command sees it."""
        return self.inside / _OURS

    def clear(self) -> None:
        """An empty folder of ours."""
        shutil.rmtree(self.ours, ignore_errors=True)
        self.ours.mkdir()

    def write(self, texts: Mapping[str, bytes]) -> None:
        """Replaces files of the copy by others of these paths."""
        # Python takes a file for unchanged by its size and the second it was written in.
        moment = int(time.time()) + next(self.writes) * 2
        for path, text in texts.items():
            place = self.path / path
            # Not written through: the old file may be a link into somewhere.
            place.unlink(missing_ok=True)
            place.write_bytes(text)
            os.utime(place, (moment, moment))

    def read(self, path: str) -> bytes:
        """A file of the copy."""
        return (self.path / path).read_bytes()


@contextlib.contextmanager
def staged(root: Path) -> Generator[Stage, None, None]:
    """A copy of the project for the length of a block.

    Raises:
        RefusedError: the project is too large to copy.
    """
    own = Path(os.path.realpath(tempfile.mkdtemp(prefix="teach-hollow-")))
    try:
        path = own / "copy"
        path.mkdir()
        boxed = sandbox.probe() == "bwrap"
        shown = tuple(_copied(root, path, boxed))
        if (path / "package.json").is_file():
            # Where a workspace has its packages further up, tools write to the nearest folder of that name.
            (path / _PACKAGES).mkdir(exist_ok=True)
        yield Stage(root, path, shown, root if boxed else path)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _packages(root: Path, target: Path, folder: str) -> Iterator[str]:
    """A folder of packages that may be written to, and whose packages are shown."""
    (target / folder).mkdir()
    for entry in os.scandir(root / folder):
        path = f"{folder}/{entry.name}"
        if entry.name in _SCRATCH:
            continue
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), target / path)
        elif entry.is_dir():
            yield path
        elif entry.is_file():
            shutil.copy2(entry.path, target / path)


def _copied(root: Path, target: Path, boxed: bool) -> Iterator[str]:
    """Copies what has to be a copy, and names the folders that are shown instead."""
    left = _MOST_BYTES
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for entry in os.scandir(root / folder):
            path = folder + entry.name
            if boxed and entry.name == _PACKAGES and entry.is_dir():
                yield from _packages(root, target, path)
            elif entry.is_symlink():
                os.symlink(os.readlink(entry.path), target / path)
            elif entry.is_dir():
                if _is_left_out(entry.name, path):
                    continue
                if _is_installed(entry):
                    if boxed:
                        yield path
                    else:
                        os.symlink(entry.path, target / path)
                else:
                    (target / path).mkdir()
                    waiting.append(f"{path}/")
            elif entry.is_file():
                left = _room(left - entry.stat().st_size)
                shutil.copy2(entry.path, target / path)


def _room(left: int) -> int:
    if left < 0:
        raise RefusedError("the project has more than a gigabyte of files to copy: pass a part of it with --root")
    return left


def _is_left_out(name: str, path: str) -> bool:
    return is_git_name(name) or name in _LEFT_OUT or path == ".claude/worktrees"


def _is_installed(entry: os.DirEntry[str]) -> bool:
    return entry.name in VENDORED - _COPIED or (Path(entry.path) / "pyvenv.cfg").is_file()
