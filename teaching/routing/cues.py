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
_CORRECTABLE = 16  # and no more than these
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Cues(NamedTuple):
    """The table, by the form of the cue."""

    rows: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    pieces: tuple[tuple[str, str], ...]
    openers: frozenset[str]
    starts: frozenset[str]
    nearly: dict[str, tuple[str, ...]]

    def of(self, words: list[str], text: str) -> list[tuple[str, ...]]:
        """The names of the cues of each word, and behind them those of pieces."""
        found: list[tuple[str, ...]] = []
        rows, openers, starts = self.rows, self.openers, self.starts
        for word, following in zip(words, [*words[1:], ""], strict=False):
            names = rows.get(word, ())
            if not names and word[:_SHORTEST] in starts:
                names = self._begun(word)
            if not names and len(word) >= _CORRECTED - 1:
                names = self._nearly(word)
            if f"{word}_{following}" in openers:
                names = self._several(words, len(found)) + names
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
        if len(word) > _CORRECTABLE or not word.isascii() or not word.isalpha():
            return ()
        nearly = self.nearly
        if word in nearly:
            return nearly[word]
        for position in range(len(word)):
            shorter = word[:position] + word[position + 1 :]
            if shorter in nearly:
                return nearly[shorter]
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
                _add(beginnings, cue[:-1], name)
            else:
                cue = cue.rstrip("?")
                _add(rows, cue, name)
                if "_" in cue:
                    openers.add("_".join(cue.split("_", 2)[:2]))
    starts = frozenset(cue[:_SHORTEST] for cue in beginnings)
    return Cues(rows, beginnings, tuple(pieces), frozenset(openers), starts, _nearly(rows))


def _add(table: dict[str, tuple[str, ...]], cue: str, name: str) -> None:
    if name not in table.get(cue, ()):
        table[cue] = (*table.get(cue, ()), name)


def _nearly(rows: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Every cue of one word that may be misspelt, and each with one letter left out, which goes before."""
    found: dict[str, tuple[str, ...]] = {}
    plain = {cue: names for cue, names in rows.items() if len(cue) >= _CORRECTED and cue.isascii() and cue.isalpha()}
    for cue, names in plain.items():
        for position in range(1, len(cue)):
            found.setdefault(cue[:position] + cue[position + 1 :], names)
    return plain | found
