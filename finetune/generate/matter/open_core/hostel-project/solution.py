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
    fitting = [room for room in rooms if room.free >= group.people]
    if not fitting:
        raise Full(group.name)
    return min(fitting, key=lambda room: (room.free, room.name))
