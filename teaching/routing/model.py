"""The weights that training found, and how likely they make each kind, and that words alone are asked for."""

import json
import math
from binascii import a2b_base64
from functools import cache
from pathlib import Path
from struct import iter_unpack
from typing import Any, NamedTuple

from teaching.routing.features import Features, features
from teaching.routing.route import KINDS, Kind

WEIGHTS = "weights.json"


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
    """A multinomial logistic regression over the kinds, and a binary one over work, on the same features.

    Attributes:
        known: by feature how rare it is, and what it says for each kind and for work, all as small whole numbers.
        scale: what one such number is worth.
        bias: what is said before any feature, by kind and for work.
        heat: what the sums are divided by, for the kinds and for work, so that "0.9" means nine in ten.
    """

    known: dict[str, tuple[int, int, int, int, int, int]]
    scale: float
    bias: tuple[float, ...]
    heat: tuple[float, float]

    @classmethod
    def of(cls, table: dict[str, Any]) -> "Weights":
        """From what training writes."""
        names = table["features"].split("\n")
        numbers = iter_unpack("B5b", a2b_base64(table["numbers"]))
        return cls(dict(zip(names, numbers, strict=True)), table["scale"], tuple(table["bias"]), tuple(table["heat"]))

    def chances(self, query: str) -> Chances:
        """How likely each kind is for the query."""
        sums = self.sums(features(query))
        kinds, work = sums[:4], sums[4]
        highest = max(kinds)
        powers = [math.exp((one - highest) / self.heat[0]) for one in kinds]
        total = sum(powers)
        return Chances(tuple(power / total for power in powers), 1 / (1 + math.exp(-work / self.heat[1])))

    def sums(self, found: Features) -> list[float]:
        """What the features say together; each group has the same voice, however many it has."""
        totals = list(self.bias)
        get = self.known.get
        for group in found:
            syntax = planning = review = general = work = squares = 0
            for feature in group:
                numbers = get(feature)
                if numbers is not None:
                    rarity, one, two, three, four, five = numbers
                    squares += rarity * rarity
                    syntax += rarity * one
                    planning += rarity * two
                    review += rarity * three
                    general += rarity * four
                    work += rarity * five
            if squares:
                share = self.scale / math.sqrt(squares)
                for place, said in enumerate((syntax, planning, review, general, work)):
                    totals[place] += share * said
        return totals


@cache
def weights() -> Weights:
    """Those that come with the package."""
    return Weights.of(json.loads(Path(__file__).with_name(WEIGHTS).read_text(encoding="utf-8")))
