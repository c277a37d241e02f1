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

        On the labelled constitutions this costs no reading.
        """
        return self.of.get(check, 1.0) >= _RULED_OUT


@dataclass(frozen=True, slots=True)
class Weights:
    """A multinomial logistic regression; the last of its classes is "none of them".

    Attributes:
        features: how rare each one was in training, and then in turn a check (its position) and what the feature
            says for or against it, as text: of many thousands a sentence has a few dozen. Unknown ones do not count.
    """

    checks: Sequence[str]
    bias: Sequence[float]
    features: Mapping[str, str]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Weights":
        """From what training writes, as it is: there are too many to be turned into anything else."""
        return cls(table["checks"], table["bias"], table["features"])

    def chances(self, sentence: str, context: str = "") -> "Chances":
        """How likely each check is what the sentence means."""
        mine = (feature for feature in features(sentence, context) if feature in self.features)
        known = ((feature, self.features[feature].split()) for feature in mine)
        values = [(value_of(feature, float(parts[0])), parts) for feature, parts in known]
        length = math.sqrt(sum(value * value for value, _ in values)) or 1.0
        scores = list(self.bias)
        for value, parts in values:
            share = value / length
            for check, weight in zip(parts[1::2], parts[2::2], strict=True):
                scores[int(check)] += share * float(weight)
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
