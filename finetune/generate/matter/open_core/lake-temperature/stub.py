"""Temperature of a lake by depth."""

from collections.abc import Iterable
from itertools import pairwise


class Profile:
    """Measured points: depth in metres, degrees Celsius."""

    def __init__(self, points: Iterable[tuple[float, float]]) -> None:
        self.points = sorted(points)
        if any(upper[0] == lower[0] for upper, lower in pairwise(self.points)):
            raise ValueError("two points of one depth")

    def interpolate(self, depth: float) -> float:
        """The temperature at a depth, on a straight line between the points around it.

        Raises:
            ValueError: nothing was measured above, or nothing below.
        """
        # TODO(human): find the points around this depth, and the value between them.
        raise NotImplementedError("Profile.interpolate")
