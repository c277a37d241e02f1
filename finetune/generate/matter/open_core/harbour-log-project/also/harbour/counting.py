"""Counts what the log tells."""

from collections import Counter
from collections.abc import Iterable

from harbour.parsing import Entry


def arrivals(entries: Iterable[Entry]) -> Counter[str]:
    """How often each ship came in."""
    return Counter(entry.ship for entry in entries if entry.arriving)
