"""Mentor or colleague: what the constitution's Training Protocol says, unless the learner chose for this folder.

The choice lies in `.teaching/mode.json`, which is data and no more: it can pick one of two behaviours and switch the
guard of markers off. The constitution is never written to. The hooks read the same file (`mcp_server/hooks`).
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from teaching.contracts.review import Mode
from teaching.documents.constitution import Constitution, read_constitution
from teaching.errors import RefusedError
from teaching.repository import kept
from teaching.repository.files import Unreadable, read_regular
from teaching.repository.git import find_top

NAME = "mode.json"
PLACE = f"{kept.FOLDER}/{NAME}"
_MAX_BYTES = 4096


class Choice(BaseModel):
    """What `.teaching/mode.json` holds.

    Attributes:
        mode: None where the constitution decides.
        guard_markers: whether a mentor keeps Claude from filling a `TODO(human)`.
    """

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    mode: Mode | None = None
    guard_markers: bool = True


@dataclass(frozen=True, slots=True)
class Temper:
    """How the assistant behaves here, and why.

    Attributes:
        source: what decided, as "CLAUDE.md:5" or ".teaching/mode.json"; empty where nothing said anything.
        said: the output style that was read, or "".
        guards_markers: whether Claude is kept from filling a `TODO(human)`.
        note: what could not be read, or "".
    """

    mode: Mode
    source: str
    said: str
    guards_markers: bool
    note: str = ""


def temper(root: Path, constitution: Constitution | None = None) -> Temper:
    """The mode that counts in a repository; a choice that cannot be read counts for nothing and is noted."""
    choice, note = Choice(), ""
    try:
        choice = chosen(root)
    except RefusedError as error:
        note = str(error)
    if choice.mode is not None:
        guards = choice.mode == "mentor" and choice.guard_markers
        return Temper(choice.mode, PLACE, "", guards, note)
    read = constitution or read_constitution(root, find_top(root) or root)
    source = read.protocol.sources.get("output_style", "")
    guards = read.mode == "mentor" and choice.guard_markers
    return Temper(read.mode, source, read.protocol.output_style or "", guards, note)


def mode_of(root: Path) -> Mode:
    """The mode that counts in a repository."""
    return temper(root).mode


def chosen(root: Path) -> Choice:
    """What was chosen for this repository; the default where nothing was.

    Raises:
        RefusedError: the file is there and says nothing that can be used.
    """
    try:
        with kept.opened(root) as folder:
            if folder is None or NAME not in os.listdir(folder):
                return Choice()
            return Choice.model_validate_json(read_regular(NAME, _MAX_BYTES, dir_fd=folder))
    except Unreadable as error:
        raise RefusedError(f"{PLACE} cannot be read ({error.reason}): delete it") from error
    except ValidationError as error:
        reason = error.errors()[0]["msg"].lower()
        raise RefusedError(f"{PLACE} is not understood ({reason}): delete it, or choose a mode again") from error


def choose(root: Path, choice: Choice) -> None:
    """Store a choice, or take the file away where it says what counts without it.

    Raises:
        RefusedError: the folder cannot be written.
    """
    if choice == Choice():
        kept.remove(root, NAME)
        return
    content = (json.dumps(choice.model_dump(exclude_defaults=True), indent=2) + "\n").encode()
    kept.change(root, NAME, lambda _: content)
