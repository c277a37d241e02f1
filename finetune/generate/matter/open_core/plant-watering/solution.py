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
    late: list[tuple[int, str]] = []
    for plant in plants:
        over = (today - plant.watered - plant.every).days if plant.watered else 10**6
        if over >= 0:
            late.append((-over, plant.name))
    return [name for _, name in sorted(late)]
