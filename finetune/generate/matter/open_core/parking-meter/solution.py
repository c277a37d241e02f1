"""Until when a parking ticket is good."""

from datetime import datetime, time, timedelta

OPENS, CLOSES = time(9), time(18)
DAY = timedelta(days=1)


def paid_until(now: datetime, minutes: int) -> datetime:
    """When the paid minutes are used up; they run between OPENS and CLOSES only, and go on the next day."""
    left = timedelta(minutes=minutes)
    begin = max(now, datetime.combine(now.date(), OPENS))
    while True:
        end = datetime.combine(begin.date(), CLOSES)
        today = max(end - begin, timedelta(0))
        if left <= today:
            return begin + left
        left -= today
        begin = datetime.combine(begin.date() + DAY, OPENS)
