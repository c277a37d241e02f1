"""Allocates from the command line: `python -m hostel.cli "3b" 24`."""

import sys

from hostel.allocation import allocate
from hostel.model import Group, Room

ROOMS = [Room("Beech", 6), Room("Oak", 24)]


def main(words: list[str]) -> int:
    """Prints the room that a group gets."""
    name, people = words
    print(allocate(Group(name, int(people)), ROOMS).name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
