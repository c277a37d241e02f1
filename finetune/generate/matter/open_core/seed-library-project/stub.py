"""The rule of the seed library."""

from enum import Enum

from seeds.people import Member

MOST_AT_ONCE = 3


class Reason(Enum):
    OWES = "owes seeds from last year"
    ENOUGH = "has enough packets"
    GONE = "the last packet is gone"


def may_borrow(member: Member, packets_left: int) -> Reason | None:
    """Why a member may not take one more packet, the member's own affairs first; None if they may."""
    # TODO(human): ask the questions of the house in the order that the docstring wants.
    raise NotImplementedError("may_borrow")
