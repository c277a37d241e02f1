"""Reads one sentence of a constitution as checks of the catalogue, with the values it gives.

Nothing is guessed: a value that the sentence does not give makes the reading incomplete, and the entry's own
question says what to add.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from teaching.patterns import lazily
from teaching.review.entry import Entry, Params, Slot, Value
from teaching.review.prose import Phrase

_QUOTED_NAME = lazily(r"`([^`]+)`")
_NAME_SPLIT = lazily(r"\s*(?:,|/|\bor\b|\band\b|&)\s*")
# `i/j/k` are three names, `src/api/` and `src/config.py` are one each.
_PATHS = lazily(r"\w/(?=[\s,]|$)|\w/[\w-]+\.\w")
_PATH_SPLIT = lazily(r"\s*(?:,|\s/\s|\bor\b|\band\b|&)\s*")
_NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)} | {
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "eighty": 80,
    "hundred": 100,
}
_SHORT = 3  # letters of a cue that is found within other words by chance
MOST = 100_000  # of a number in a rule; none of them means more
_NUMBER_WORD = lazily(rf"(?<![\w-])(?:{'|'.join(_NUMBERS)})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Reading:
    """How an entry understood a sentence: its values, and the questions about values that are missing."""

    entry: Entry
    params: Params
    missing: tuple[str, ...] = ()
    likeness: float = 0.0


def _begins_word(cue: str, text: str) -> bool:
    at = text.find(cue)
    while at > 0 and text[at - 1].isalpha():
        at = text.find(cue, at + 1)
    return at >= 0


class Offer:
    """Tells by one look at the cues of all entries which of them a sentence has to be offered to.

    A short cue has to begin a word: "try" is not heard in "registry", nor "any" in "company".
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.always = frozenset(position for position, entry in enumerate(self.entries) if not entry.cues)
        self.cues: dict[str, list[int]] = {}
        for position, entry in enumerate(self.entries):
            if entry.phrases or entry.vague:
                for cue in entry.cues:
                    self.cues.setdefault(cue, []).append(position)

    def to(self, wordings: Iterable[str]) -> list[Entry]:
        """The entries, in their order, of which some cue occurs in any of the wordings."""
        text = "\n".join(form for words in wordings for form in dict.fromkeys(_folded(words)))
        heard = {
            position
            for cue, positions in self.cues.items()
            if cue in text and (len(cue) > _SHORT or not cue.isalpha() or _begins_word(cue, text))
            for position in positions
        }
        return [self.entries[position] for position in sorted(heard | self.always)]


def read_sentence(entry: Entry, sentence: str) -> Reading | None:
    """The reading of a plain sentence (code in backticks) by one entry; None where it is about something else."""
    folded, digits = _folded(sentence)
    return _read(entry, folded, sentence) or (_read(entry, digits, digits) if digits != folded else None)


@lru_cache(maxsize=64)
def _folded(sentence: str) -> tuple[str, str]:
    """The sentence in lower case, and the same with its number words as digits; one sentence meets every entry."""
    folded = sentence.lower().replace("’", "'")
    return folded, _NUMBER_WORD.sub(_digit, folded)


def with_digits(sentence: str) -> str:
    """The sentence in lower case, with its number words as digits."""
    return _folded(sentence)[1]


def _digit(match: re.Match[str]) -> str:
    return str(_NUMBERS[match[0]])


def _read(entry: Entry, folded: str, sentence: str) -> Reading | None:
    if entry.cues and not any(cue in folded for cue in entry.cues):
        return None
    for phrase in entry.phrases:
        groups = phrase.match(folded)
        if groups is not None:
            return complete(entry, _values(entry, phrase, groups, sentence))
    if any(phrase.match(folded) is not None for phrase in entry.vague):
        return complete(entry, {})
    return None


def complete(entry: Entry, given: Params) -> Reading:
    """Fills the entry's slots with what was given, else the default, else the question to ask."""
    params: dict[str, Value] = {}
    missing: list[str] = []
    for slot in entry.slots:
        if slot.name in given:
            params[slot.name] = given[slot.name]
        elif slot.default is not None:
            params[slot.name] = slot.default
        else:
            missing.append(slot.ask)
    return Reading(entry, params, tuple(missing))


def convert(slot: Slot, text: str) -> Value | None:
    """A slot's value from text; None where the text is no such value."""
    quoted = tuple(_QUOTED_NAME.findall(text)) if slot.kind == "names" else ()
    if quoted:
        return quoted
    text = text.strip().strip("`'\"")
    if slot.choices and _spelled(text) not in {_spelled(choice) for choice in slot.choices}:
        return None
    if slot.kind == "number":
        return _number(slot, text)
    if slot.kind == "name":
        return text or None
    split = _PATH_SPLIT if _PATHS.search(text) else _NAME_SPLIT
    names = tuple(part.strip("`'\" ()") for part in split.split(text))
    names = tuple(name if "/" in name.rstrip("/") else name.rstrip("/") for name in names)
    return tuple(name for name in names if name) or None


def _spelled(name: str) -> str:
    """A name without the case and the word breaks in which spellings of it differ."""
    return re.sub(r"[\s_-]", "", name.casefold())


def _number(slot: Slot, text: str) -> int | None:
    if not text.isdecimal() or len(text) > 9:  # int() refuses very long numbers with an error
        return None
    # Zero is a value only where it stands for "not given".
    return int(text) if int(text) in range(0 if slot.default == 0 else 1, MOST + 1) else None


def _values(entry: Entry, phrase: Phrase, groups: Mapping[str, str], sentence: str) -> dict[str, Value]:
    values: dict[str, Value] = {
        key: value for key, value in phrase.fixed.items() if isinstance(value, int | str | tuple)
    }
    for slot in entry.slots:
        text = groups.get(slot.name, groups.get("number") if slot.kind == "number" else None)
        if text is None:
            continue
        # Groups were matched in lower case; names are taken in the case in which the author wrote them.
        at = sentence.lower().find(text)
        value = convert(slot, sentence[at : at + len(text)] if at >= 0 else text)
        if value is not None:
            values[slot.name] = value
    return values
