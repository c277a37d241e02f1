"""Finds quoted code in a file: word for word, whatever blanks and line ends stand between the words."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_FEWEST = 8  # characters that are no blanks
_MOST = 1000
_NEAR = 3
_CODE = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Spot:
    """The lines on which a quote stands, both included."""

    first: int
    last: int


def trivial(quote: str) -> bool:
    """Whether a quote is too little to tell one place from another, or too much to be one."""
    code = "".join(_stripped(quote).split())
    return not _FEWEST <= len(code) <= _MOST or _CODE.search(code) is None


def nearest(quote: str, line: int, text: str) -> tuple[Spot | None, int]:
    """Where the quote stands, at most three lines from the line that was named.

    Returns:
        The place; and where there is none that near, the first line of the nearest other one, or 0.
    """
    wanted = " ".join(_stripped(quote).split())
    words: list[str] = []
    starts: list[int] = []  # offset of each word in the folded text
    numbers: list[int] = []  # line of each word
    offset = 0
    for number, content in enumerate(text.split("\n"), start=1):
        for word in content.split():
            words.append(word)
            starts.append(offset)
            numbers.append(number)
            offset += len(word) + 1
    folded = " ".join(words)
    best: Spot | None = None
    position = folded.find(wanted) if wanted else -1
    while position >= 0:
        first = numbers[bisect_right(starts, position) - 1]
        spot = Spot(first, numbers[bisect_right(starts, position + len(wanted) - 1) - 1])
        if best is None or _away(spot, line) < _away(best, line):
            best = spot
        position = folded.find(wanted, position + 1)
    if best is None or _away(best, line) > _NEAR:
        return None, best.first if best is not None else 0
    return best, 0


def _away(spot: Spot, line: int) -> int:
    """How far a line is from a place: nothing within it."""
    return max(spot.first - line, line - spot.last, 0)


def _stripped(quote: str) -> str:
    """Without the fence or the backticks that a model puts around code."""
    text = quote.strip()
    if text.startswith("```"):
        text = re.sub(r"^```[\w-]*\n?|\n?```$", "", text)
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "`" and "`" not in text[1:-1] else text
