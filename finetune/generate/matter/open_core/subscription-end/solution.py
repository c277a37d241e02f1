"""When a subscription ends."""

import calendar
from datetime import date


def ends_on(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short.

    31 January and one month is 28 February, or 29 in a leap year.
    """
    if months < 1:
        raise ValueError("a subscription runs for at least a month")
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
