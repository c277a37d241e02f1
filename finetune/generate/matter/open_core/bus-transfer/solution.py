"""Changing from one bus to another."""

from collections.abc import Sequence


def next_bus(departures: Sequence[int], arrival: int, walk: int = 0) -> int | None:
    """The first departure that can be caught, in minutes since midnight; None when the last one is gone.

    Args:
        departures: in order; those after midnight count on beyond 1,440.
    """
    if walk < 0:
        raise ValueError("nobody walks backwards in time")
    ready = arrival + walk
    return next((minute for minute in departures if minute >= ready), None)
