"""A line chart as an SVG path: data → few points → scales → path. Nothing in here draws
or knows a screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise


class ChartError(Exception):
    """Data or a size from which no chart can be drawn."""


@dataclass(frozen=True, order=True, slots=True)
class Point:
    """One value; points are in the order of their x."""

    x: float
    y: float


Scale = Callable[[float], float]


def scale(domain: tuple[float, float], output: tuple[float, float]) -> Scale:
    """A function that maps the domain onto the output in a straight line; values
    outside go on beyond it.

    The output may run downwards, as the y of a screen does. A domain without length
    maps to the output's middle.
    """
    low, high = domain
    start, end = output
    if low == high:
        return lambda value: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def downsample(points: Sequence[Point], most: int) -> list[Point]:
    """At most `most` points that still show every peak: of each bucket its lowest and
    its highest, in order of x.

    Few enough points come back as they are.

    Raises:
        ChartError: `most` is less than 2.
    """
    if most < 2:
        raise ChartError("a chart needs at least 2 points")
    if len(points) <= most:
        return list(points)
    kept: list[Point] = []
    for bucket in buckets(points, most // 2):
        kept += sorted({min(bucket, key=height_of), max(bucket, key=height_of)})
    return kept


def height_of(point: Point) -> float:
    """By what points are high or low."""
    return point.y


def buckets(points: Sequence[Point], most: int) -> list[Sequence[Point]]:
    """The points in at most so many runs of one length; the last may be shorter."""
    length = -(-len(points) // most)
    return [points[start : start + length] for start in range(0, len(points), length)]


def path(points: Sequence[Point], width: float, height: float, most: int = 500) -> str:
    """The `d` of an SVG path through the points, which fills width and height; high
    values are at the top.

    Raises:
        ChartError: there are no points, or x does not grow.
    """
    if not points:
        raise ChartError("no points")
    if any(later.x <= earlier.x for earlier, later in pairwise(points)):
        raise ChartError("x has to grow from point to point")
    few = downsample(points, most)
    values = [point.y for point in few]
    across = scale((few[0].x, few[-1].x), (0, width))
    down = scale((min(values), max(values)), (height, 0))
    return "M" + " L".join(
        f"{across(point.x):.1f},{down(point.y):.1f}" for point in few
    )
