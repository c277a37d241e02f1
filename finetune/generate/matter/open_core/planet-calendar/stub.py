"""A calendar for Mars, as a toy."""

MONTHS = 24


def month_length(month: int) -> int:
    """Sols of a month, from 1 to 24: every sixth has 27, the others 28."""
    return 27 if month % 6 == 0 else 28


YEAR = sum(month_length(month) for month in range(1, MONTHS + 1))


def split_sols(number: int) -> tuple[int, int]:
    """Month and sol, both from 1, of a sol of the year, which is counted from 0.

    Raises:
        ValueError: the year has no such sol.
    """
    if not 0 <= number < YEAR:
        raise ValueError(f"{number} is not within the year")
    # TODO(human): walk through the months until the number fits into one.
    raise NotImplementedError("split_sols")
