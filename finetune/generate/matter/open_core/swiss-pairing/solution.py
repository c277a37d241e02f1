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
    ranked = sorted(players, key=lambda one: (-one.points, one.name))
    names = [one.name for one in ranked]
    boards = tuple(zip(names[::2], names[1::2]))
    return Round(boards, names[-1] if len(names) % 2 else None)
