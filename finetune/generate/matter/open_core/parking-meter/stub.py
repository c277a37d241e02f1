"""Until when a parking ticket is good."""

from datetime import datetime, time, timedelta

OPENS, CLOSES = time(9), time(18)
DAY = timedelta(days=1)


def paid_until(now: datetime, minutes: int) -> datetime:
    """When the paid minutes are used up; they run between OPENS and CLOSES only, and go on the next day."""
    # TODO(human): use the minutes up, day by day.
    raise NotImplementedError("paid_until")
