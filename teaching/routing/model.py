"""The weights that training found, and how likely they make each kind, and that words alone are asked for."""

import json
import math
from binascii import a2b_base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from teaching.routing.features import Features, features
from teaching.routing.route import KINDS, Kind

WEIGHTS = "weights.json"
SIDES = 2 * len(KINDS)  # each kind without work and with it, in this order
_ZERO = 128  # what stands for 0 in a byte that may mean less
_LANES = SIDES + 2
_WIDTH = 4  # bytes of a lane: no sum of a query's features is wider
_SPREAD = Struct(f"<{_LANES}I")


class Chances(NamedTuple):
    """How likely each kind is, in the order of KINDS, and that work is asked for."""

    kinds: tuple[float, ...]
    work: float

    @property
    def best(self) -> tuple[Kind, float]:
        """The likeliest kind."""
        place = max(range(len(KINDS)), key=self.kinds.__getitem__)
        return KINDS[place], self.kinds[place]


class Weights(NamedTuple):
    """A multinomial logistic regression over the kinds with and without work.

    A kind is told better by its two sides than as a whole: a request for a deed and a question about careers have
    nothing in common but the kind `general`.

    Attributes:
        known: by feature one whole number that holds ten in a row, `_WIDTH` bytes each: what it says for each side
            (above `_ZERO`), how rare it is, and 1, each of them times how rare it is. So one addition sums all ten.
        scale: what one such number is worth.
        bias: what is said before any feature, by side.
        voices: how much each group of features counts.
        heat: what the sums are divided by, for the kinds and for work, so that "0.9" means nine in ten.
    """

    known: dict[str, int]
    scale: float
    bias: tuple[float, ...]
    voices: tuple[float, ...]
    heat: tuple[float, float]

    @classmethod
    def of(cls, table: dict[str, Any]) -> "Weights":
        """From what training writes."""
        rarities, said = a2b_base64(table["rarities"]), a2b_base64(table["said"])
        lanes = bytearray(len(rarities) * _LANES * _WIDTH)
        for side in range(SIDES):
            lanes[side * _WIDTH :: _LANES * _WIDTH] = said[side::SIDES]
        lanes[SIDES * _WIDTH :: _LANES * _WIDTH] = rarities
        lanes[(SIDES + 1) * _WIDTH :: _LANES * _WIDTH] = b"\x01" * len(rarities)
        size = _LANES * _WIDTH
        packed = [
            rarity * int.from_bytes(lanes[place * size : (place + 1) * size], "little")
            for place, rarity in enumerate(rarities)
        ]
        known = dict(zip(table["features"].split("\n"), packed, strict=True))
        return cls(known, table["scale"], tuple(table["bias"]), tuple(table["voices"]), tuple(table["heat"]))

    def chances(self, query: str) -> Chances:
        """How likely each kind is for the query."""
        sums = self.sums(features(query))
        by_side = _shares(sums, self.heat[0])
        kinds = tuple(by_side[place] + by_side[place + 1] for place in range(0, SIDES, 2))
        return Chances(kinds, sum(_shares(sums, self.heat[1])[1::2]))

    def sums(self, found: Features) -> list[float]:
        """What the features say together; a group's voice is its own, however many features it has."""
        totals = list(self.bias)
        for voice, group in zip(self.voices, found, strict=True):
            together = sum(filter(None, map(self.known.get, group)))
            if together:
                *said, squares, rarities = _SPREAD.unpack(together.to_bytes(_SPREAD.size, "little"))
                share = voice * self.scale / math.sqrt(squares)
                for side, one in enumerate(said):
                    totals[side] += share * (one - _ZERO * rarities)
        return totals


def _shares(sums: Sequence[float], heat: float) -> list[float]:
    highest = max(sums)
    powers = [math.exp((one - highest) / heat) for one in sums]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def weights() -> Weights:
    """Those that come with the package."""
    return Weights.of(json.loads(Path(__file__).with_name(WEIGHTS).read_text(encoding="utf-8")))
