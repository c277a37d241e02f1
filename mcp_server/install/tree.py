"""Files beneath one folder, read and replaced without following a link, and put back when a later one fails.

Each folder on the way is opened from its parent's descriptor, so that no link leads a write out of the root. Not
covered: another program that writes one of the files in the moment between the last look and the rename.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from teaching.errors import RefusedError
from teaching.repository.files import Root, Unreadable

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file; None is its absence.

    Attributes:
        private: a new file and the folders made for it are their owner's alone.
    """

    tree: "Tree"
    path: str
    before: bytes | None
    after: bytes | None
    private: bool = False


@dataclass(frozen=True)
class Tree:
    """A folder, what is in it, and how to change it."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none.

        Raises:
            RefusedError: there is something that is no plain file of this folder.
        """
        try:
            return Root(self.root).read(path, _MOST_BYTES)
        except Unreadable as error:
            if error.reason == "not there":
                return None
            raise RefusedError(f"{path} is left alone: {self._words(path, error.reason)}") from error

    def missing_folders(self, path: str) -> list[str]:
        """The folders above a path that are not there, outermost first."""
        parts = path.split("/")[:-1]
        every = [".", *("/".join(parts[:count]) for count in range(1, len(parts) + 1))]
        return [folder for folder in every if not os.path.lexists(self.root / folder)]

    def objection(self, path: str) -> str | None:
        """Why nothing can be written at this path, as far as looking tells."""
        folder = self.root
        for part in path.split("/")[:-1]:
            inner = folder / part
            if inner.is_symlink():
                return self._words(path, "symbolic link")
            if not os.path.lexists(inner):
                break
            folder = inner
        while not folder.exists():
            folder = folder.parent
        if not os.access(folder, os.W_OK | os.X_OK):
            return f"{folder} cannot be written: give yourself the right to, or choose another scope"
        return None

    def _words(self, path: str, reason: str) -> str:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            place = "/".join(parts[:count])
            if (self.root / place).is_symlink():
                return f"{place} is a symbolic link, which may lead elsewhere: put a real one in its place"
            if count < len(parts) and os.path.lexists(self.root / place) and not (self.root / place).is_dir():
                return f"{place} is no folder: move it away"
        return {"a directory": f"{path} is a folder: move it away"}.get(reason, f"{path}: {reason}")


@dataclass
class _Journal:
    """What was done, so that it can be undone."""

    changed: list[Change] = field(default_factory=list[Change])
    made: list[tuple[Tree, str]] = field(default_factory=list[tuple[Tree, str]])


@contextmanager
def applied(changes: Sequence[Change]) -> Generator[None, None, None]:
    """Makes all the changes; an error on the way, or inside the `with`, takes them back.

    Raises:
        RefusedError: one could not be made; nothing is left of the others.
    """
    journal = _Journal()
    try:
        for change in changes:
            _make(change, journal)
        yield
    except OSError as error:
        _undo(journal)
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{_place(error, changes)} cannot be written ({reason}): nothing was changed") from error
    except BaseException:
        _undo(journal)
        raise


def _place(error: OSError, changes: Sequence[Change]) -> str:
    named = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, (str, bytes)) else ""
    return next((change.path for change in changes if Path(change.path).name == named), named or "a file")


def prune(tree: Tree, folders: Sequence[str]) -> list[str]:
    """Removes the folders that are empty, innermost first; returns those that are there still."""
    left: list[str] = []
    for folder in sorted(folders, key=lambda name: (name != ".", name.count("/")), reverse=True):
        if not tree.objection(folder) and not (tree.root / folder).is_symlink():
            with contextlib.suppress(OSError):
                (tree.root / folder).rmdir()
        if os.path.lexists(tree.root / folder):
            left.append(folder)
    return left


def _make(change: Change, journal: _Journal) -> None:
    if change.tree.read(change.path) != change.before:
        raise RefusedError(f"{change.path} was changed by somebody else just now: try again")
    if change.after is not None:
        for folder in change.tree.missing_folders(change.path):
            mode = 0o700 if change.private else 0o777
            if folder == ".":
                change.tree.root.parent.mkdir(mode=mode, parents=True, exist_ok=True)
            os.mkdir(change.tree.root / folder, mode)
            journal.made.append((change.tree, folder))
    _write(change.tree, change.path, change.after, change.private)
    journal.changed.append(change)


def _undo(journal: _Journal) -> None:
    for change in reversed(journal.changed):
        _write(change.tree, change.path, change.before, change.private)
    for tree, folder in reversed(journal.made):
        (tree.root / folder).rmdir()


def _write(tree: Tree, path: str, content: bytes | None, private: bool) -> None:
    *parents, name = path.split("/")
    with _folder(tree.root, parents) as folder:
        if content is None:
            os.unlink(name, dir_fd=folder)
            return
        mode = 0o600 if private else None
        with contextlib.suppress(FileNotFoundError):
            mode = stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        new = f".{name}.{secrets.token_hex(8)}"
        try:
            _fill(os.open(new, _NEW, 0o600 if private else 0o666, dir_fd=folder), content, mode)
            os.rename(new, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(new, dir_fd=folder)
            raise OSError(error.errno, error.strerror, name) from error


def _fill(descriptor: int, content: bytes, mode: int | None) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        if mode is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)


@contextmanager
def _folder(root: Path, parents: Sequence[str]) -> Generator[int, None, None]:
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parents:
            inner = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
