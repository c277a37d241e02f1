"""Every call of a model, with its tokens and money: one line each, in a file a month that only the user may read.

Several processes write at once: a line goes in whole, by one write. What has an id may stand in it twice, and counts
once: money is set aside before a call and settled after it, and Claude Code's transcripts repeat themselves. Neither
questions nor answers are kept. Not covered: a file system without atomic appending (some network drives), where two
lines written at the same instant may spoil each other; a spoilt line is skipped and counted.
"""

import fcntl
import json
import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from teaching.contracts.usage import Usage
from teaching.errors import RefusedError
from teaching.repository.private import PrivateFolder

FOLDER = "costs"
CLAUDE_CODE = "claude-code"
ASKED = "asked"  # set aside: the answer is not there yet, or never came
_LOCK = "lock"
_LOCK_WITHIN_S = 2.0
_LONGEST = 4096
_LONGEST_WORD = 200
# A shorter id is no id of Anthropic's: gateways number their answers anew with each start.
_LEAST_ID = 20
_TEXTS = ("at", "project", "tier", "model", "purpose", "outcome")
_COUNTS = ("read", "written", "cache_read", "cache_written")


@dataclass(frozen=True, slots=True)
class Entry:
    """One call.

    Attributes:
        at: when it ended, with its time zone.
        project: the root of the project, as a path.
        tier: `local`, `fallback`, `deep`, or `claude-code` for what Claude Code itself spent.
        model: its id.
        purpose: what it was asked for, in a word or two.
        cost: in US dollars; None where the price is not known.
        outcome: `answered`, `rejected`, a kind of failure, or `asked` while it is not known.
        task: the roadmap's task that it was for; may be empty.
        id: what makes it one call, though it is written twice; may be empty.
    """

    at: datetime
    project: str
    tier: str
    model: str
    purpose: str
    usage: Usage
    cost: float | None
    seconds: float
    outcome: str
    task: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What was read.

    Attributes:
        entries: the oldest first.
        damaged: how many lines could not be understood.
    """

    entries: tuple[Entry, ...]
    damaged: int


def folder() -> PrivateFolder:
    """Where the files lie."""
    return PrivateFolder(FOLDER)


def record(entry: Entry) -> None:
    """Writes one call down.

    Raises:
        RefusedError: it cannot be written; the message says what to do.
    """
    folder().append(_file(entry.at), _line(entry))


def reserve(entry: Entry, objection: Callable[[tuple[Entry, ...]], str], since: datetime) -> str:
    """Sets money aside, unless there is an objection; nobody else does so between the look and the writing.

    Args:
        entry: with the most that it can cost, and an id, by which `record` settles it.
        objection: says why not, of what was spent before; empty where nothing is against it.
        since: from when on what was spent is looked at.

    Raises:
        RefusedError: it cannot be read or written.
    """
    with _locked():
        why = objection(read(since, with_claude_code=False).entries)
        if not why:
            record(entry)
        return why


def read(since: datetime, *, with_claude_code: bool = True) -> Book:
    """What was written down since then.

    Args:
        with_claude_code: whether what Claude Code itself spent is read too, which is most of the lines.

    Raises:
        RefusedError: somebody else could have written it.
    """
    found: dict[str, Entry] = {}
    damaged = 0
    for number, line in enumerate(_lines(since)):
        if not line.strip() or (not with_claude_code and f'"tier": "{CLAUDE_CODE}"'.encode() in line):
            continue
        entry = _entry(line)
        if entry is None:
            damaged += 1
        elif entry.at >= since:
            key = entry.id if len(entry.id) >= _LEAST_ID else f"#{number}"
            before = found.get(key)
            if before is None or before.outcome == ASKED or entry.usage.total > before.usage.total:
                found[key] = entry if before is None else replace(entry, at=before.at)
    return Book(tuple(sorted(found.values(), key=lambda one: one.at)), damaged)


def _lines(since: datetime) -> Iterator[bytes]:
    here = folder()
    if not here.path.is_dir():
        return
    first = _file(since)
    for name in here.names():
        if name.endswith(".jsonl") and name >= first:
            yield from here.lines(name)


def _file(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m}.jsonl"


def _line(entry: Entry) -> bytes:
    usage = entry.usage
    row: dict[str, object] = {
        "at": f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
        "project": entry.project,
        "tier": entry.tier,
        "model": entry.model,
        "purpose": entry.purpose,
        "task": entry.task,
        **{name: getattr(usage, name) for name in _COUNTS},
        "cost": entry.cost,
        "seconds": round(entry.seconds, 3),
        "outcome": entry.outcome,
        "id": entry.id,
    }
    line = json.dumps(row).encode("ascii")
    if len(line) > _LONGEST:
        short = {key: value[-_LONGEST_WORD // 6 :] if isinstance(value, str) else value for key, value in row.items()}
        line = json.dumps({**short, "at": row["at"], "tier": row["tier"]}).encode("ascii")
    return line


def _entry(line: bytes) -> Entry | None:
    """What a line says; None where it is spoilt."""
    try:
        found: Any = json.loads(line)
        row = cast(dict[str, Any], found if isinstance(found, dict) else {})
        if not all(isinstance(row[name], str) for name in _TEXTS) or not all(_is_count(row[name]) for name in _COUNTS):
            return None
        cost, seconds = row["cost"], row.get("seconds", 0.0)
        if not (cost is None or _is_amount(cost)) or not _is_amount(seconds):
            return None
        at = datetime.fromisoformat(row["at"])
    except (ValueError, KeyError, RecursionError):
        return None
    if at.tzinfo is None:
        return None
    return Entry(
        at=at,
        project=row["project"],
        tier=row["tier"],
        model=row["model"],
        purpose=row["purpose"],
        usage=Usage(**{name: row[name] for name in _COUNTS}),
        cost=cost,
        seconds=seconds,
        outcome=row["outcome"],
        task=str(row.get("task") or ""),
        id=str(row.get("id") or ""),
    )


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_amount(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


@contextmanager
def _locked() -> Generator[None]:
    with folder().lock_file(_LOCK) as file:
        until = time.monotonic() + _LOCK_WITHIN_S
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise RefusedError(
                        "the ledger of costs is held by another process: end it, then ask again"
                    ) from error
                time.sleep(0.01)
        yield  # closing the file lets go of it
