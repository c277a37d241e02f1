"""The one place that looks at the time, so that a test can hand in another."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment, with its time zone."""
    return datetime.now(UTC)
