"""The files of `.teaching/evidence`: one per record, named by its digest, written once and never changed."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from teaching.contracts.verification import Evidence
from teaching.evidence import records
from teaching.repository import kept
from teaching.repository.files import Unreadable, read_regular

FOLDER = "evidence"
_LOCK = "evidence.lock"
_NAME = re.compile(r"[0-9a-f]{64}\.json")
_MAX_BYTES = 1_000_000
_MOST = 20_000


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
    with kept.opened(root, FOLDER) as folder:
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
    content = records.text(record)
    # Written once, so all records share one lock.
    kept.change(root, f"{digest}.json", lambda _: content, below=FOLDER, lock=_LOCK)
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
