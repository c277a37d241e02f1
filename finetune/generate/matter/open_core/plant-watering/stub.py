"""Which plants need water."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Plant:
    name: str
    every: timedelta
    watered: date | None = None


def due(plants: Iterable[Plant], today: date) -> list[str]:
    """Names of the plants that need water, the most overdue first, equals by name.

    A plant is due when its interval is over; one that was never watered comes before all others.
    """
    # TODO(human): choose the thirsty ones and put them in order.
    return []
