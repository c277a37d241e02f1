"""Which texts are nearly the same: MinHash finds candidates, and how much of both they share decides.

One hash per shingle, put into bins of which each keeps its smallest: for texts of some hundred words as good as as many
hash functions as there are bins. Not covered: texts that say the same in other words; and what hundreds of filled-in
forms have in common finds no pair among them, only what they were filled in with.
"""

import re
import unicodedata
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_WORDS = re.compile(r"\w+|[^\w\s]")
_LONG = 3  # words in a shingle
_BINS = 128
_RECALL = 0.9995  # of two texts that are just alike enough, so often they have to meet
_SLACK = 0.2  # how far an estimate may lie below the truth
_CROWD = 32  # texts with the same band from which on it says nothing: it is the form that they were written in
_MOST = 32  # candidates that are compared; of more, those that look most alike
_MOST_WORDS = 500_000  # remembered with their hashes

_STARTS = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - 7)
_POWERS = np.cumprod(np.full(16, 0xD6E8FEB86659FD93, np.uint64))
_FACTOR, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


class _Hashed(dict[str, int]):
    """The hash of every word so far; Python's own differs from one process to the next."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        found = found | 1 if word[0] == "_" or word[0].isalnum() else found & ~1
        self[word] = found
        return found


_hashed = _Hashed()


class Seen:
    """Texts so far, by number in the order in which they came."""

    def __init__(self, likeness: float, shingle: int = _LONG) -> None:
        """Takes the share from which on two texts are one, and how many words in a row are compared."""
        self._likeness, self._long = likeness, shingle
        self._width = _width(likeness)
        self._kept: list[Hashes] = []
        self._marks = np.empty((1024, _BINS), np.uint16)
        self._bands: dict[int, int | list[int]] = {}

    def like(self, text: str) -> int | None:
        """The number of the first text that is nearly this one; None, and it is remembered, where there is none."""
        return self.like_words(words(text))

    def like_words(self, hashed: Hashes) -> int | None:
        """The same for a text whose words were hashed before."""
        mine = distinct(runs(hashed, self._long))
        # A bin without a shingle takes the next one's, so two alike texts borrow alike.
        least = mine[np.searchsorted(mine, _STARTS) % len(mine)]
        bands = self._banded(least)
        marks = (least >> np.uint64(20)).astype(np.uint16)
        for number in self._candidates(bands, marks):
            if _alike(mine, self._kept[number], self._likeness):
                return number
        self._remember(mine, marks, bands)
        return None

    def _banded(self, least: Hashes) -> list[int]:
        count = _BINS // self._width
        grid = least[: count * self._width].reshape(count, self._width)
        banded = _mixed((grid * _POWERS[: self._width]).sum(axis=1) + np.arange(1, count + 1, dtype=np.uint64))
        return banded.tolist()

    def _candidates(self, bands: list[int], marks: NDArray[np.uint16]) -> list[int]:
        near = set[int]()
        for band in bands:
            held = self._bands.get(band)
            if isinstance(held, int):
                near.add(held)
            elif held is not None:
                near.update(held)
        several = sorted(near)
        if len(several) <= _MOST:
            return several
        estimate = (self._marks[several] == marks).mean(axis=1)
        best = np.argsort(-estimate, kind="stable")[:_MOST].tolist()
        return sorted(several[place] for place in best if estimate[place] >= self._likeness - _SLACK)

    def _remember(self, mine: Hashes, marks: NDArray[np.uint16], bands: list[int]) -> None:
        number = len(self._kept)
        if number == len(self._marks):
            self._marks = np.concatenate([self._marks, np.empty_like(self._marks)])
        self._marks[number] = marks
        self._kept.append(mine)
        for band in bands:
            held = self._bands.get(band)
            if held is None:
                self._bands[band] = number
            elif isinstance(held, int):
                self._bands[band] = [held, number]
            elif len(held) < _CROWD:
                held.append(number)


def words(text: str) -> Hashes:
    """A hash for each word and mark of a text, whatever its case and form of accents; those of words are odd."""
    found = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return np.fromiter(map(_hashed.__getitem__, found), np.uint64, len(found))


def runs(hashes: Hashes, length: int) -> Hashes:
    """A hash for each run of so many words; of fewer words, one for all of them."""
    length = max(1, min(length, len(hashes)))
    count = max(1, len(hashes) - length + 1)
    if not len(hashes):
        return np.zeros(1, np.uint64)
    summed = hashes[:count].copy()
    for step in range(1, length):
        summed *= _FACTOR
        summed += hashes[step : step + count]
    return _mixed(summed)


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, in order."""
    ordered = np.sort(hashes)
    fresh = np.empty(len(ordered), np.bool_)
    fresh[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def _mixed(values: Hashes) -> Hashes:
    values = (values ^ (values >> np.uint64(30))) * _MIX
    return values ^ (values >> np.uint64(31))


def _width(likeness: float) -> int:
    """The widest band with which texts that are just alike enough still meet."""
    fit = [width for width in range(1, 17) if 1 - (1 - likeness**width) ** (_BINS // width) >= _RECALL]
    return max(fit, default=1)


def _alike(one: Hashes, other: Hashes, likeness: float) -> bool:
    small, large = sorted((len(one), len(other)))
    if small < likeness * large:
        return False
    both = np.concatenate([one, other])
    both.sort(kind="stable")  # two sorted runs: the sort merges them
    shared: Any = np.count_nonzero(both[1:] == both[:-1])
    return shared >= likeness * (small + large - shared)
