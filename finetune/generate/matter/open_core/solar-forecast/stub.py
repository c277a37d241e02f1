"""Smooths the readings of a solar inverter."""

from collections import deque
from collections.abc import Iterable, Iterator


def moving_average(values: Iterable[float], *, window: int) -> Iterator[float]:
    """For each value the mean of the last `window` values, or of fewer at the beginning.

    Nothing but the window is kept.
    """
    if window < 1:
        raise ValueError("a window has at least one value")
    # TODO(human): yield one mean per value.
    raise NotImplementedError("moving_average")
