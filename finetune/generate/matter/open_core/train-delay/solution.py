"""How late a train is, in the words of the timetable office."""

from enum import StrEnum

PUNCTUAL_MINUTES = 5
HEAVY_MINUTES = 30


class Delay(StrEnum):
    PUNCTUAL = "punctual"
    LATE = "late"
    HEAVY = "heavily late"
    CANCELLED = "cancelled"


def classify(minutes: int | None) -> Delay:
    """The category of a delay.

    Punctual up to and with PUNCTUAL_MINUTES, also when early; heavy from HEAVY_MINUTES on; None did not arrive.
    """
    if minutes is None:
        return Delay.CANCELLED
    if minutes <= PUNCTUAL_MINUTES:
        return Delay.PUNCTUAL
    return Delay.HEAVY if minutes >= HEAVY_MINUTES else Delay.LATE
