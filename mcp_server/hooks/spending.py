"""What Claude Code itself spent: read from the session's transcript as far as it has grown, into the ledger of costs.

Each answer of the model counts once, by the task that the turn was for: the one that was next when it began, if that
was ticked meanwhile, else the one that is next now. Sub-agents have transcripts of their own beside the session's.
Read on 2.1.197 and 2.1.330, whose transcripts name the same tokens as their own count of costs. What is written has the
form of `teaching/costs/ledger.py`, which also drops what two sessions tell of the same answer. Prices are not known
here: the report has them. Not covered: what was spent before the project opted in; a turn that was interrupted, until
the next one ends or the session does; what the client asks beside the conversation (titles), which is in no transcript.
"""

from __future__ import annotations

import json
import os
import re
import time

from mcp_server.hooks import state
from mcp_server.hooks.path import way
from mcp_server.hooks.saying import Event, mapping, object_in, opted_in, received, text_of

_MOST_OF_TURN = 4_000_000  # bytes: what one hook may read in its time; the rest is for the next
_MOST_OF_SESSION = 64_000_000
_MOST_AGENTS = 500
_LONGEST = 200
_LEAST_ID = 20
_AT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-9:.]{8,16}Z$")
_TOKENS = {
    "read": "input_tokens",
    "written": "output_tokens",
    "cache_read": "cache_read_input_tokens",
    "cache_written": "cache_creation_input_tokens",
}


def session_end() -> None:
    """Counts what no turn's end has counted; prints nothing."""
    event = received()
    project = opted_in(event)
    if project is not None:
        note(event, project, _MOST_OF_SESSION)


def begin(event: Event, project: str) -> None:
    """Remembers which task is next, where that is not known of the session yet."""
    known = state.of_session(event, project)
    if known is not None and "task" not in known:
        state.keep_session(event, project, {**known, "task": _next(project)[1]})


def note(event: Event, project: str, most: int = _MOST_OF_TURN) -> None:
    """Writes down what the session's transcripts tell that they did not tell before."""
    known, transcript = state.of_session(event, project), event.get("transcript_path")
    if known is None or not isinstance(transcript, str) or not transcript.endswith(".jsonl"):
        return
    counted = mapping(known.get("counted"))
    found: list[tuple[str, Event]] = []
    for name, file in _transcripts(transcript):
        answers, counted[name] = _answers(file, mapping(counted.get(name)), most)
        found += [("sub-agent" if name else "turn", answer) for answer in answers]
    if found:
        task, now = _next(project, mapping(known.get("task")))
        append([_row(answer, os.path.realpath(project), task, purpose) for purpose, answer in found])
        known = {**known, "task": now}
    state.keep_session(event, project, {**known, "counted": counted})


def _next(project: str, before: Event | None = None) -> tuple[str, dict[str, str]]:
    """The task that the turn was for, and what to remember of the one that is next now."""
    found = way(text_of(os.path.join(project, "ROADMAP.md")))
    step = found.next
    now = {"key": step.box.key, "name": step.box.name} if step is not None else {}
    known = found.steps.get(str((before or {}).get("key", "")))
    done = known is not None and known.box.ticked
    return str((before or {}).get("name", "")) if done else now.get("name", ""), now


def _transcripts(main: str) -> list[tuple[str, str]]:
    """The session's own transcript, by no name, and those of its sub-agents by theirs."""
    folder = os.path.join(main[: -len(".jsonl")], "subagents")
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl"))[:_MOST_AGENTS]
    except OSError:  # it has none
        names = []
    return [("", main), *((name, os.path.join(folder, name)) for name in names)]


def _answers(file: str, before: Event, most: int) -> tuple[list[Event], dict[str, object]]:
    """The answers behind what was read before, and how far was read now."""
    at, last = before.get("at", 0), before.get("last", "")
    start = at if isinstance(at, int) and at >= 0 else 0
    found: dict[str, Event] = {}
    try:
        with open(file, "rb") as opened:
            if os.fstat(opened.fileno()).st_size < start:  # another file than it was
                start = 0
            end = opened.seek(start)
            for line in opened:
                if not line.endswith(b"\n") or end - start > most:
                    break
                end += len(line)
                _take(line, found)
    except OSError:  # not there yet, or gone
        return [], {"at": start, "last": last}
    if len(str(last)) < _LEAST_ID:
        found.pop(str(last), None)  # its first lines were read before; a longer id the ledger itself knows again
    return list(found.values()), {"at": end, "last": list(found)[-1] if found else last}


def _take(line: bytes, found: dict[str, Event]) -> None:
    """Adds the answer that a line tells of; one answer has a line for each of its blocks."""
    if b'"assistant"' not in line or b'"usage"' not in line:
        return
    told = object_in(line.decode("utf-8", "replace"))
    message = mapping(told.get("message"))
    usage, name, model = mapping(message.get("usage")), message.get("id"), message.get("model")
    if told.get("type") != "assistant" or not isinstance(name, str) or not isinstance(model, str) or model[:1] == "<":
        return  # the client's own words have a model such as `<synthetic>`
    tokens = {ours: _count(usage.get(theirs)) for ours, theirs in _TOKENS.items()}
    if name in found:
        if sum(tokens.values()) > sum(_count(found[name].get(one)) for one in tokens):
            found[name].update(tokens)
    elif any(tokens.values()):
        found[name] = {"id": name[:_LONGEST], "model": model[:_LONGEST], "at": _time(told.get("timestamp")), **tokens}


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _time(said: object) -> str:
    """When the line says it was, in universal time; now, where it does not."""
    # Its month becomes the name of a file.
    if isinstance(said, str) and _AT.match(said):
        return said
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _row(answer: Event, project: str, task: str, purpose: str) -> dict[str, object]:
    fixed = {"tier": "claude-code", "purpose": purpose, "task": task[:_LONGEST], "project": project[-1000:]}
    return {**fixed, "cost": None, "seconds": 0.0, "outcome": "answered", **answer}


def append(rows: list[dict[str, object]]) -> None:
    """Puts the lines behind those that are there, all of a month's in one write."""
    folder = os.path.join(state.folder_above(), "costs")
    state.make(folder)
    months: dict[str, bytes] = {}
    for row in rows:
        month = str(row["at"])[:7]
        months[month] = months.get(month, b"") + json.dumps(row).encode("ascii") + b"\n"
    for month, lines in months.items():
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(os.path.join(folder, f"{month}.jsonl"), flags, 0o600)
        try:
            size = os.lseek(descriptor, 0, os.SEEK_END)
            os.lseek(descriptor, max(0, size - 1), os.SEEK_SET)
            torn = size > 0 and os.read(descriptor, 1) != b"\n"
            os.write(descriptor, b"\n" + lines if torn else lines)
        finally:
            os.close(descriptor)
