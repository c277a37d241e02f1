"""The rectangle around a hiking track."""

from collections.abc import Sequence
from typing import NamedTuple


class NoTrack(ValueError):
    """There is no point in it."""


class Point(NamedTuple):
    lat: float
    lon: float


class Box(NamedTuple):
    south: float
    west: float
    north: float
    east: float


def bounds(track: Sequence[Point], padding: float = 0.01) -> Box:
    """The smallest box around all points, with padding in degrees, within ±90 and ±180.

    Tracks across the date line are not covered.
    """
    if not track:
        raise NoTrack("a track has at least one point")
    # TODO(human): the four edges, padded, and nowhere beyond the poles or the date line.
    raise NotImplementedError("bounds")
