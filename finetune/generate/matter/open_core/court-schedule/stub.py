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
    # TODO(human): find the pairs of every round.
    raise NotImplementedError("rounds")
