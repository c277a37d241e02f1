"""Whether work was changed and nothing verified it since; at the end of a turn that is said, once in a session.

Work is a file that an open task names under `files:`, or, where the task (In Progress) names none, any file that a tool
of Claude Code edited and that is no prose or setting. A file of the task (In Progress) counts too when something else
wrote it, a command of the shell or the user's editor: its time is compared with the session's beginning. Verified is
work when `verify_task` was called after it, whatever that came to, or evidence was stored after it.

Nobody is reminded of work that still holds an open `TODO(human)`, which waits for the learner on purpose, nor of what
no open task can be tied to. Not covered: `teach verify` in a terminal that ended red; what a command of the shell wrote
for a task that names no files, or is not (In Progress); files of a ticked task, which the audit calls stale; a checkout
of another branch, which looks like work.
"""

from __future__ import annotations

import json
import os
from fnmatch import fnmatchcase

from mcp_server.hooks import state
from mcp_server.hooks.boxes import Box
from mcp_server.hooks.changes import files_changed, number
from mcp_server.hooks.markers import SIGN, lines_with
from mcp_server.hooks.path import Step, way
from mcp_server.hooks.saying import Event, opted_in, received, shown, text_of
from mcp_server.hooks.spending import note
from mcp_server.hooks.temper import is_mentor

_PROSE = (".md", ".markdown", ".txt", ".rst", ".adoc")
_MOST_FILES = 200


def stop() -> None:
    """Prints what sends the model back, once; nothing where no work waits for a verification. Then counts the cost."""
    event = received()
    project = opted_in(event)
    if project is not None:
        if not event.get("stop_hook_active"):
            _remind(event, project)
        note(event, project)


def _remind(event: Event, project: str) -> None:
    known = state.of_session(event, project)
    if not known or known.get("reminded"):
        return
    found = _unverified(project, known)
    if found is None:
        return
    # Kept first: where that fails, nobody is reminded rather than each time.
    state.keep_session(event, project, {**known, "reminded": True})
    print(json.dumps({"decision": "block", "reason": _reminder(project, *found)}))


def _reminder(project: str, box: Box, paths: list[str]) -> str:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    if is_mentor(project):
        move = f"Ask the learner whether they take it for done; if they do, call the tool verify_task with {box.name!r}"
    else:
        move = f"If you take it for done, call the tool verify_task with {box.name!r}"
    return (
        f"Work on “{shown(box.title)}” changed ({shown(paths[0])}{more}), and nothing has verified it since. {move}: "
        "it runs what proves the task and ticks it when all is green. If it is not done yet, say so in a sentence and "
        "stop: “not yet” is a fine answer. This is said once in a session."
    )


def _unverified(project: str, known: dict[str, object]) -> tuple[Box, list[str]] | None:
    """The task whose work waits for a verification, and the files that changed."""
    steps = way(text_of(os.path.join(project, "ROADMAP.md"))).open
    since = max(number(known.get("verified")), _evidence_at(project))
    edited = [path for path, at in files_changed(known).items() if at > since]
    for step in steps:
        paths = [path for path in edited if _belongs(path, step.files)]
        if step.begun and known.get("began"):
            paths += _touched(project, step, max(since, number(known["began"])), paths)
        if paths:
            return None if _waits_for_learner(project, paths) else (step.box, paths)
    for step in steps:
        paths = [path for path in edited if not _is_aside(path)] if step.begun and not step.files else []
        if paths:
            return None if _waits_for_learner(project, paths) else (step.box, paths)
    return None


def _evidence_at(project: str) -> float:
    """When evidence was stored last; a folder's own time says when a file was put into it."""
    try:
        return os.stat(os.path.join(project, ".teaching", "evidence")).st_mtime
    except OSError:  # nothing was verified yet
        return 0.0


def _belongs(path: str, files: tuple[str, ...]) -> bool:
    for named in files:
        wanted = named[2:] if named.startswith("./") else named
        wanted = wanted.rstrip("/")
        if path == wanted or path.startswith(f"{wanted}/") or fnmatchcase(path, wanted):
            return True
    return False


def _touched(project: str, step: Step, since: float, seen: list[str]) -> list[str]:
    """The files that the task names by their path and that are newer."""
    found: list[str] = []
    for named in step.files[:_MOST_FILES]:
        file = os.path.normpath(os.path.join(project, named))
        if named not in seen and os.path.isfile(file) and os.path.getmtime(file) > since:
            found.append(named)
    return found


def _is_aside(path: str) -> bool:
    """Whether it is prose or a setting, which belongs to no task by itself."""
    return path.endswith(_PROSE) or any(part.startswith(".") for part in path.split("/"))


def _waits_for_learner(project: str, paths: list[str]) -> bool:
    for path in paths[:_MOST_FILES]:
        text = text_of(os.path.join(project, path))
        if SIGN in text and lines_with(text):
            return True
    return False
