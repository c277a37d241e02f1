"""Which texts are nearly the same: MinHash finds candidates, and how much of both they share decides.

One hash per shingle, put into bins of which each keeps its smallest: for texts of some hundred words as good as as many
hash functions as there are bins, and quick without any library.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

_WORDS = re.compile(r"\w+|[^\w\s]")
_LONG = 3  # words in a shingle
_BINS, _BAND = 128, 4


class Seen:
    """Texts so far, by number in the order in which they came."""

    def __init__(self, likeness: float) -> None:
        """Takes the share from which on two texts are one."""
        self._likeness = likeness
        self._shingles: list[frozenset[bytes]] = []
        self._bands: dict[tuple[int, bytes], list[int]] = {}

    def like(self, text: str) -> int | None:
        """The number of the first text that is nearly this one; None, and it is remembered, where there is none."""
        mine = frozenset(_shingles(text))
        bands = list(_bands(mine))
        near = sorted({number for band in bands for number in self._bands.get(band, ())})
        for number in near:
            if jaccard(mine, self._shingles[number]) >= self._likeness:
                return number
        for band in bands:
            self._bands.setdefault(band, []).append(len(self._shingles))
        self._shingles.append(mine)
        return None


def jaccard(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    """The share of what both have in what either has."""
    either = len(one | other)
    return len(one & other) / either if either else 1.0


def _shingles(text: str) -> Iterator[bytes]:
    words = _WORDS.findall(text.lower())
    for start in range(max(1, len(words) - _LONG + 1)):
        piece = "\0".join(words[start : start + _LONG])
        yield hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _bands(shingles: frozenset[bytes]) -> Iterator[tuple[int, bytes]]:
    bins: list[bytes | None] = [None] * _BINS
    for shingle in shingles:
        place = shingle[0] % _BINS
        held = bins[place]
        if held is None or shingle < held:
            bins[place] = shingle
    filled = _filled(bins)
    for start in range(0, _BINS, _BAND):
        yield start, b"".join(filled[start : start + _BAND])


def _filled(bins: Sequence[bytes | None]) -> list[bytes]:
    """An empty bin takes what the next filled one has: two alike texts borrow alike."""
    filled: list[bytes] = []
    for place in range(len(bins)):
        later = (bins[(place + step) % len(bins)] for step in range(len(bins)))
        filled.append(next((one for one in later if one is not None), b""))
    return filled
