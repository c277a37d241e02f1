"""Folders in the user's state and data directories that only this user may read or write, and not through links.

Not covered: other programs of the same user. The sandbox keeps a project's commands out; without one nothing does.
"""

import contextlib
import os
import shlex
import stat
from collections.abc import Generator
from pathlib import Path

from teaching.errors import RefusedError
from teaching.repository.files import printable

_READ_AT_MOST = 4 * 1024 * 1024
_LONGEST_LINE = 1024 * 1024
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def state_folder() -> Path:
    """`$XDG_STATE_HOME/teach`; it need not exist."""
    return _home_of("XDG_STATE_HOME", ".local", "state") / "teach"


def data_folder() -> Path:
    """`$XDG_DATA_HOME/teach`; it need not exist."""
    return _home_of("XDG_DATA_HOME", ".local", "share") / "teach"


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/teach`; it need not exist, and what lies in it can be made again."""
    return _home_of("XDG_CACHE_HOME", ".cache") / "teach"


def own_folders() -> tuple[Path, ...]:
    """All folders outside a repository in which we keep something that counts: state, configuration, data."""
    return (
        state_folder(),
        _home_of("XDG_CONFIG_HOME", ".config") / "teach",
        data_folder(),
    )


def _home_of(variable: str, *below_home: str) -> Path:
    # The XDG specification has relative values ignored.
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path.home().joinpath(*below_home)


class PrivateFolder:
    """One folder below the state or the data folder, mode 0700 as that folder itself; its files have mode 0600.

    Attributes:
        path: where it lies.
    """

    def __init__(self, name: str, above: Path | None = None) -> None:
        self.path = (above or state_folder()) / name

    def read(self, name: str) -> bytes | None:
        """What the file holds; None when there is no such file.

        Raises:
            RefusedError: somebody else could have written it.
        """
        with self._opened() as beneath:
            return _read(beneath, name, self.path / name)

    def names(self) -> list[str]:
        """The names of its files, sorted; those that are being written are left out."""
        with self._opened() as beneath:
            return sorted(name for name in os.listdir(beneath) if not name.startswith("."))

    def write(self, name: str, content: bytes) -> None:
        """Put a whole file in place of an old one, or leave the old one."""
        with self._opened() as beneath:
            aside = f".{os.urandom(8).hex()}"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            file = os.open(aside, flags, 0o600, dir_fd=beneath)
            try:
                with os.fdopen(file, "wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.replace(aside, name, src_dir_fd=beneath, dst_dir_fd=beneath)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(aside, dir_fd=beneath)
                raise

    def append(self, name: str, line: bytes) -> None:
        """Puts one whole line behind what the file holds, in one step, however many do so at once.

        Raises:
            RefusedError: somebody else could have written the file, or it takes no more.
        """
        with self._opened() as beneath:
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            try:
                file = os.open(name, flags, 0o600, dir_fd=beneath)
            except OSError as error:
                raise _unusable(self.path / name, error) from error
        try:
            status = os.fstat(file)
            _require_ours(status, self.path / name)
            # A write that the end of a disk cut off must not take this line with it.
            torn = status.st_size > 0 and os.pread(file, 1, status.st_size - 1) != b"\n"
            whole = (b"\n" if torn else b"") + line.rstrip(b"\n") + b"\n"
            if os.write(file, whole) != len(whole):
                raise RefusedError(f"{_shown(self.path / name)} takes no more: make room on its disk")
        except OSError as error:
            raise _unusable(self.path / name, error) from error
        finally:
            os.close(file)

    def lines(self, name: str) -> Generator[bytes, None, None]:
        """The lines of a file, one after the other, however long it is; none where there is no such file.

        Raises:
            RefusedError: somebody else could have written it.
        """
        if not self.path.is_dir():
            return
        with self._opened() as beneath:
            try:
                file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=beneath)
            except FileNotFoundError:
                return
            except OSError as error:
                raise _unusable(self.path / name, error) from error
        with os.fdopen(file, "rb") as stream:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise RefusedError(f"{_shown(self.path / name)} is no file: remove it")
            _require_ours(status, self.path / name)
            while line := stream.readline(_LONGEST_LINE):
                yield line

    def remove(self, name: str) -> bool:
        """Whether there was such a file."""
        with self._opened() as beneath:
            try:
                os.unlink(name, dir_fd=beneath)
            except FileNotFoundError:
                return False
            return True

    @contextlib.contextmanager
    def lock_file(self, name: str) -> Generator[int, None, None]:
        """The descriptor of a file to lock; made where it is missing."""
        with self._opened() as beneath:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            file = os.open(name, flags, 0o600, dir_fd=beneath)
        try:
            _require_ours(os.fstat(file), self.path / name)
            yield file
        finally:
            os.close(file)

    @contextlib.contextmanager
    def _opened(self) -> Generator[int, None, None]:
        """The folder's descriptor; it and the state folder are made, and checked once open."""
        top = self.path.parent
        try:
            _make(top)
            above = os.open(top, _DIRECTORY)
        except OSError as error:
            raise _unusable(top, error) from error
        try:
            _require_ours(os.fstat(above), top)
            with contextlib.suppress(FileExistsError):
                os.mkdir(self.path.name, 0o700, dir_fd=above)
            beneath = os.open(self.path.name, _DIRECTORY, dir_fd=above)
        except OSError as error:
            raise _unusable(self.path, error) from error
        finally:
            os.close(above)
        try:
            _require_ours(os.fstat(beneath), self.path)
            yield beneath
        finally:
            os.close(beneath)


def _make(folder: Path) -> None:
    """Makes a folder and what is missing above it, each for this user alone, as the XDG specification has it."""
    if not folder.parent.exists():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _read(beneath: int, name: str, path: Path) -> bytes | None:
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=beneath)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error
    with os.fdopen(file, "rb") as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError(f"{_shown(path)} is no file: remove it")
        _require_ours(status, path)
        return stream.read(_READ_AT_MOST)


def _require_ours(status: os.stat_result, path: Path) -> None:
    if status.st_uid != os.geteuid():
        raise RefusedError(f"{_shown(path)} belongs to another user: remove it, or call this as that user")
    if status.st_mode & 0o077:
        raise RefusedError(
            f"{_shown(path)} is open to other users, so nothing in it counts: "
            f"look through it, then chmod go-rwx {printable(shlex.quote(str(path)))}"
        )


def _unusable(path: Path, error: OSError) -> RefusedError:
    reason = "a symbolic link" if path.is_symlink() else (error.strerror or "refused").lower()
    return RefusedError(f"{_shown(path)} cannot be used ({reason}): see to it, so that only you can write there")


def _shown(path: Path) -> str:
    return printable(str(path))
