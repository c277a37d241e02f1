"""Claude's own last message: it cannot be unsaid, so that it is only recorded that it gave a solution away."""

from datetime import UTC, datetime
from pathlib import Path

from teaching.guard.guarded import found_in
from teaching.guard.likeness import Leak
from teaching.learning import record


def seen(root: Path, message: str) -> Leak | None:
    """What a message in the chat gave away, recorded as shown by chat; None where that is nothing, or no mentor's.

    Raises:
        RefusedError: it gave something away, and that cannot be written down.
    """
    found = found_in(message, root)
    if found is None:
        return None
    at = datetime.now(UTC).isoformat(timespec="seconds")
    shown = record.Shown("chat", at)
    record.change(root, lambda before: before.with_shown(found.place.key, shown))
    return found.leak
