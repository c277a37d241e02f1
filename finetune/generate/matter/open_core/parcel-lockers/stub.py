"""Which locker a parcel goes into."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Size(IntEnum):
    SMALL = 1
    MEDIUM = 2
    LARGE = 3


@dataclass(frozen=True)
class Locker:
    number: int
    size: Size


class NoLocker(LookupError):
    """No free locker is large enough."""


def assign(parcel: Size, free: Iterable[Locker]) -> Locker:
    """The smallest free locker that the parcel fits into; of equal ones the lowest number.

    Raises:
        NoLocker: when every one of them is too small.
    """
    # TODO(human): choose the door, or say that there is none.
    raise NotImplementedError("assign")
