"""Findings that somebody declined, with the reason: kept in the user's state, outside the repository.

A finding's id is made of its rule, its place by name and its text, so a declined one comes back when the code that it
points at changes, and not when lines move. Declining judges a finding; it ticks nothing and grants nothing.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from teaching.contracts.review import Finding
from teaching.errors import BadInputError, TeachingError
from teaching.program import teach
from teaching.repository.private import PrivateFolder

FOLDER = "declined"
MOST_REASON = 300
_ID = re.compile(r"[0-9a-f]{12}")


class Declined(BaseModel):
    """One declined finding.

    Attributes:
        place: path:line as it was then, for a reader.
        at: UTC, ISO 8601, whole seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    check: str
    place: str
    excerpt: str
    reason: str
    at: str


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    root: str
    declined: list[Declined]


def declined(root: Path) -> tuple[Declined, ...]:
    """What was declined in this project, in the order of time.

    Raises:
        RefusedError: somebody else could have written the record.
        BadInputError: it cannot be understood; the message names the file.
    """
    return tuple(_read(_folder(), root).declined)


def left_out(root: Path) -> tuple[frozenset[str], list[str]]:
    """The ids of declined findings, and why they cannot be had: a review does not fail for that."""
    try:
        return frozenset(one.id for one in declined(root)), []
    except (OSError, TeachingError) as error:
        return frozenset(), [f"What was declined earlier is reported again, because it cannot be read: {error}"]


def decline(root: Path, finding: Finding, reason: str) -> Declined:
    """Declines a finding of the project.

    Raises:
        BadInputError: the reason says nothing, or is too long.
        RefusedError: as `declined`.
    """
    words = " ".join(reason.split())
    if len(words.split()) < 2 or len(words) > MOST_REASON:
        raise BadInputError(f"a reason has at least two words and at most {MOST_REASON} characters: say why")
    one = Declined(
        id=finding.id,
        check=finding.check,
        place=f"{finding.path}:{finding.line}",
        excerpt=finding.excerpt,
        reason=words,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    _change(root, lambda old: [*(other for other in old if other.id != one.id), one])
    return one


def take_back(root: Path, finding: str) -> Declined:
    """Lets a declined finding be reported again.

    Raises:
        BadInputError: nothing of that id was declined here.
        RefusedError: as `declined`.
    """
    gone: list[Declined] = []

    def without(old: list[Declined]) -> list[Declined]:
        gone.extend(one for one in old if one.id == finding)
        return [one for one in old if one.id != finding]

    _change(root, without)
    if not gone:
        raise BadInputError(f"{finding} was not declined here: `{teach('review', '--declined')}` lists what was")
    return gone[0]


def is_id(text: str) -> bool:
    """Whether a text looks like the id of a finding."""
    return _ID.fullmatch(text) is not None


def _folder() -> PrivateFolder:
    return PrivateFolder(FOLDER)


def file_of(root: Path) -> str:
    """What a project's file is called in our own folders, wherever it lies."""
    return hashlib.sha256(os.path.realpath(root).encode(errors="surrogateescape")).hexdigest()[:24] + ".json"


def _read(folder: PrivateFolder, root: Path) -> _Record:
    name = file_of(root)
    content = folder.read(name) if folder.path.exists() else None
    if content is None:
        return _Record(root=os.path.realpath(root), declined=[])
    try:
        return _Record.model_validate(json.loads(content))
    except (ValueError, ValidationError) as error:
        place = folder.path / name
        raise BadInputError(f"{place} holds declined findings and cannot be read: mend it or move it away") from error


def _change(root: Path, function: Callable[[list[Declined]], list[Declined]]) -> None:
    folder = _folder()
    with folder.lock_file("lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = _read(folder, root)
        after = record.model_copy(update={"declined": function(record.declined)})
        folder.write(file_of(root), json.dumps(after.model_dump(), indent=1, ensure_ascii=False).encode() + b"\n")
