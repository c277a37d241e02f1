"""What a hook remembers, in the user's own state folder: one small file for a project, one for a session.

Written aside and put in place by one rename, readable by the user only. What nobody wrote to for a month (a session)
or a year (a project) is taken away when a session begins. Not covered: two hooks that write at the same instant, of
which the later one's word counts.
"""

from __future__ import annotations

import json
import os
import time

from mcp_server.hooks.saying import Event, object_in, text_of

_DAY_S = 86_400
_KEPT_S = {"sessions": 30 * _DAY_S, "projects": 365 * _DAY_S}
_MOST = 2000
_LONGEST = 80
_PRIME = 2**127 - 1


def of_project(project: str) -> dict[str, object]:
    """What is remembered of a project; empty where nothing is."""
    known = object_in(text_of(_project_file(project)))
    return known if known.get("project") == os.path.realpath(project) else {}


def keep_project(project: str, known: dict[str, object]) -> None:
    """Remembers that of a project."""
    _write(_project_file(project), {**known, "project": os.path.realpath(project)})


def of_session(event: Event, project: str) -> dict[str, object] | None:
    """What is remembered of the session and a project; None where the event does not say which session it is."""
    file = _session_file(event)
    if file is None:
        return None
    known = object_in(text_of(file))
    return known if known.get("project") == os.path.realpath(project) else {}


def keep_session(event: Event, project: str, known: dict[str, object]) -> None:
    """Remembers that of the session; nothing where the event does not say which it is."""
    file = _session_file(event)
    if file is not None:
        _write(file, {**known, "project": os.path.realpath(project)})


def sweep() -> None:
    """Takes away what is long forgotten."""
    now = time.time()
    for folder, kept in _KEPT_S.items():
        try:
            with os.scandir(os.path.join(_folder(), folder)) as listing:
                old = [entry.path for entry, _ in zip(listing, range(_MOST)) if entry.stat().st_mtime < now - kept]
            for path in old:
                os.unlink(path)
        except OSError:  # not there yet, or another session's hook was quicker
            continue


def folder_above() -> str:
    """Our folder in the user's state."""
    state = os.environ.get("XDG_STATE_HOME", "")
    above = state if os.path.isabs(state) else os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(above, "teach")


def make(folder: str) -> None:
    """Makes a folder and what is missing above it, each for this user alone; `makedirs` gives its mode to the last."""
    above = os.path.dirname(folder)
    if above != folder and not os.path.isdir(above):
        make(above)
    os.makedirs(folder, mode=0o700, exist_ok=True)


def put(file: str, text: str) -> None:
    """Puts a whole file in the place of an old one, readable by the user only, as its folder is if it is made here."""
    folder = os.path.dirname(file)
    make(folder)
    aside = os.path.join(folder, f".{os.path.basename(file)}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(aside, file)


def _folder() -> str:
    return os.path.join(folder_above(), "hooks")


def _project_file(project: str) -> str:
    """By a checksum of its path, which stands in the file too: hashlib would cost more than all of a hook."""
    number = int.from_bytes(os.fsencode(os.path.realpath(project)), "big") % _PRIME
    return os.path.join(_folder(), "projects", f"{number:032x}.json")


def _session_file(event: Event) -> str | None:
    name = event.get("session_id")
    if not isinstance(name, str) or len(name) > _LONGEST or not name.replace("-", "").isalnum():
        return None
    return os.path.join(_folder(), "sessions", f"{name}.json")


def _write(file: str, known: dict[str, object]) -> None:
    put(file, json.dumps(known))
