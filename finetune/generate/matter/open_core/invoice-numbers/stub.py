"""Numbers of invoices."""

import re
from datetime import date

NUMBER = re.compile(r"(?P<year>\d{4})-(?P<count>\d{3,})")


class BadNumber(ValueError):
    """The last number is none, or comes from a later year."""


def next_number(last: str | None, today: date) -> str:
    """The number that follows: as 2026-007, and 001 again with a new year.

    Args:
        last: None before the first invoice.

    Raises:
        BadNumber: `last` cannot be right.
    """
    # TODO(human): the next number, or a refusal.
    raise NotImplementedError("next_number")
