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
    # TODO(human): find the sudden losses; the loss is given in kilograms with one decimal.
    raise NotImplementedError("alerts")
