"""Seats of a student council."""

from collections.abc import Mapping
from fractions import Fraction


def seats(votes: Mapping[str, int], count: int) -> dict[str, int]:
    """How many seats each list gets by D'Hondt; lists without a seat have 0.

    Seats are given one by one to the list with the highest votes / (seats it has + 1); of equals the first by name.
    """
    given = dict.fromkeys(sorted(votes), 0)
    for _ in range(count):
        winner = max(given, key=lambda name: Fraction(votes[name], given[name] + 1))
        given[winner] += 1
    return given
