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
_RULED_OUT = 0.002
_CODE_PAIR = frozenset(" +")


@dataclass(frozen=True, slots=True)
class Chances:
    """By check, how likely it is that a sentence states its rule, 0 to 1."""

    of: Mapping[str, float]

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest check."""
        return max(self.of.items(), key=lambda item: item[1])

    def allow(self, check: str) -> bool:
        """Whether the sentence can mean this check at all; one that training had no wordings of always can.

        On the labelled constitutions each check that a phrase reads in a line is allowed.
        """
        return self.of.get(check, 1.0) >= _RULED_OUT


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

    def chances(self, sentence: str, context: str = "") -> "Chances":
        """How likely each check is what the sentence means."""
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
        return Chances({check: power / total for check, power in zip(self.checks[:-1], powers[:-1], strict=True)})


def value_of(feature: str, rarity: float) -> float:
    """What a feature counts before a sentence's values are brought to length one."""
    return rarity * (_PAIR if _CODE_PAIR & set(feature) else 1.0)


@cache
def weights() -> Weights:
    """Those that come with the package."""
    text = files("teaching.review.resembling").joinpath("weights.json").read_text(encoding="utf-8")
    return Weights.of(json.loads(text))
