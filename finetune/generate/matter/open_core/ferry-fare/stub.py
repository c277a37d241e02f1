"""Fares of the harbour ferry, in cents."""

from enum import Enum

CENTS_BY_ZONES = {1: 245, 2: 380, 3: 510}


class Passenger(Enum):
    ADULT = "adult"
    CHILD = "child"


class UnknownTrip(ValueError):
    """The ferry does not go that far."""


def fare_cents(zones: int, passenger: Passenger) -> int:
    """What one trip costs. Children pay half, rounded down to a whole cent.

    Raises:
        UnknownTrip: for a number of zones that is not in the table.
    """
    # TODO(human): look the trip up, refuse one that is not there, and apply the child's price.
    raise NotImplementedError("fare_cents")
