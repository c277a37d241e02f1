"""One data file in `.teaching`: read without links, replaced as a whole, under a lock that all writers hold.

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
        with _folder(root, make=False) as folder:
            return None if folder is None else read_regular(name, _MAX_BYTES, dir_fd=folder)
    except (Unreadable, RefusedError):
        return None


def change(root: Path, name: str, function: Callable[[bytes | None], bytes]) -> bytes:
    """Replaces `.teaching/NAME` by what a function makes of it, and returns that.

    Args:
        root: the folder that holds `.teaching`, which is made where it is not there.
        name: of the file.
        function: gets the content, None where there is none; what it raises ends the change.

    Raises:
        RefusedError: the folder or the file cannot be used; the message says why.
    """
    with _folder(root, make=True) as folder:
        assert folder is not None
        with _locked(folder, name):
            before = _read(folder, name)
            after = function(before)
            if after != before:
                _replace(folder, name, after)
            return after


def _read(folder: int, name: str) -> bytes | None:
    try:
        return read_regular(name, _MAX_BYTES, dir_fd=folder)
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise RefusedError(f"{FOLDER}/{name} is not read ({error.reason}): move it away, then try again") from error


@contextmanager
def _folder(root: Path, make: bool) -> Generator[int | None, None, None]:
    """The descriptor of `.teaching`; None where it is not there and is not to be made."""
    opened: list[int] = []
    try:
        try:
            opened.append(os.open(os.path.realpath(root), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            if make:
                with suppress(FileExistsError):
                    os.mkdir(FOLDER, dir_fd=opened[0])
            opened.append(os.open(FOLDER, _DIRECTORY, dir_fd=opened[0]))
            if make:
                _ignore_locks(opened[1])
        except FileNotFoundError:
            if make:
                raise
        yield opened[1] if len(opened) > 1 else None
    except OSError as error:
        what = "a link or no folder" if error.errno in (errno.ELOOP, errno.ENOTDIR) else (error.strerror or "").lower()
        raise RefusedError(f"{FOLDER} cannot be used ({what}): it must be a folder that you may write to") from error
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _ignore_locks(folder: int) -> None:
    """Keeps locks out of git, whoever made the folder."""
    with suppress(FileExistsError), os.fdopen(os.open(".gitignore", _CREATE, 0o666, dir_fd=folder), "wb") as stream:
        stream.write(_IGNORED)


@contextmanager
def _locked(folder: int, name: str) -> Generator[None, None, None]:
    lock = os.open(f"{name}.lock", _LOCK_FLAGS, 0o666, dir_fd=folder)
    try:
        until = time.monotonic() + _WAIT_S
        while not _flock(lock):
            if time.monotonic() > until:
                raise RefusedError(f"another program is writing {FOLDER}/{name} and does not end: stop it")
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
