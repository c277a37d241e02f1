"""Where this user wants simple questions answered without Claude: one small file in the user's own state folder.

A repository cannot switch it on. The hook's line in front of Python ends where the file is absent. Its first line is
the interpreter that has this program's packages, for the plugin's `python3` may have none; the second has, as JSON, the
folders (`*` for all) and how long a prompt may be held up.
"""

from __future__ import annotations

import json
import os

from mcp_server.hooks import state
from mcp_server.hooks.saying import folders_above, object_in, sequence, text_of

EVERYWHERE = "*"
NAME = "local-answers"
WITHIN_S = 1.5
_MOST_S = 60.0


def file() -> str:
    """Where it is written down; it need not exist."""
    return os.path.join(state.folder_above(), NAME)


def folders() -> list[str]:
    """Where it is switched on; empty where nobody switched it on, or the file is nobody's that can be trusted."""
    return [name for name in sequence(_kept().get("folders")) if isinstance(name, str)]


def within_s() -> float:
    """How long a prompt may be held up, from the start of the shell to the answer; at most a minute."""
    kept = _kept().get("within_s")
    return min(float(kept), _MOST_S) if isinstance(kept, (int, float)) and kept > 0 else WITHIN_S


def is_on(project: str) -> bool:
    """Whether it is switched on for a folder, a folder above it, or everywhere."""
    on = folders()
    return bool(on) and (EVERYWHERE in on or not {os.path.realpath(project), *folders_above(project)}.isdisjoint(on))


def switch(name: str, on: bool, interpreter: str) -> bool:
    """Switches it on or off for one folder or everywhere, and says whether that changed anything.

    Args:
        name: the folder's real path, or EVERYWHERE.
        interpreter: what runs this program; kept where anything is switched on.
    """
    before = folders()
    after = sorted({*before, name} if on else {*before} - {name})
    if after:
        state.put(file(), f"{interpreter}\n{json.dumps({'folders': after, 'within_s': within_s()})}\n")
    elif before:
        os.unlink(file())
    return after != before


def _kept() -> dict[str, object]:
    path = file()
    try:
        status = os.lstat(path)
    except OSError:  # the usual case
        return {}
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        return {}
    return object_in(text_of(path).partition("\n")[2])
