"""Files read beneath one directory, whatever links, pipes and swaps the tree holds.

Every path is opened component by component from the root's descriptor and no link is ever followed, so there is
no moment between a check and a use. Not covered: a file system mounted inside the root is part of it.
"""

import errno
import os
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from teaching.repository.names import (
    MAX_DEPTH,
    SECRET_REASON,
    VENDORED,
    VENDORED_REASON,
    is_git_name,
    is_secret_name,
    is_utf8,
    printable,
    refusal,
)
from teaching.repository.watching import digest, note, watched

__all__ = [
    "SECRET_REASON",
    "VENDORED",
    "VENDORED_REASON",
    "Root",
    "Skip",
    "Unreadable",
    "is_git_name",
    "is_secret_name",
    "is_utf8",
    "printable",
    "read_regular",
    "refusal",
]


_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_TYPES = (
    (stat.S_ISLNK, "symbolic link"),
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_ERRORS = {
    errno.ENOENT: "not there",
    errno.ENOTDIR: "below something that is not a directory",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "symbolic link",
    errno.EMLINK: "symbolic link",
    errno.ENXIO: "a device",
    errno.ENAMETOOLONG: "name too long",
    errno.EILSEQ: "not a file name here",
}


class Unreadable(Exception):
    """A file that is not read.

    Attributes:
        reason: why, in a few lower-case words for a reader.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Skip:
    """Something that was left out.

    Attributes:
        path: relative to the root, printable; a directory ends in "/".
        reason: why, in a few lower-case words for a reader.
    """

    path: str
    reason: str


class Root:
    """One directory, and what may be read beneath it.

    Attributes:
        path: its real path, resolved once.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))

    def __repr__(self) -> str:
        return f"Root({str(self.path)!r})"

    def read(self, relative: str, max_bytes: int = 1_000_000) -> bytes:
        """The whole content of a regular file.

        Args:
            relative: its path below the root, parts separated by "/"; not-UTF-8 bytes surrogate-escaped.
            max_bytes: the largest size in bytes that is read.

        Raises:
            Unreadable: for any reason.
        """
        try:
            content = self._read(relative, max_bytes)
        except Unreadable as error:
            note(("read", str(self.path), relative, str(max_bytes)), f"!{error.reason}")
            raise
        if watched():
            note(("read", str(self.path), relative, str(max_bytes)), digest(content))
        return content

    def _read(self, relative: str, max_bytes: int) -> bytes:
        if reason := refusal(relative):
            raise Unreadable(reason)
        *parents, name = relative.split("/")
        with _opened(self.path, parents) as directory:
            return read_regular(name, max_bytes, dir_fd=directory)

    def read_all(self, relatives: Iterable[str]) -> dict[str, bytes | Unreadable]:
        """The contents of many files, or why one of them is not read."""
        contents: dict[str, bytes | Unreadable] = {}
        for relative in relatives:
            try:
                contents[relative] = self.read(relative)
            except Unreadable as error:
                contents[relative] = error
        return contents

    def read_each(self, relatives: Iterable[str], max_bytes: int = 1_000_000) -> Iterator[tuple[str, bytes]]:
        """Those files that `read` reads, with their contents; what stands in one folder in a row opens it once."""
        for folder, row in groupby(relatives, key=lambda relative: relative.rpartition("/")[0]):
            wanted = [relative for relative in row if refusal(relative) is None]
            try:
                with _opened(self.path, folder.split("/") if folder and wanted else []) as directory:
                    for relative in wanted:
                        name = relative.rpartition("/")[2]
                        with suppress(Unreadable):
                            yield relative, read_regular(name, max_bytes, dir_fd=directory)
            except Unreadable:
                continue

    def problem(self, relative: str) -> str | None:
        """Why `read` would refuse this path as things are now, without opening it; None when it would not."""
        if reason := refusal(relative):
            return reason
        *parents, name = relative.split("/")
        try:
            with _opened(self.path, parents) as directory:
                return _problem_of(name, directory)
        except Unreadable as error:
            return error.reason

    def problems(self, relatives: Iterable[str]) -> dict[str, str]:
        """The `problem` of each path that has one; what stands in one folder in a row opens it once."""
        found: dict[str, str] = {}
        for folder, row in groupby(relatives, key=lambda relative: relative.rpartition("/")[0]):
            asked = list(row)
            found |= {relative: reason for relative in asked if (reason := refusal(relative))}
            wanted = [relative for relative in asked if relative not in found]
            try:
                with _opened(self.path, folder.split("/") if folder and wanted else []) as directory:
                    for relative in wanted:
                        if reason := _problem_of(relative.rpartition("/")[2], directory):
                            found[relative] = reason
            except Unreadable as error:
                found |= dict.fromkeys(wanted, error.reason)
        return found

    def size(self, relative: str) -> int | None:
        """The size of a regular file in bytes, whether or not it may be read; None where there is none."""
        size = self._size(relative)
        note(("size", str(self.path), relative), str(size))
        return size

    def _size(self, relative: str) -> int | None:
        *parents, name = relative.split("/")
        try:
            with _opened(self.path, parents) as directory, _reasons():
                status = os.stat(name, dir_fd=directory, follow_symlinks=False)
        except Unreadable:
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def walk(self, under: str = "") -> Iterator[str | Skip]:
        """Regular files in the order of their paths, and what was left out; git's directory is passed over.

        Args:
            under: a directory below the root to start in, "" for the root; it may itself be a vendored one.

        Raises:
            Unreadable: `under` is not a directory that may be read.
        """
        if under and (reason := refusal(under)):
            raise Unreadable(reason)
        start = under.split("/") if under else []
        # A directory waits as its components, not as a descriptor: a wide or deep tree cannot exhaust them.
        waiting: list[list[str] | str | Skip] = [*reversed(self.listing(start))]
        while waiting:
            entry = waiting.pop()
            if not isinstance(entry, list):
                yield entry
                continue
            try:
                waiting.extend(reversed(self.listing(entry)))
            except Unreadable as error:
                yield Skip(printable("/".join(entry)) + "/", error.reason)

    def listing(self, parts: list[str]) -> list[list[str] | str | Skip]:
        """What one directory holds, in the order of the paths: directories as their parts, files, what is left out.

        Raises:
            Unreadable: it is not a directory that may be read.
        """
        asked = ("listing", str(self.path), "/".join(parts))
        try:
            entries = self._entries(parts)
        except Unreadable as error:
            note(asked, f"!{error.reason}")
            raise
        if watched():
            note(asked, digest(repr(entries).encode("utf-8", "surrogatepass")))
        return entries

    def _entries(self, parts: list[str]) -> list[list[str] | str | Skip]:
        found: list[tuple[str, list[str] | str | Skip]] = []
        prefix = "".join(part + "/" for part in parts)
        with _opened(self.path, parts) as directory, _reasons(), os.scandir(directory) as listing:
            for entry in listing:
                if is_git_name(entry.name):
                    continue
                # "/" in the key makes the order within a directory the order of whole paths.
                slash = "/" if entry.is_dir(follow_symlinks=False) else ""
                found.append((entry.name + slash, _classified(prefix, parts, entry)))
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _classified(prefix: str, parts: list[str], entry: os.DirEntry[str]) -> list[str] | str | Skip:
    is_directory = entry.is_dir(follow_symlinks=False)
    shown = printable(prefix + entry.name) + ("/" if is_directory else "")
    if is_directory and entry.name in VENDORED:
        return Skip(shown, VENDORED_REASON)
    if is_secret_name(entry.name):
        return Skip(shown, SECRET_REASON)
    if not is_utf8(entry.name):
        return Skip(shown, "file name is not UTF-8")
    if is_directory and len(parts) + 1 < MAX_DEPTH:
        return [*parts, entry.name]
    if is_directory:
        return Skip(shown, f"nested deeper than {MAX_DEPTH} directories")
    if entry.is_file(follow_symlinks=False):
        return prefix + entry.name
    try:
        reason = _type_of(entry.stat(follow_symlinks=False))
    except OSError as error:
        reason = _reason(error)
    return Skip(shown, reason or "changing")


def read_regular(name: str | Path, max_bytes: int, *, dir_fd: int | None = None, allow_links: bool = False) -> bytes:
    """The whole content of one regular file, whose last component is not followed and which cannot block.

    Args:
        name: a name in `dir_fd`, or without one a path whose directories are trusted.
        max_bytes: the largest size in bytes that is read.
        dir_fd: a directory's descriptor.
        allow_links: accept a file that has other hard links.

    Raises:
        Unreadable: for any reason.
    """
    with _reasons():
        # Opening a device or a pipe can itself have effects; the check that counts is on the descriptor below.
        _require_regular(os.stat(name, dir_fd=dir_fd, follow_symlinks=False), allow_links)
        descriptor = os.open(name, _FILE, dir_fd=dir_fd)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            _require_regular(status, allow_links)
            content = bytearray()
            # Past the stated size by one, because a file may grow while it is read.
            while status.st_size <= max_bytes and len(content) <= max_bytes:
                chunk = file.read(min(1 << 20, max_bytes + 1 - len(content)))
                if not chunk:
                    return bytes(content)
                content += chunk
    raise Unreadable(f"larger than {max_bytes} bytes")


def _problem_of(name: str, directory: int) -> str | None:
    try:
        with _reasons():
            _require_regular(os.stat(name, dir_fd=directory, follow_symlinks=False))
    except Unreadable as error:
        return error.reason
    return None


def _require_regular(status: os.stat_result, allow_links: bool = False) -> None:
    if reason := _type_of(status):
        raise Unreadable(reason)
    # No name at all is what a file has that was replaced after it was opened: it is read as it was.
    if status.st_nlink > 1 and not allow_links:
        raise Unreadable("hard link (may reach outside)")


def _type_of(status: os.stat_result) -> str | None:
    if stat.S_ISREG(status.st_mode):
        return None
    return next((words for test, words in _TYPES if test(status.st_mode)), "not a regular file")


@contextmanager
def _opened(top: Path, parts: list[str]) -> Generator[int, None, None]:
    """The descriptor of a directory reached from `top` through real directories only."""
    descriptor = -1
    try:
        with _reasons():
            descriptor = os.open(top, _DIRECTORY)
            for part in parts:
                inner = _open_directory(part, descriptor)
                os.close(descriptor)
                descriptor = inner
        yield descriptor
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _open_directory(name: str, parent: int) -> int:
    try:
        return os.open(name, _DIRECTORY, dir_fd=parent)
    except NotADirectoryError:
        # The kernel says this of a link too: look again, for the words only.
        if stat.S_ISLNK(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
            raise Unreadable("symbolic link") from None
        raise


@contextmanager
def _reasons() -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise Unreadable(_reason(error)) from error
    except ValueError as error:  # a NUL, or a surrogate that stands for no byte
        raise Unreadable("not a file name here") from error


def _reason(error: OSError) -> str:
    known = _ERRORS.get(error.errno or 0)
    return known or (error.strerror or "cannot be read").lower()
