"""How many lanes a pool needs."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Booking:
    """A lane from one minute until another, which is not part of it."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("it ends before it begins")


def lanes_needed(bookings: Iterable[Booking]) -> int:
    """The largest number of bookings at one moment."""
    moments: list[tuple[int, int]] = []
    for one in bookings:
        moments += [(one.start, 1), (one.end, -1)]
    most = now = 0
    for _, change in sorted(moments):
        now += change
        most = max(most, now)
    return most
