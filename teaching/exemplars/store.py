"""The exemplars of a learner's repository: what is public lies in `.teaching`, the solutions in the user's data folder.

Not covered: a learner who goes looking for them as the same user of the same machine.
"""

import contextlib
import json
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from teaching.contracts.exercises import Exemplar
from teaching.errors import TeachingError
from teaching.exemplars.sealed import seal, unseal
from teaching.repository import kept
from teaching.repository.private import PrivateFolder, data_folder

NAME = "exercises.json"
_BELOW_DATA = "exemplars"
_ID = re.compile(r"[0-9a-f]{32}")


def of_root(root: Path) -> list[Exemplar]:
    """What is known of the exercises of a repository; [] where nothing is, or what there is cannot be read."""
    return _of_number(_number(kept.read(root, NAME)))


def _of_number(number: str | None) -> list[Exemplar]:
    if number is None:
        return []
    try:
        content = PrivateFolder(_BELOW_DATA, data_folder()).read(f"{number}.json")
        return [] if content is None else _read(content)
    except (TeachingError, OSError):  # guard and hints do their best without
        return []


def ready() -> None:
    """Makes sure that exemplars can be kept, for whoever would otherwise stop in the middle.

    Raises:
        RefusedError: the user's data folder cannot be written, or others could write it.
    """
    PrivateFolder(_BELOW_DATA, data_folder()).names()


def keep(root: Path, exemplars: Sequence[Exemplar]) -> None:
    """Stores exemplars beside those of this repository; one of the same path and symbol takes the old one's place.

    Raises:
        RefusedError: a folder cannot be written; the message says which.
    """

    def added(before: bytes | None) -> bytes:
        number = _number(before)
        every = {(item.path, item.symbol): item for item in (*_of_number(number), *exemplars)}
        return _stored(number or secrets.token_hex(16), list(every.values()))

    kept.change(root, NAME, added)


def _stored(number: str, exemplars: Sequence[Exemplar]) -> bytes:
    """Puts the solutions away, and returns what the learner's tree says of them."""
    sealed = seal([item.model_dump(mode="json") for item in exemplars])
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
            for item in exemplars
        ],
    }
    return (json.dumps(public, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _number(content: bytes | None) -> str | None:
    """The random name under which this repository's exemplars lie."""
    try:
        value: object = json.loads(content or b"")
    except (ValueError, RecursionError):
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
