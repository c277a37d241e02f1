"""Before a tool runs: a tick made by hand, a write below `.teaching/`, a mentor's markers and exemplars are refused.

Judged by what the file would hold afterwards, and for an exemplar by where it lies. Nothing else is ever refused. Not
covered: a search over a folder above an exemplar, and a command of the shell, which is never matched against patterns.
"""

from __future__ import annotations

import json
import os

from mcp_server.dispatch import load
from mcp_server.hooks.changes import remember_call
from mcp_server.hooks.saying import (
    Event,
    command,
    folders_above,
    mapping,
    opted_in,
    plain,
    plugin_folder,
    received,
    sequence,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mcp_server.hooks.boxes import Box

_SIGN = "TODO(human)"
_READS = {"Read", "Grep", "Glob"}
_EXEMPLARS = ".meta"


def before_tool() -> None:
    """Prints a refusal with its reason and the next move; nothing for everything else."""
    event = received()
    project = opted_in(event)
    asked = mapping(event.get("tool_input"))
    if project is None or not asked:
        return
    remember_call(event, project)
    reason = _unread(project, event, asked) if event.get("tool_name") in _READS else _unwritten(project, event, asked)
    if reason:
        decision = {"permissionDecision": "deny", "permissionDecisionReason": reason}
        print(json.dumps({"hookSpecificOutput": {"hookEventName": "PreToolUse", **decision}}))


def _unread(project: str, event: Event, asked: Event) -> str:
    """Why this may not be read; empty where it may."""
    here = str(event.get("cwd") or project)
    named = [asked.get(key) for key in ("file_path", "path")]
    paths = [os.path.join(here, os.path.expanduser(name)) for name in named if isinstance(name, str) and name]
    # What a search is narrowed to by its pattern, it is pointed at as well.
    narrowed = asked.get("pattern") if event.get("tool_name") == "Glob" else asked.get("glob")
    if isinstance(narrowed, str) and _EXEMPLARS in narrowed.replace("\\", "/").split("/"):
        paths.append(os.path.join(paths[0] if paths else here, _EXEMPLARS))
    if not any(_is_exemplar(project, path) for path in paths) or not _is_mentor(project):
        return ""
    return (
        "This is an exemplar, the worked solution of an exercise: a mentor does not open it while the learner works. "
        "Look at the learner's own code instead, and when they are stuck give one hint: call the tool give_hint (in a "
        f"terminal: {command('hint')}). A colleague may read it: a person chooses that with `{command('mode')}`."
    )


def _is_exemplar(project: str, path: str) -> bool:
    data = os.environ.get("XDG_DATA_HOME", "")
    above = data if os.path.isabs(data) else os.path.join(os.path.expanduser("~"), ".local", "share")
    if _is_below(path, os.path.join(above, "teach", "exemplars")):
        return True
    for one in {os.path.normpath(path), os.path.realpath(path)}:
        parts = one.split(os.sep)
        if _EXEMPLARS in parts and (_is_below(one, project) or _is_below(one, plugin_folder())):
            return True
    return False


def _unwritten(project: str, event: Event, asked: Event) -> str:
    """Why this may not be written; empty where it may."""
    named = asked.get("file_path") or asked.get("notebook_path")
    if not isinstance(named, str) or not named:
        return ""
    file = os.path.join(str(event.get("cwd") or project), named)
    if _is_below(file, os.path.join(project, ".teaching")):
        return (
            "Nothing below .teaching/ is written by hand: evidence comes from verify_task, which runs what proves a "
            f"task, and the mode from a person who types `{command('mode')}` in a terminal. Leave the file as it is."
        )
    if _is_same(file, os.path.join(project, "ROADMAP.md")):
        return _ticks(project, *_texts(file, asked))
    before, after = _texts(file, asked)
    if _SIGN not in before:
        return ""
    marker = str(load("mcp_server.hooks.markers:filled")(before, after))
    if marker and load("mcp_server.hooks.temper:guards_markers")(project):
        return (
            f"This is left to the learner: “{marker[:120]}”. Ask a question about it, or give a hint, and let them "
            "write it; other lines of the file may be changed. A person who wants it otherwise types "
            f"`{command('mode', '--no-marker-guard')}` in a terminal."
        )
    return ""


def _ticks(project: str, before: str, after: str) -> str:
    boxes: list[Box] = load("mcp_server.hooks.boxes:gained")(before, after)
    if not boxes:
        return ""
    task = boxes[0]
    first = "When the learner takes the task for done, call" if _is_mentor(project) else "Call"
    return (
        f"ROADMAP.md is ticked by evidence, not by hand: “{task.title[:80]}”. {first} the tool verify_task with "
        f"{task.name!r}: it runs what proves the task and ticks it when all is green (in a terminal: "
        f"{command('verify', task.name)}). What no command can prove a person attests in a terminal with --attest. "
        "Other changes to the file are fine."
    )


def _is_mentor(project: str) -> bool:
    return bool(load("mcp_server.hooks.temper:is_mentor")(project))


def _texts(file: str, asked: Event) -> tuple[str, str]:
    """What a file holds, and would hold; where an edit does not fit the file, what is replaced and by what."""
    before = text_of(file)
    content = asked.get("content")
    if isinstance(content, str):
        return before, plain(content)
    steps = sequence(asked.get("edits")) or [asked]
    after, odd_before, odd_after = before, "", ""
    for step in steps:
        one = mapping(step)
        old, new = one.get("old_string"), one.get("new_string")
        if not isinstance(old, str) or not isinstance(new, str):
            continue
        old, new = plain(old), plain(new)
        if old in after:
            after = after.replace(old, new) if one.get("replace_all") else after.replace(old, new, 1)
        else:
            odd_before, odd_after = f"{odd_before}\n{old}", f"{odd_after}\n{new}"
    return f"{before}\n{odd_before}", f"{after}\n{odd_after}"


def _is_same(file: str, other: str) -> bool:
    try:
        return os.path.samefile(file, other)
    except OSError:  # one of them is not there yet
        return os.path.realpath(file) == os.path.realpath(other)


def _is_below(file: str, folder: str) -> bool:
    """Whether a file lies in a folder, by its name or by where links lead to."""
    paths = {os.path.normpath(file), os.path.realpath(file)}
    return any(_is_same(above, folder) for path in paths for above in folders_above(path))
