"""The weights that training found, and how likely they make it that a sentence states the rule of a check."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from teaching.review.resembling.features import features

_PAIR = 0.5  # what a pair of words counts beside a single one
_CODE_PAIR = frozenset(" +")


@dataclass(frozen=True, slots=True)
class Weights:
    """A multinomial logistic regression; the last of its classes is "none of them".

    Attributes:
        rarity: how rare each feature was in training; unknown ones do not count.
        weights: by feature, the position of a check with its weight.
    """

    checks: Sequence[str]
    bias: Sequence[float]
    rarity: Mapping[str, float]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Weights":
        """From what training writes."""
        found = table["features"].items()
        return cls(
            table["checks"],
            table["bias"],
            {name: rarity for name, (rarity, _) in found},
            {name: [(check, weight) for check, weight in large] for name, (_, large) in found},
        )

    def best(self, sentence: str, context: str = "") -> tuple[str, float]:
        """The check that a sentence most likely states, and how likely that is, 0 to 1."""
        chances = self.chances(sentence, context)
        best = max(range(len(chances) - 1), key=lambda check: chances[check])
        return self.checks[best], chances[best]

    def chances(self, sentence: str, context: str = "") -> list[float]:
        """By check, how likely it is meant."""
        values = {
            feature: value_of(feature, self.rarity[feature])
            for feature in features(sentence, context)
            if feature in self.rarity
        }
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        scores = list(self.bias)
        for feature, value in values.items():
            share = value / length
            for check, weight in self.weights[feature]:
                scores[check] += share * weight
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


def value_of(feature: str, rarity: float) -> float:
    """What a feature counts before a sentence's values are brought to length one."""
    return rarity * (_PAIR if _CODE_PAIR & set(feature) else 1.0)


@cache
def weights() -> Weights:
    """Those that come with the package."""
    text = files("teaching.review.resembling").joinpath("weights.json").read_text(encoding="utf-8")
    return Weights.of(json.loads(text))
