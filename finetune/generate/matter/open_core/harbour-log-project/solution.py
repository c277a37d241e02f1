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
    parts = line.split(maxsplit=2)
    if len(parts) != 3 or parts[1] not in {"IN", "OUT"}:
        raise BadLine(line)
    hour, _, minute = parts[0].partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise BadLine(line)
    return Entry(int(hour) * 60 + int(minute), parts[1] == "IN", parts[2].strip())
