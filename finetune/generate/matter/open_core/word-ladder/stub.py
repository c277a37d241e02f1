"""Steps of a word ladder."""

from collections.abc import Iterable


def neighbours(word: str, dictionary: Iterable[str]) -> list[str]:
    """All words that differ from this one in exactly one letter, in alphabetical order.

    Capitals do not matter; words of another length are never neighbours.
    """
    # TODO(human): find the words that are one changed letter away.
    return []
