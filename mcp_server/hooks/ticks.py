"""A tick that appeared in ROADMAP.md and that no evidence names is told to the model, once.

Which ticks were told is kept in the user's state folder by the project's path. What had no evidence when a session
began is not told: `teach roadmap audit` lists it. Not covered: whether the evidence holds, which the audit says.
"""

from __future__ import annotations

import json
import os

from mcp_server.hooks import state
from mcp_server.hooks.afterwards import stamp
from mcp_server.hooks.boxes import Box, tasks
from mcp_server.hooks.saying import command, object_in, sequence, shown, text_of
from mcp_server.hooks.temper import is_mentor

_MOST = 20_000
_SHOWN = 5


def tell(project: str, known: dict[str, object]) -> None:
    """Prints what the model is told of ticks that are not among the known ones."""
    bare = unproved(project)
    before = set(map(str, sequence(known.get("told"))))
    _keep(project, stamp(project), bare)
    fresh = [box for key, box in bare.items() if key not in before]
    if fresh:
        print(json.dumps(_told(project, fresh)))


def remember(project: str, bare: dict[str, Box]) -> None:
    """Takes these ticks without evidence for told."""
    _keep(project, stamp(project), bare)


def unproved(project: str) -> dict[str, Box]:
    """The ticked tasks that no file of evidence names."""
    ticked = {key: box for key, box in tasks(text_of(os.path.join(project, "ROADMAP.md"))).items() if box.ticked}
    if not ticked:
        return {}
    proved = _proved(project)
    return {key: box for key, box in ticked.items() if box.id not in proved}


def _told(project: str, fresh: list[Box]) -> dict[str, str]:
    names = ", ".join(f"“{shown(box.title)}”" for box in fresh[:_SHOWN])
    more = f" and {len(fresh) - _SHOWN} more" if len(fresh) > _SHOWN else ""
    name = fresh[0].name
    # A mentor leaves it to the learner when their work is looked at; a colleague just goes on.
    prove = "offer to call the tool" if is_mentor(project) else "call the tool"
    reason = (
        f"ROADMAP.md now has a tick without evidence: {names}{more}. A tick is earned by verify_task, which runs what "
        f"proves the task and ticks it. Tell the user, and ask whether to take the tick off: when they say yes, run "
        f"`{command('roadmap', 'untick', name)}`. Or {prove} verify_task with {name!r} (in a terminal: "
        f"{command('verify', name)}). Do not call the task done."
    )
    return {
        "decision": "block",
        "reason": reason,
        "systemMessage": f"ROADMAP.md has a tick without evidence: {names}{more}",
    }


def _proved(project: str) -> set[str]:
    folder = os.path.join(project, ".teaching", "evidence")
    try:
        names = [name for name in os.listdir(folder) if name.endswith(".json")][:_MOST]
    except OSError:  # nothing was verified yet
        return set()
    records = (object_in(text_of(os.path.join(folder, name))) for name in names)
    return {str(record["task"]) for record in records if isinstance(record.get("task"), str)}


def _keep(project: str, now: list[int], bare: dict[str, Box]) -> None:
    state.keep_project(project, {"stamp": now, "told": sorted(bare)})
