"""Flash cards in five boxes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

DAYS_BY_BOX = (1, 2, 4, 9, 20)


@dataclass(frozen=True)
class Card:
    front: str
    back: str
    box: int = 1
    due: date = date.min


def review(card: Card, right: bool, today: date) -> Card:
    """The card after an answer: one box up, or back to box 1; due when the days of its new box are over.

    The last box has no next one.
    """
    box = min(card.box + 1, len(DAYS_BY_BOX)) if right else 1
    return replace(card, box=box, due=today + timedelta(days=DAYS_BY_BOX[box - 1]))
