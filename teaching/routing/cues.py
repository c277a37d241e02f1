"""What the words of a query say: the table of cues, in many languages.

A cue is a word, the beginning of one (`plan*`), words in a row (`how_do`), or, for scripts that do not part words with
spaces, a piece of text (`~架构`).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LONGEST = 4  # words in a row
_SHORTEST = 3  # letters of a beginning
_CORRECTED = 5  # letters of a word that is recognised when misspelt
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Cues(NamedTuple):
    """The table, by the form of the cue."""

    rows: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    pieces: tuple[tuple[str, str], ...]
    openers: frozenset[str]
    lacking: dict[str, tuple[str, ...]]

    def of(self, words: list[str], text: str) -> list[tuple[str, ...]]:
        """The names of the cues of each word, and behind them those of pieces."""
        found: list[tuple[str, ...]] = []
        for position, word in enumerate(words):
            names = self._several(words, position) if word in self.openers else ()
            names += self.rows.get(word) or self._begun(word) or self._nearly(word)
            found.append(names)
        if _UNSPACED.search(text):
            found += [(name,) for piece, name in self.pieces if piece in text]
        return found

    def _several(self, words: list[str], position: int) -> tuple[str, ...]:
        names: tuple[str, ...] = ()
        for end in range(position + 2, min(position + _LONGEST, len(words)) + 1):
            names += self.rows.get("_".join(words[position:end]), ())
        return names

    def _nearly(self, word: str) -> tuple[str, ...]:
        """The cue that lacks a letter, or has one too many or another one: learners misspell."""
        if len(word) < _CORRECTED - 1 or not word.isascii() or not word.isalpha():
            return ()
        if names := self.lacking.get(word):
            return names
        for position in range(len(word)):
            shorter = word[:position] + word[position + 1 :]
            if names := self.lacking.get(shorter) or (self.rows.get(shorter) if len(shorter) >= _CORRECTED else None):
                return names
        return ()

    def _begun(self, word: str) -> tuple[str, ...]:
        for length in range(min(len(word), 12), _SHORTEST - 1, -1):
            names = self.beginnings.get(word[:length])
            if names:
                return names
        return ()


@cache
def cues() -> Cues:
    """The table that comes with the package."""
    return _table(Path(__file__).with_name("cues.txt").read_text(encoding="utf-8").splitlines())


def _table(lines: Iterable[str]) -> Cues:
    rows: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    pieces: list[tuple[str, str]] = []
    openers: set[str] = set()
    for line in lines:
        name, mark, cued = line.partition(": ")
        if not mark or line.startswith("#"):
            continue
        for cue in cued.split():
            if cue[0] == "~":
                pieces.append((cue[1:].replace("_", " "), name))
            elif cue[-1] == "*":
                beginnings[cue[:-1]] = (*beginnings.get(cue[:-1], ()), name)
            else:
                cue = cue.rstrip("?")
                rows[cue] = (*rows.get(cue, ()), name)
                if "_" in cue:
                    openers.add(cue.partition("_")[0])
    return Cues(rows, beginnings, tuple(pieces), frozenset(openers), _lacking(rows))


def _lacking(rows: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Every cue of one word with one letter left out."""
    found: dict[str, tuple[str, ...]] = {}
    for cue, names in rows.items():
        if len(cue) >= _CORRECTED and cue.isascii() and cue.isalpha():
            for position in range(1, len(cue)):
                found.setdefault(cue[:position] + cue[position + 1 :], names)
    return found
