"""The data files of `.teaching` and `.claude`: read without links, replaced as a whole, under a lock all writers hold.

Not covered: file systems without `flock`; a writer that takes no lock.
"""

import errno
import fcntl
import os
import re
import secrets
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from teaching.errors import RefusedError
from teaching.repository.files import Unreadable, read_regular

FOLDER = ".teaching"

_MAX_BYTES = 4_000_000
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_IGNORED = b"*.lock\n"
_WAIT_S = 10.0
_PAUSE_S = 0.005


def read(root: Path, name: str) -> bytes | None:
    """The content of `.teaching/NAME`; None where it is not there, or is no plain file that may be read."""
    try:
        with opened(root) as folder:
            return None if folder is None else read_regular(name, _MAX_BYTES, dir_fd=folder)
    except (Unreadable, RefusedError):
        return None


def change(
    root: Path,
    name: str,
    function: Callable[[bytes | None], bytes],
    *,
    below: str = "",
    lock: str = "",
    home: str = FOLDER,
) -> bytes:
    """Replaces `.teaching/NAME` by what a function makes of it, and returns that.

    Args:
        root: the folder that holds `.teaching`, which is made where it is not there.
        name: of the file.
        function: gets the content, None where there is none; what it raises ends the change. It runs under the lock.
        below: a folder in `.teaching` that holds the file, made where it is not there.
        lock: the file to lock; its own where many files do not share one.
        home: another folder of the root in place of `.teaching`, one that is not ours alone: it gets no file to lock.

    Raises:
        RefusedError: the folder or the file cannot be used; the message says why.
    """
    with opened(root, below, make=True, home=home) as folder:
        assert folder is not None
        place = _place(below, name, home)
        with _locked(folder, "." if home != FOLDER else lock or f"{name}.lock", place):
            before = _read(folder, name, place)
            after = function(before)
            if after != before:
                _replace(folder, name, after)
            return after


def remove(root: Path, name: str) -> None:
    """Takes `.teaching/NAME` away, if it is there.

    Raises:
        RefusedError: the folder cannot be used.
    """
    with opened(root) as folder:
        if folder is not None and name in os.listdir(folder):
            with _locked(folder, f"{name}.lock", _place("", name)), suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)


@contextmanager
def opened(root: Path, below: str = "", *, make: bool = False, home: str = FOLDER) -> Generator[int | None, None, None]:
    """The descriptor of `.teaching` or of a folder in it; None where it is not there and is not to be made.

    Raises:
        RefusedError: it is a link or something else, or what is done with it in the block fails.
    """
    parts = (home, *([below] if below else []))
    descriptors: list[int] = []
    try:
        with suppress(*(() if make else (FileNotFoundError,))):
            descriptors.append(os.open(os.path.realpath(root), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for part in parts:
                descriptors.append(_entered(descriptors[-1], part, make))
        yield descriptors[-1] if len(descriptors) > len(parts) else None
    except OSError as error:
        what = "a link or no folder" if error.errno in (errno.ELOOP, errno.ENOTDIR) else (error.strerror or "").lower()
        place = "/".join(parts[: max(len(descriptors), 1)])
        raise RefusedError(f"{place} cannot be used ({what}): it must be a folder that you may write to") from error
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _entered(above: int, name: str, make: bool) -> int:
    if make:
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=above)
    folder = os.open(name, _DIRECTORY, dir_fd=above)
    if make and name == FOLDER:
        _ignore_locks(folder)
    return folder


def _place(below: str, name: str, home: str = FOLDER) -> str:
    return "/".join(part for part in (home, below, name) if part)


def _read(folder: int, name: str, place: str) -> bytes | None:
    try:
        return read_regular(name, _MAX_BYTES, dir_fd=folder)
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise RefusedError(f"{place} is not read ({error.reason}): move it away, then try again") from error


def _ignore_locks(folder: int) -> None:
    """Keeps locks out of git, whoever made the folder."""
    with suppress(FileExistsError), os.fdopen(os.open(".gitignore", _CREATE, 0o666, dir_fd=folder), "wb") as stream:
        stream.write(_IGNORED)


@contextmanager
def _locked(folder: int, name: str, place: str) -> Generator[None, None, None]:
    lock = os.open(name, _DIRECTORY if name == "." else _LOCK_FLAGS, 0o666, dir_fd=folder)
    try:
        until = time.monotonic() + _WAIT_S
        while not _flock(lock):
            if time.monotonic() > until:
                raise RefusedError(f"another program is writing {place} and does not end: stop it")
            time.sleep(_PAUSE_S)
        yield
    finally:
        os.close(lock)


def _flock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EINTR):
            return False
        raise
    return True


def _replace(folder: int, name: str, content: bytes) -> None:
    """One rename; what a writer that was killed left behind goes with the next one, who holds the lock."""
    leftover = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{16}}\.tmp")
    for there in os.listdir(folder):
        if leftover.fullmatch(there):
            os.unlink(there, dir_fd=folder)
    temporary = f".{name}.{secrets.token_hex(8)}.tmp"
    with os.fdopen(os.open(temporary, _CREATE, 0o666, dir_fd=folder), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    os.fsync(folder)
