"""Tries again what may fail for a moment."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def retry(
    work: Callable[[], T],
    *,
    on: type[Exception],
    attempts: int,
    sleep: Callable[[float], None],
    first_wait: float = 1.0,
) -> T:
    """What the work returns, tried up to so many times.

    Waits between attempts, twice as long each time. The last error is raised as it came; other errors than `on`
    are raised at once.
    """
    wait = first_wait
    for left in range(attempts - 1, -1, -1):
        try:
            return work()
        except on:
            if not left:
                raise
            sleep(wait)
            wait *= 2
    raise ValueError("at least one attempt")
