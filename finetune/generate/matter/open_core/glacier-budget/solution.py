"""Mass balance of a glacier over one season."""

from collections.abc import Sequence


def turning_point(changes: Sequence[int]) -> int:
    """The week after which the balance is lowest, counted from 1; of equal ones the first.

    Args:
        changes: millimetres of water gained or lost, week by week.

    Raises:
        ValueError: nobody was there to measure.
    """
    if not changes:
        raise ValueError("a season has at least one week")
    balance = 0
    lowest: int | None = None
    week = 0
    for number, change in enumerate(changes, start=1):
        balance += change
        if lowest is None or balance < lowest:
            lowest, week = balance, number
    return week
