"""Before a tool writes a file: a tick made by hand, a write below `.teaching/`, and a mentor's markers are refused.

Judged by what the file would hold afterwards. Nothing else is ever refused.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, cast

from mcp_server.hooks.boxes import gained
from mcp_server.hooks.markers import SIGN, filled
from mcp_server.hooks.saying import Event, called, opted_in, plain, received, text_of
from mcp_server.hooks.temper import guards_markers


def before_tool() -> None:
    """Prints a refusal with its reason and the next move; nothing for everything else."""
    event = received()
    project = opted_in(event)
    given: object = event.get("tool_input")
    if project is None or not isinstance(given, dict):
        return
    asked = cast("dict[str, Any]", given)
    named = asked.get("file_path") or asked.get("notebook_path")
    if not isinstance(named, str) or not named:
        return
    reason = _objection(project, Path(str(event.get("cwd") or project)) / named, asked)
    if reason:
        decision = {"permissionDecision": "deny", "permissionDecisionReason": reason}
        print(json.dumps({"hookSpecificOutput": {"hookEventName": "PreToolUse", **decision}}))


def _objection(project: Path, file: Path, asked: Event) -> str:
    """Why this may not be written; empty where it may."""
    if _is_below(file, project / ".teaching"):
        return (
            "Nothing below .teaching/ is written by hand: evidence comes from verify_task, which runs what proves a "
            f"task, and the mode from a person who types `{called()} mode` in a terminal. Leave the file as it is."
        )
    if _is_same(file, project / "ROADMAP.md"):
        return _ticks(*_texts(file, asked))
    before, after = _texts(file, asked)
    if SIGN in before and (marker := filled(before, after)) and guards_markers(project):
        return (
            f"This is left to the learner: “{marker[:120]}”. Ask a question about it, or give a hint, and let them "
            "write it; other lines of the file may be changed. A person who wants it otherwise types "
            f"`{called()} mode --no-marker-guard` in a terminal."
        )
    return ""


def _ticks(before: str, after: str) -> str:
    boxes = gained(before, after)
    if not boxes:
        return ""
    task = boxes[0]
    name = task.id or task.title[:80]
    return (
        f"ROADMAP.md is ticked by evidence, not by hand: “{task.title[:80]}”. Call the tool verify_task with "
        f"{name!r}: it runs what proves the task and ticks it when all is green (in a terminal: {called()} verify). "
        "What no command can prove a person attests in a terminal with --attest. Other changes to the file are fine."
    )


def _texts(file: Path, asked: Event) -> tuple[str, str]:
    """What a file holds, and would hold; where an edit does not fit the file, what is replaced and by what."""
    before = text_of(file)
    if isinstance(asked.get("content"), str):
        return before, plain(asked["content"])
    edits: object = asked.get("edits")
    steps = cast("list[object]", edits) if isinstance(edits, list) else [asked]
    after, odd_before, odd_after = before, "", ""
    for step in steps:
        if not isinstance(step, dict):
            continue
        one = cast("dict[str, Any]", step)
        old, new = one.get("old_string"), one.get("new_string")
        if not isinstance(old, str) or not isinstance(new, str):
            continue
        old, new = plain(old), plain(new)
        if old in after:
            after = after.replace(old, new) if one.get("replace_all") else after.replace(old, new, 1)
        else:
            odd_before, odd_after = f"{odd_before}\n{old}", f"{odd_after}\n{new}"
    return f"{before}\n{odd_before}", f"{after}\n{odd_after}"


def _is_same(file: Path, other: Path) -> bool:
    try:
        return os.path.samefile(str(file), str(other))
    except OSError:  # one of them is not there yet
        return os.path.realpath(str(file)) == os.path.realpath(str(other))


def _is_below(file: Path, folder: Path) -> bool:
    normal = Path(os.path.normpath(str(file)))
    real = Path(os.path.realpath(str(file)))
    return any(_is_same(above, folder) for path in (normal, real) for above in (path, *path.parents))
