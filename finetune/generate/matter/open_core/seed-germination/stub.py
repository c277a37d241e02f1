"""Germination tests of a seed bank."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dish:
    """One dish: how many seeds lie in it, and how many have sprouted."""

    sown: int
    sprouted: int

    def __post_init__(self) -> None:
        if not 0 <= self.sprouted <= self.sown:
            raise ValueError(f"{self.sprouted} of {self.sown} cannot be")


def rate(batch: Sequence[Dish]) -> float | None:
    """The share of all seeds of a batch that sprouted; None where nothing was sown."""
    # TODO(human): one number for the whole batch, whatever the size of its dishes.
    return 0.0
