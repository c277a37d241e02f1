"""Which room a group gets."""

from collections.abc import Iterable

from hostel.model import Group, Room


class Full(LookupError):
    """No room has enough free beds."""


def allocate(group: Group, rooms: Iterable[Room]) -> Room:
    """The room with the fewest free beds that still takes the whole group; of equal ones the first by name.

    Raises:
        Full: no room is large enough.
    """
    # TODO(human): choose the room for this group.
    raise NotImplementedError("allocate")
