"""Whether one model is better than another on the same items: a paired bootstrap that draws whole groups of items."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from finetune.evaluate.intervals import Interval

DRAWS: Final = 10_000


def paired(rows: Sequence[tuple[str, str, float]], seed: int, draws: int = DRAWS) -> Interval:
    """The mean difference, each stratum counting alike, with its 95 % interval.

    Args:
        rows: group, stratum and difference of each item that both answered.
    """
    if not rows:
        return Interval(0.0, -1.0, 1.0)
    groups, strata = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    sums, counts = np.zeros((len(groups), len(strata))), np.zeros((len(groups), len(strata)))
    for group, stratum, difference in rows:
        place = groups.index(group), strata.index(stratum)
        sums[place] += difference
        counts[place] += 1
    weights = np.random.default_rng(seed).multinomial(len(groups), [1 / len(groups)] * len(groups), size=draws)
    drawn, of = weights @ sums, weights @ counts
    with np.errstate(invalid="ignore"):  # a draw may hold no item of a stratum, which is then left out of its mean
        means = np.nanmean(np.where(of > 0, drawn / np.where(of > 0, of, 1), np.nan), axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    value = float((sums.sum(0) / counts.sum(0)).mean())
    return Interval(value, float(low), float(high))
