"""The files of `.teaching/evidence`: one per record, named by its digest, written once and never changed."""

import errno
import os
import re
import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from teaching.contracts.verification import Evidence
from teaching.errors import RefusedError
from teaching.evidence import records
from teaching.repository.files import Unreadable, read_regular

PLACE = (".teaching", "evidence")
_NAME = re.compile(r"[0-9a-f]{64}\.json")
_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")
_MAX_BYTES = 1_000_000
_MOST = 20_000
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the folder.

    Attributes:
        name: the digest that its name is.
        record: what it holds; None where that is no record.
        problem: why it is none.
    """

    name: str
    record: Evidence | None
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it holds what its name says."""
        return self.record is not None and records.digest(self.record) == self.name


def read_all(root: Path) -> list[Stored]:
    """Every record of a repository, by name; none where nothing was verified yet.

    Raises:
        RefusedError: the folder is a link or something else.
    """
    with _folder(root, make=False) as folder:
        if folder is None:
            return []
        names = sorted(name for name in os.listdir(folder) if _NAME.fullmatch(name))[:_MOST]
        return [_read(folder, name) for name in names]


def add(root: Path, record: Evidence) -> str:
    """Stores a record and returns its digest; a record that is there already stays.

    Raises:
        RefusedError: the folder cannot be used.
    """
    digest = records.digest(record)
    with _folder(root, make=True) as folder:
        assert folder is not None
        temporary = f".{secrets.token_hex(8)}.tmp"
        try:
            file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644, dir_fd=folder)
            with os.fdopen(file, "wb") as stream:
                stream.write(records.text(record))
                stream.flush()
                os.fsync(stream.fileno())
            os.rename(temporary, f"{digest}.json", src_dir_fd=folder, dst_dir_fd=folder)
            os.fsync(folder)
        except OSError as error:
            raise RefusedError(f"{'/'.join(PLACE)} cannot be written ({error.strerror}): nothing was stored") from error
    return digest


def heads(stored: Sequence[Stored]) -> list[str]:
    """The digests of records that no other one names as its parent: what a new record joins."""
    known: Mapping[str, Evidence] = {one.name: one.record for one in stored if one.record is not None and one.is_whole}
    named = {parent for record in known.values() for parent in record.parents}
    return sorted(name for name in known if name not in named)


def _read(folder: int, name: str) -> Stored:
    digest = name.removesuffix(".json")
    try:
        content = read_regular(name, _MAX_BYTES, dir_fd=folder)
        return Stored(digest, Evidence.model_validate_json(content))
    except Unreadable as error:
        return Stored(digest, None, error.reason)
    except ValidationError as error:
        return Stored(digest, None, f"it is no record ({error.errors()[0]['msg'].lower()})")


@contextmanager
def _folder(root: Path, make: bool) -> Generator[int | None, None, None]:
    descriptor = os.open(os.path.realpath(root), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in PLACE:
            below = _entered(descriptor, part, make)
            if below is None:
                yield None
                return
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def _entered(above: int, name: str, make: bool) -> int | None:
    try:
        if make:
            try:
                os.mkdir(name, dir_fd=above)
            except FileExistsError:
                return os.open(name, _DIRECTORY, dir_fd=above)
        return os.open(name, _DIRECTORY, dir_fd=above)
    except FileNotFoundError:
        return None
    except OSError as error:
        what = "a link or no folder" if error.errno in (errno.ELOOP, errno.ENOTDIR) else (error.strerror or "").lower()
        raise RefusedError(f"{name} in {'/'.join(PLACE)} cannot be used ({what}): it must be a folder") from error
