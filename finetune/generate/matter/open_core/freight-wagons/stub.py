"""Loads crates into wagons, in their order."""

from collections.abc import Iterable


class TooHeavy(ValueError):
    """A crate that no wagon can carry."""


def load(crates: Iterable[int], limit: int) -> list[list[int]]:
    """The crates of each wagon; a new wagon is opened when the next crate would be too much for the last one.

    Raises:
        TooHeavy: a single crate is above the limit.
    """
    # TODO(human): put each crate into the last wagon, or open another.
    raise NotImplementedError("load")
