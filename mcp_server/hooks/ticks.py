"""After a tool ran: a tick that appeared in ROADMAP.md and that no evidence names is told to the model, once.

Which ticks were told is kept in the user's state folder by the project's path. What had no evidence when a session
began is not told: `teach roadmap audit` lists it. Not covered: whether the evidence holds, which the audit says.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, cast

from mcp_server.hooks.boxes import Box, tasks
from mcp_server.hooks.saying import called, opted_in, received, text_of

_MOST = 20_000
_SHOWN = 5


def after_tool() -> None:
    """Prints what the model is told; nothing where no tick appeared."""
    event = received()
    project = opted_in(event)
    if project is None:
        return
    known = _known(project)
    stamp = _stamp(project)
    if known.get("stamp") == stamp:
        return
    bare = unproved(project)
    before: set[str] = set(known.get("told", []))
    _keep(project, stamp, bare)
    fresh = [box for key, box in bare.items() if key not in before]
    if not fresh:
        return
    names = ", ".join(f"“{box.title[:80]}”" for box in fresh[:_SHOWN])
    more = f" and {len(fresh) - _SHOWN} more" if len(fresh) > _SHOWN else ""
    reason = (
        f"ROADMAP.md now has a tick without evidence: {names}{more}. A tick is earned by verify_task, which runs what "
        f"proves the task and ticks it. Tell the user, and offer to take the tick off and to call verify_task with "
        f"{fresh[0].id or fresh[0].title[:80]!r} (in a terminal: {called()} verify). Do not call the task done."
    )
    shown = f"ROADMAP.md has a tick without evidence: {names}{more}"
    print(json.dumps({"decision": "block", "reason": reason, "systemMessage": shown}))


def remember(project: Path) -> None:
    """Takes the ticks without evidence as they are for told."""
    _keep(project, _stamp(project), unproved(project))


def unproved(project: Path) -> dict[str, Box]:
    """The ticked tasks that no file of evidence names."""
    ticked = {key: box for key, box in tasks(text_of(project / "ROADMAP.md")).items() if box.ticked}
    if not ticked:
        return {}
    proved = _proved(project)
    return {key: box for key, box in ticked.items() if box.id not in proved}


def _proved(project: Path) -> set[str]:
    folder = project / ".teaching" / "evidence"
    try:
        names = [name for name in os.listdir(str(folder)) if name.endswith(".json")][:_MOST]
    except OSError:  # nothing was verified yet
        return set()
    found: set[str] = set()
    for name in names:
        record = _object(text_of(folder / name))
        if isinstance(record.get("task"), str):
            found.add(record["task"])
    return found


def _stamp(project: Path) -> list[int]:
    try:
        status = os.stat(str(project / "ROADMAP.md"))
    except OSError:  # no roadmap
        return []
    return [status.st_mtime_ns, status.st_size, status.st_ino]


def _known(project: Path) -> dict[str, Any]:
    return _object(text_of(_place(project)))


def _keep(project: Path, stamp: list[int], bare: dict[str, Box]) -> None:
    place = _place(project)
    for folder in (place.parent.parent, place.parent):
        os.makedirs(str(folder), mode=0o700, exist_ok=True)
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    descriptor = os.open(str(aside), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump({"stamp": stamp, "told": sorted(bare)}, stream)
    os.replace(str(aside), str(place))


def _place(project: Path) -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    above = Path(state) if os.path.isabs(state) else Path(os.path.expanduser("~")) / ".local" / "state"
    name = hashlib.sha256(os.fsencode(os.path.realpath(str(project)))).hexdigest()[:32]
    return above / "teach" / "hooks" / f"{name}.json"


def _object(text: str) -> dict[str, Any]:
    try:
        value: object = json.loads(text)
    except ValueError:  # half a file, or none
        return {}
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
