"""Reads the log of the harbour master."""

from dataclasses import dataclass


class BadLine(ValueError):
    """It is no line of the log; holds the line."""


@dataclass(frozen=True)
class Entry:
    minute: int
    arriving: bool
    ship: str


def parse_line(line: str) -> Entry:
    """An entry from `06:40 IN Sea Lark` or `07:05 OUT Sea Lark`; the number of blanks between the parts is free.

    Raises:
        BadLine: a part is missing, the time is none, or the direction is neither IN nor OUT.
    """
    # TODO(human): take the line apart and check each part.
    raise NotImplementedError("parse_line")
