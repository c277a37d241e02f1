"""Deliveries of an orchard with two gates."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Delivery(NamedTuple):
    minute: int
    gate: str
    baskets: int


def merge(left: Iterable[Delivery], right: Iterable[Delivery]) -> Iterator[Delivery]:
    """The deliveries of both gates by time; at the same minute those of the left gate come first.

    Both streams are in order, and no more than one delivery of each is held back.
    """
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.minute <= other.minute):
            yield one
            one = next(lefts, None)
        else:
            yield other
            other = next(rights, None)
