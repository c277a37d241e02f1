"""What a car burns, from the fuel log."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fill:
    km: int
    litres: float
    full: bool = True


def consumption(log: Iterable[Fill]) -> list[float]:
    """Litres per 100 km from each full tank to the next, to one decimal.

    Partial fills count for the stretch in which they happened.
    """
    # TODO(human): go through the log, and close a stretch at every full tank.
    raise NotImplementedError("consumption")
