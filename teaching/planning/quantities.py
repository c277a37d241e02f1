"""Numbers in a goal and what they count: "10 sources", "10k orders/day"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from teaching.planning.words import stem

_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_IN_WORDS = {word: number for number, word in enumerate(_WORDS, 1)} | {"hundred": 100, "thousand": 1000}
_FACTORS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "hundred": 1e2}
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<word>{'|'.join(_IN_WORDS)})\b)"
    r"\s*(?P<factor>k|m|thousand|million|hundred)?(?!\w)(?=(?P<rest>[^.;\n]{0,60}))",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?:/|\bper\b|\ban?\b|\beach\b|\bevery\b|\bdaily\b)\s*(?P<unit>second|sec|s|minute|min|hour|h|day|d|week|month)?\b",
    re.IGNORECASE,
)
_DAYS = {"s": 86400.0, "m": 1440.0, "h": 24.0, "d": 1.0, "w": 1 / 7, "mo": 1 / 30}
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, the stems of the words behind it, and how often a day where a rate was given."""

    value: float
    nouns: tuple[str, ...]
    per_day: float | None

    def counts(self, nouns: Iterable[str]) -> bool:
        """Whether it counts one of these things."""
        return any(set(stem(part) for part in noun.split()) <= set(self.nouns) for noun in nouns)


def quantities(text: str) -> list[Quantity]:
    """Every number of a text with what it counts, in order."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        digits, word = match["digits"], match["word"]
        value = float(digits.replace(",", "")) if digits else float(_IN_WORDS[word.lower()])
        value *= _FACTORS[match["factor"].lower()] if match["factor"] else 1
        rest = match["rest"]
        per = _PER.search(rest)
        behind = re.findall(r"[a-z]+", (rest[: per.start()] if per else rest.split(",")[0]).casefold())[:_NEAR]
        found.append(Quantity(value, tuple(map(stem, behind)), _per_day(value, per)))
    return found


def _per_day(value: float, per: re.Match[str] | None) -> float | None:
    if per is None or per.start() > 30:
        return None
    unit = "d" if per[0].strip().lower() == "daily" else (per["unit"] or "").lower()
    if not unit:
        return None
    return value * _DAYS["mo" if unit.startswith("mo") else unit[0]]


def spoken(value: float) -> str:
    """A number for people: 10,000 and 0.12, never 0.11574."""
    if value >= 100 or value == int(value):
        return f"{round(value):,}"
    digits = 1 if value >= 1 else 2 if value >= 0.01 else 4
    return f"{value:.{digits}f}"
