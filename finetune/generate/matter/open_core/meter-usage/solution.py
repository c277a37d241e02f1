"""Daily consumption from an electricity meter with five digits."""

from collections.abc import Sequence

DIAL = 100_000  # positions: 00000 to 99999, and then it begins again


def daily_usage(readings: Sequence[int]) -> list[int]:
    """Units used from each reading to the next: one number fewer than readings.

    The dial goes round at most once between two readings.

    Raises:
        ValueError: no meter of this kind shows such a reading.
    """
    for one in readings:
        if not 0 <= one < DIAL:
            raise ValueError(f"{one} is no reading of five digits")
    return [(after - before) % DIAL for before, after in zip(readings, readings[1:])]
