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
    # TODO(human): follow the evening and watch the number of lanes.
    return 0
