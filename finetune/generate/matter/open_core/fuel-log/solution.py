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
    found: list[float] = []
    begun: int | None = None
    litres = 0.0
    for fill in log:
        litres += fill.litres
        if fill.full:
            if begun is not None:
                found.append(round(litres * 100 / (fill.km - begun), 1))
            begun, litres = fill.km, 0.0
    return found
