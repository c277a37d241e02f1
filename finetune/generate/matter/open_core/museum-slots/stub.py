"""Tickets for a time slot of the museum."""


class SoldOut(Exception):
    """The group does not fit any more."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} places left")
        self.left = left


class Slot:
    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.sold = 0

    @property
    def left(self) -> int:
        """Tickets that can still be sold."""
        return self.capacity - self.sold

    def book(self, people: int) -> None:
        """Sells tickets to a group, all or none.

        Raises:
            SoldOut: fewer places are left; nothing was sold.
        """
        # TODO(human): sell to the group if it fits as a whole.
        raise NotImplementedError("Slot.book")
