"""The exemplars of a learner's repository: what is public lies in `.teaching`, the solutions in the user's data folder.

Not covered: a learner who goes looking for them as the same user of the same machine.
"""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from teaching.contracts.exercises import Exemplar
from teaching.errors import RefusedError, TeachingError
from teaching.exemplars.sealed import seal, unseal
from teaching.repository.files import Root, Unreadable
from teaching.repository.private import PrivateFolder, data_folder

FOLDER = ".teaching"
NAME = "exercises.json"
PLACE = f"{FOLDER}/{NAME}"
_BELOW_DATA = "exemplars"
_ID = re.compile(r"[0-9a-f]{32}")
_MAX_BYTES = 4_000_000
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def of_root(root: Path) -> list[Exemplar]:
    """What is known of the exercises of a repository; [] where nothing is, or what there is cannot be read."""
    number = _number(root)
    if number is None:
        return []
    try:
        content = PrivateFolder(_BELOW_DATA, data_folder()).read(f"{number}.json")
        return [] if content is None else _read(content)
    except (TeachingError, OSError):  # guard and hints do their best without
        return []


def keep(root: Path, exemplars: Sequence[Exemplar]) -> None:
    """Stores exemplars beside those of this repository; one of the same path and symbol takes the old one's place.

    Raises:
        RefusedError: a folder cannot be written; the message says which.
    """
    kept = {(item.path, item.symbol): item for item in (*of_root(root), *exemplars)}
    number = _number(root) or secrets.token_hex(16)
    sealed = seal([item.model_dump(mode="json") for item in kept.values()])
    folder = PrivateFolder(_BELOW_DATA, data_folder())
    folder.write(f"{number}.json", (json.dumps({"sealed": sealed}) + "\n").encode())
    public = {
        "id": number,
        "exercises": [
            {
                "path": item.path,
                "symbol": item.symbol,
                "task": item.task,
                "digest": item.digest,
                "tests": list(item.tests),
            }
            for item in kept.values()
        ],
    }
    try:
        _write(root, (json.dumps(public, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{PLACE} cannot be written ({reason}): see to it that {FOLDER} is a folder") from error


def _number(root: Path) -> str | None:
    """The random name under which this repository's exemplars lie."""
    try:
        value: object = json.loads(Root(root).read(PLACE, _MAX_BYTES))
    except (Unreadable, ValueError, RecursionError):
        return None
    number = cast("dict[str, Any]", value).get("id") if isinstance(value, dict) else None
    return number if isinstance(number, str) and _ID.fullmatch(number) else None


def _read(content: bytes) -> list[Exemplar]:
    found: list[Exemplar] = []
    try:
        outer: object = json.loads(content)
    except (ValueError, RecursionError):
        return []
    line = cast("dict[str, Any]", outer).get("sealed") if isinstance(outer, dict) else None
    value = unseal(line) if isinstance(line, str) else None
    for item in cast("list[object]", value) if isinstance(value, list) else []:
        with contextlib.suppress(ValidationError):
            found.append(Exemplar.model_validate(item))
    return found


def _write(root: Path, content: bytes) -> None:
    above = os.open(os.path.realpath(root), _DIRECTORY)
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(FOLDER, dir_fd=above)
        folder = os.open(FOLDER, _DIRECTORY, dir_fd=above)
    finally:
        os.close(above)
    try:
        aside = f".{secrets.token_hex(8)}.tmp"
        with os.fdopen(os.open(aside, _CREATE, 0o644, dir_fd=folder), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, NAME, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)
