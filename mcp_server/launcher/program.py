"""Finds a `teach` that was installed by hand, and tells it from other programs of that name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_DISTRIBUTION = "claude_code_teaching_assistant"
# Where an installer notes what it installed, seen from the folder above the script (POSIX, Windows).
_NOTES = (f"lib/python*/*-packages/{_DISTRIBUTION}-*.dist-info", f"Lib/site-packages/{_DISTRIBUTION}-*.dist-info")


def installed(needed: str) -> str | None:
    """The `teach` on PATH, when it is this program and at least of the version that the plugin's commands need.

    The installer's own notes are read: asking the program for its version would cost as much as a start.
    """
    path = shutil.which("teach")
    if path is None:
        return None
    folder = Path(path).resolve().parent
    notes = [note for pattern in _NOTES for note in folder.parent.glob(pattern)]
    versions = [_parts(note.name[len(_DISTRIBUTION) + 1 : -len(".dist-info")]) for note in notes]
    return path if versions and max(versions) >= _parts(needed) else None


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])
