"""After a tool ran: which file it changed is remembered, and where the roadmap changed, its ticks are looked at."""

from __future__ import annotations

import os

from mcp_server.dispatch import load
from mcp_server.hooks import state
from mcp_server.hooks.changes import remember_change
from mcp_server.hooks.saying import opted_in, received


def after_tool() -> None:
    """Prints what the model is told; nothing where no tick appeared."""
    event = received()
    project = opted_in(event)
    if project is None:
        return
    remember_change(event, project)
    known = state.of_project(project)
    if known.get("stamp") != stamp(project):
        load("mcp_server.hooks.ticks:tell")(project, known)


def stamp(project: str) -> list[int]:
    """What tells one state of the roadmap from another; empty where there is none."""
    try:
        status = os.stat(os.path.join(project, "ROADMAP.md"))
    except OSError:  # no roadmap
        return []
    return [status.st_mtime_ns, status.st_size, status.st_ino]
