"""Loads crates into wagons, in their order."""

from collections.abc import Iterable


class TooHeavy(ValueError):
    """A crate that no wagon can carry."""


def load(crates: Iterable[int], limit: int) -> list[list[int]]:
    """The crates of each wagon; a new wagon is opened when the next crate would be too much for the last one.

    Raises:
        TooHeavy: a single crate is above the limit.
    """
    wagons: list[list[int]] = []
    for crate in crates:
        if crate > limit:
            raise TooHeavy(f"{crate} kg")
        if not wagons or sum(wagons[-1]) + crate > limit:
            wagons.append([])
        wagons[-1].append(crate)
    return wagons
