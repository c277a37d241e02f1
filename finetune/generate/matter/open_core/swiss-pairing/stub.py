"""Pairings of a chess club's evening."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    name: str
    points: float


@dataclass(frozen=True)
class Round:
    """Boards in their order, and who has no opponent."""

    boards: tuple[tuple[str, str], ...]
    bye: str | None = None


def pair(players: Sequence[Player]) -> Round:
    """Neighbours in the standings play each other; of an odd number the last one sits out.

    Standings go by points, the highest first, and then by name.
    """
    # TODO(human): bring the players into order, then make boards of neighbours.
    raise NotImplementedError("pair")
