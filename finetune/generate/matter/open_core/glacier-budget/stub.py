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
    # TODO(human): find the week of the lowest balance.
    raise NotImplementedError("turning_point")
