"""ROADMAP.md of one repository: read, and changed so that no change is lost and no reader sees half of one.

Every writer of ours holds one lock; the new text is written beside the old one, forced to the disk, and put in its
place by one rename. Not covered: an editor that saves in the instant between the last look and the rename; extended
attributes; file systems without `flock`.
"""

import errno
import fcntl
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from teaching.errors import BadInputError, RefusedError
from teaching.program import teach
from teaching.repository.files import Unreadable, read_regular

NAME = "ROADMAP.md"
MAX_BYTES = 10_000_000

_FOLDER = ".teaching"
_LOCK = "roadmap.lock"
_IGNORED = b"*.lock\n"
_TEMPORARY = re.compile(r"\.ROADMAP\.md\.[0-9a-f]{16}\.tmp")
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_MOVES = "change to the folder of your project, or {} writes one"
_WAIT_S = 20.0
_PAUSE_S = 0.002


def read(root: Path) -> bytes:
    """The roadmap as it stands.

    Raises:
        BadInputError: there is none.
        RefusedError: it is a link, or something else that is no plain file, or too large.
    """
    with _root(root) as directory:
        text = _read(directory)
    if text is None:
        raise BadInputError(f"there is no {NAME} here: {_MOVES.format(teach('plan'))}")
    return text


def change(root: Path, function: Callable[[bytes], bytes], create: bool = False) -> bytes:
    """Replace the roadmap by what a function makes of it, under the lock; returns the new text.

    Args:
        root: the folder that holds it.
        function: gets the text as it stands; what it raises ends the change, and nothing is written.
        create: begin with an empty text where there is no roadmap.

    Raises:
        BadInputError: there is none, and none is to be made.
        RefusedError: it cannot be read or replaced safely; the message says why.
    """
    with _root(root) as directory, _locked(directory):
        _sweep(directory)
        before = _read(directory)
        if before is None and not create:
            raise BadInputError(f"there is no {NAME} here: {_MOVES.format(teach('plan'))}")
        after = function(before or b"")
        if after != before:
            _replace(directory, before, after)
        return after


@contextmanager
def _root(root: Path) -> Generator[int, None, None]:
    try:
        descriptor = os.open(os.path.realpath(root), _DIRECTORY)
    except OSError as error:
        raise BadInputError(f"{root} is not a folder that can be opened ({error.strerror})") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(directory: int) -> bytes | None:
    try:
        return read_regular(NAME, MAX_BYTES, dir_fd=directory)
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise RefusedError(
            f"{NAME} is not read ({error.reason}): it must be a plain file of its own in this folder"
        ) from error


@contextmanager
def _locked(directory: int) -> Generator[None, None, None]:
    folder = _lock_folder(directory)
    try:
        until = time.monotonic() + _WAIT_S
        while (lock := _try_lock(folder)) is None:
            if time.monotonic() > until:
                raise RefusedError(f"another program is writing {NAME} and does not end: stop it, then try again")
            time.sleep(_PAUSE_S)
        try:
            yield
        finally:
            os.close(lock)
    finally:
        os.close(folder)


def _lock_folder(directory: int) -> int:
    try:
        with suppress(FileExistsError):
            os.mkdir(_FOLDER, dir_fd=directory)
        folder = os.open(_FOLDER, _DIRECTORY, dir_fd=directory)
        _ignore_locks(folder)
        return folder
    except OSError as error:
        raise RefusedError(
            f"{_FOLDER} cannot be used ({error.strerror}): it must be a folder of its own that you may write to"
        ) from error


def _ignore_locks(folder: int) -> None:
    """Keep the lock out of git, whoever made the folder; evidence belongs into git, so the folder stays in."""
    try:
        file = os.open(".gitignore", _CREATE, 0o666, dir_fd=folder)
    except FileExistsError:
        return
    with os.fdopen(file, "wb") as stream:
        stream.write(_IGNORED)


def _try_lock(folder: int) -> int | None:
    """The descriptor that holds the lock, or None while somebody else does."""
    try:
        lock = os.open(_LOCK, _LOCK_FLAGS, 0o666, dir_fd=folder)
    except OSError as error:
        raise RefusedError(f"{_FOLDER}/{_LOCK} cannot be opened ({error.strerror}): remove it") from error
    held = False
    try:
        held = stat.S_ISREG(os.fstat(lock).st_mode) and _flock(lock) and _is_current(folder, lock)
    finally:
        if not held:
            os.close(lock)
    return lock if held else None


def _flock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EINTR):
            return False
        raise RefusedError(f"this file system offers no locks ({error.strerror}): {NAME} is not changed") from error
    return True


def _is_current(folder: int, lock: int) -> bool:
    """Whether the locked file still has its name: whoever deletes it makes the next writer lock another one."""
    try:
        named = os.stat(_LOCK, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(lock))


def _sweep(directory: int) -> None:
    """Remove what a writer that was killed left behind; none can be alive while the lock is held."""
    for name in os.listdir(directory):
        if _TEMPORARY.fullmatch(name):
            os.unlink(name, dir_fd=directory)


def _replace(directory: int, before: bytes | None, after: bytes) -> None:
    temporary = f".{NAME}.{secrets.token_hex(8)}.tmp"
    try:
        old = None if before is None else os.stat(NAME, dir_fd=directory, follow_symlinks=False)
        if old is not None and not old.st_mode & 0o222:
            raise RefusedError(f"{NAME} is read-only: make it writable, then try again")
        _write(directory, temporary, after, old)
        try:
            if _read(directory) != before:
                raise RefusedError(f"{NAME} was changed by another program just now: try again")
            os.rename(temporary, NAME, src_dir_fd=directory, dst_dir_fd=directory)
        except BaseException:
            os.unlink(temporary, dir_fd=directory)
            raise
        os.fsync(directory)
    except OSError as error:
        raise RefusedError(f"{NAME} cannot be written ({error.strerror}); it is as it was") from error


def _write(directory: int, name: str, text: bytes, like: os.stat_result | None) -> None:
    """Write a whole file to the disk, with the mode and owner of the one that it will replace."""
    descriptor = os.open(name, _CREATE, 0o666 if like is None else 0o600, dir_fd=directory)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        left = memoryview(text)
        while left:
            left = left[file.write(left) :]
        if like is not None:
            if (like.st_uid, like.st_gid) != (os.geteuid(), os.getegid()) and os.geteuid() == 0:
                os.fchown(descriptor, like.st_uid, like.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
        os.fsync(descriptor)
