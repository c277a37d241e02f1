"""What a session changed, and when it asked for a verification, as it is seen from call to call.

Small, for it runs with every edit; what follows from it is judged once, in `work.py`.
"""

from __future__ import annotations

import os
import time

from mcp_server.hooks import state
from mcp_server.hooks.saying import Event, mapping

EDITS = {"Edit", "Write", "MultiEdit", "NotebookEdit"}
_VERIFIES = "verify_task"
_MOST_FILES = 200


def begin(event: Event, project: str) -> None:
    """Remembers when the session began; one that goes on after a break keeps what was known of it."""
    known = state.of_session(event, project)
    if known is not None and "began" not in known:
        state.keep_session(event, project, {**known, "began": time.time()})


def remember_call(event: Event, project: str) -> None:
    """Remembers that a verification was asked for: whatever it comes to, or whoever refuses it, nobody is nagged."""
    tool = event.get("tool_name")
    if isinstance(tool, str) and tool.startswith("mcp__") and tool.endswith(f"__{_VERIFIES}"):
        known = state.of_session(event, project)
        if known is not None:
            state.keep_session(event, project, {**known, "verified": time.time(), "changed": {}})


def remember_change(event: Event, project: str) -> None:
    """Remembers which file a tool of Claude Code changed."""
    if event.get("tool_name") not in EDITS:
        return
    given = mapping(event.get("tool_input"))
    named = given.get("file_path") or given.get("notebook_path")
    known = state.of_session(event, project)
    path = _inside(project, event, named) if isinstance(named, str) else ""
    if not path or known is None:
        return
    changed = files_changed(known)
    if path in changed or len(changed) < _MOST_FILES:
        state.keep_session(event, project, {**known, "changed": {**changed, path: time.time()}})


def files_changed(known: dict[str, object]) -> dict[str, float]:
    """When each file was changed by a tool, by its path in the project."""
    return {path: number(at) for path, at in mapping(known.get("changed")).items()}


def number(value: object) -> float:
    """A number that was remembered; 0 where it is none."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def _inside(project: str, event: Event, named: str) -> str:
    """The path relative to the project, with slashes; empty for a file elsewhere."""
    real = os.path.realpath(os.path.join(str(event.get("cwd") or project), named))
    path = os.path.relpath(real, os.path.realpath(project)).replace(os.sep, "/")
    return "" if path.startswith("../") or os.path.isabs(path) else path
