"""Time in heart-rate zones."""

from bisect import bisect_left
from collections.abc import Iterable

LIMITS = (110, 130, 150, 170)


def seconds_in_zones(pulses: Iterable[int], limits: tuple[int, ...] = LIMITS) -> list[int]:
    """How many seconds were spent in each zone, the easiest first.

    Args:
        pulses: one per second; 0 is a lost signal and counts nowhere.
        limits: the highest pulse of each zone but the last, in order.
    """
    seconds = [0] * (len(limits) + 1)
    for pulse in pulses:
        if pulse:
            seconds[bisect_left(limits, pulse)] += 1
    return seconds
