"""Draws tickets for the village theatre."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Group:
    name: str
    people: int


def draw(groups: Sequence[Group], tickets: int, chance: Random) -> list[str]:
    """Names of the groups that get tickets, in the order drawn.

    Groups are called in random order; one that needs more tickets than are left is passed over. `groups` stays as it is.
    """
    # TODO(human): call the groups by chance, and give tickets to those that fit.
    raise NotImplementedError("draw")
