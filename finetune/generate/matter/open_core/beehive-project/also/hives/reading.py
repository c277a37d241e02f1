"""Readings of a hive's scale."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Reading(NamedTuple):
    minute: int
    kg: float


def parse(lines: Iterable[str]) -> Iterator[Reading]:
    """Readings from lines as `540;41.3`."""
    for line in lines:
        minute, kg = line.split(";")
        yield Reading(int(minute), float(kg))
