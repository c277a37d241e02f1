"""How far each piece of work is that was left to the learner, over a whole repository. Nothing runs.

Not covered: a recorded function that was renamed counts as gone; a region whose marker is gone cannot be told apart
from one that was filled, and counts as attempted.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from teaching.learning import exercises, record
from teaching.learning.exercises import Exercise
from teaching.markers.bodies import Body, bodies_of, body_of_symbol
from teaching.markers.reading import MAX_BYTES, Marker, marked
from teaching.repository.files import Root, Unreadable

State = Literal["open", "attempted", "done", "abandoned"]
Proved = Callable[[str | None, str], bool]
"""Whether tests prove a task as its files stand; without a task, whether they prove a file of this path."""


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work.

    Attributes:
        key: as `record.key_of`.
        symbol: dotted name of the function; empty for a region.
        marker, body: None where the marker, or the code, is gone.
        exercise: what was recorded when it was made; None for a marker that somebody wrote.
        attempted: whether something stands there now that is not what was left open.
    """

    key: str
    path: str
    symbol: str
    task: str | None
    marker: Marker | None
    body: Body | None
    exercise: Exercise | None
    attempted: bool


def works(root: Path) -> list[Work]:
    """Every marker that stands, by path and line; then the recorded exercises whose marker is gone."""
    recorded = exercises.read(root)
    found = standing(root, recorded)
    kept = {(one.exercise.path, one.exercise.symbol) for one in found if one.exercise is not None}
    return found + [_gone(Root(root), one) for one in recorded if (one.path, one.symbol) not in kept]


def standing(root: Path, recorded: Sequence[Exercise] | None = None) -> list[Work]:
    """Every marker that stands in the tree, by path and line.

    Args:
        root: where to look.
        recorded: the exercises, where they were read already.
    """
    known = {(one.path, one.symbol): one for one in (exercises.read(root) if recorded is None else recorded)}
    found: list[Work] = []
    for path, content in marked(Root(root)):
        for marker, body in bodies_of(content, path):
            exercise = known.get((path, body.symbol))
            changed = is_attempted(body, exercise)
            key = record.key_of(path, body)
            found.append(Work(key, path, body.symbol, marker.task, marker, body, exercise, changed))
    return found


def is_attempted(body: Body, exercise: Exercise | None) -> bool:
    """Whether a body is another than it was left; where that is not known, whether it is no stub."""
    if exercise is not None and exercise.digest and body.kind == "function":
        return body.digest != exercise.digest
    return not body.is_stub


def state_of(work: Work, proved: bool, shown: bool) -> State:
    """The state of one piece of work.

    Args:
        work: of `works`.
        proved: tests prove its task, or its file where it has no task, as it stands.
        shown: the learner asked for its exemplar.
    """
    if work.attempted and proved:
        return "done"
    if shown:
        return "abandoned"
    if work.marker is not None:
        return "attempted" if work.attempted else "open"
    return "attempted" if work.attempted else "abandoned"


def states(root: Path, proved: Proved) -> list[tuple[Work, State]]:
    """Every piece of work of a repository with its state."""
    shown = {key for key, one in record.read(root).shown.items() if one.by == "request"}
    return [(work, state_of(work, proved(work.task, work.path), work.key in shown)) for work in works(root)]


def digest_of(found: Iterable[Work]) -> str:
    """What these pieces of work hold, in whatever order they come; empty where there is none."""
    bodies = sorted(f"{one.key}\t{one.body.digest if one.body is not None else ''}" for one in found)
    return hashlib.sha256("\n".join(bodies).encode("utf-8", "replace")).hexdigest() if bodies else ""


def digest_of_files(digests: Mapping[str, str]) -> str:
    """The same for a task that leaves no piece of work open: what its files hold."""
    return hashlib.sha256("\n".join(sorted(f"{path}\t{one}" for path, one in digests.items())).encode()).hexdigest()


def _gone(root: Root, exercise: Exercise) -> Work:
    """The work of an exercise that no marker names any more."""
    path, symbol = exercise.path, exercise.symbol
    try:
        content: bytes | None = root.read(path, MAX_BYTES)
    except Unreadable:
        content = None
    body = body_of_symbol(content, path, symbol) if content is not None and symbol else None
    if body is not None:
        attempted = is_attempted(body, exercise) and not body.is_stub
    else:
        attempted = content is not None and not symbol
    key = f"{path}::{symbol}" if symbol else f"{path}::L1"
    return Work(key, path, symbol, exercise.task, None, body, exercise, attempted)
