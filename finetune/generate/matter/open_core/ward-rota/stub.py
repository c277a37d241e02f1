"""Rules of rest for the rota of a ward."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["early", "late", "night"]
NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shift:
    nurse: str
    day: date
    kind: Kind


def conflicts(shifts: Iterable[Shift]) -> list[Shift]:
    """Early shifts on the day after a night shift of the same nurse, by day and name."""
    # TODO(human): find the early shifts that leave no time to sleep.
    return []
