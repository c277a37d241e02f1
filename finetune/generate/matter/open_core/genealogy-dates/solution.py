"""Vague years from old church books."""

from dataclasses import dataclass

ABOUT = 3


@dataclass(frozen=True)
class Years:
    """From one year to another, both included; None where an end is not known."""

    first: int | None
    last: int | None

    def overlaps(self, other: "Years") -> bool:
        """Whether one and the same year could be meant by both."""
        apart = (
            self.last is not None and other.first is not None and self.last < other.first,
            other.last is not None and self.first is not None and other.last < self.first,
        )
        return not any(apart)


def parse(text: str) -> Years:
    """Years from `1790`, `1790-1795`, `abt 1800`, `bef 1820` or `aft 1815`."""
    word, _, year = text.partition(" ")
    if word == "abt":
        return Years(int(year) - ABOUT, int(year) + ABOUT)
    if word == "bef":
        return Years(None, int(year) - 1)
    if word == "aft":
        return Years(int(year) + 1, None)
    first, _, last = text.partition("-")
    return Years(int(first), int(last or first))
