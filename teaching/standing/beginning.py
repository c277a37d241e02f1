"""Marks the next task as begun."""

from pathlib import Path

from teaching.roadmap import edit
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import parse
from teaching.roadmap.store import change


def begin(root: Path) -> bool:
    """Gives the next task `(In Progress)`; False where nothing is open, or it has that state already.

    Raises:
        BadInputError: there is no ROADMAP.md.
        RefusedError: it cannot be replaced safely.
    """
    changed = False

    def begun(text: bytes) -> bytes:
        # Chosen under the lock, so that a task which somebody ticks meanwhile is not begun.
        nonlocal changed
        choice = next_task(parse(text))
        after = edit.start(text, choice.task) if choice is not None else text
        changed = after != text
        return after

    change(root, begun)
    return changed
