"""Steps of a word ladder."""

from collections.abc import Iterable


def neighbours(word: str, dictionary: Iterable[str]) -> list[str]:
    """All words that differ from this one in exactly one letter, in alphabetical order.

    Capitals do not matter; words of another length are never neighbours.
    """
    own = word.lower()
    others = {one.lower() for one in dictionary if len(one) == len(own)}
    return sorted(one for one in others if sum(a != b for a, b in zip(one, own)) == 1)
