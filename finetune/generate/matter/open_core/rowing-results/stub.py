"""Results of a rowing race."""

from collections.abc import Iterable
from typing import NamedTuple


class Crew(NamedTuple):
    name: str
    hundredths: int | None


class Line(NamedTuple):
    place: int | None
    name: str


def places(crews: Iterable[Crew]) -> list[Line]:
    """The crews by time and name; equal times share a place, and as many places are skipped behind them.

    Who did not finish comes last, by name and without a place.
    """
    # TODO(human): put the crews into order and give them their places.
    raise NotImplementedError("places")
