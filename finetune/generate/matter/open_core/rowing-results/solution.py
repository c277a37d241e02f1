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
    crews = list(crews)
    done = sorted((one.hundredths, one.name) for one in crews if one.hundredths is not None)
    times = [time for time, _ in done]
    lines = [Line(times.index(time) + 1, name) for time, name in done]
    return lines + [Line(None, name) for name, time in sorted(crews) if time is None]
