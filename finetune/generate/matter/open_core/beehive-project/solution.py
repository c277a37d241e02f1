"""Warns when a hive loses weight too fast."""

from collections.abc import Sequence
from dataclasses import dataclass

from hives.reading import Reading


@dataclass(frozen=True)
class Alert:
    minute: int
    lost_kg: float


def alerts(readings: Sequence[Reading], *, limit_kg: float = 1.5) -> list[Alert]:
    """One alert for each reading that lies more than the limit below the one before it."""
    found: list[Alert] = []
    for before, after in zip(readings, readings[1:]):
        lost = before.kg - after.kg
        if lost > limit_kg:
            found.append(Alert(after.minute, round(lost, 1)))
    return found
