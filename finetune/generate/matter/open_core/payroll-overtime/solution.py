"""Weekly pay of hourly staff, in whole cents."""

FULL_WEEK_MINUTES = 40 * 60
OVERTIME = (3, 2)  # three halves


def pay_cents(minutes: int, cents_per_hour: int) -> int:
    """Pay for one week; what goes beyond a full week counts one and a half times.

    Rounded down to a cent, once.
    """
    if minutes < 0:
        raise ValueError("nobody works less than nothing")
    extra = max(0, minutes - FULL_WEEK_MINUTES)
    over, under = OVERTIME
    weighted = (minutes - extra) * under + extra * over
    return weighted * cents_per_hour // (60 * under)
