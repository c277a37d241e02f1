"""Smooths the readings of a solar inverter."""

from collections import deque
from collections.abc import Iterable, Iterator


def moving_average(values: Iterable[float], *, window: int) -> Iterator[float]:
    """For each value the mean of the last `window` values, or of fewer at the beginning.

    Nothing but the window is kept.
    """
    if window < 1:
        raise ValueError("a window has at least one value")
    last: deque[float] = deque(maxlen=window)
    for value in values:
        last.append(value)
        yield sum(last) / len(last)
