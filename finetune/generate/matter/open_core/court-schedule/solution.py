"""Everybody plays everybody once."""

from collections.abc import Sequence

Pair = tuple[str, str]


def rounds(players: Sequence[str]) -> list[list[Pair]]:
    """Rounds in which each player has one match; over all rounds every pair meets once.

    Raises:
        ValueError: the number of players is odd, or there are none.
    """
    if not players or len(players) % 2:
        raise ValueError(f"{len(players)} players cannot all play at once")
    first, *others = players
    found: list[list[Pair]] = []
    for _ in others:
        ring = [first, *others]
        half = len(ring) // 2
        found.append(list(zip(ring[:half], reversed(ring[half:]))))
        others = [others[-1], *others[:-1]]
    return found
