"""How sure a share is, and how far two raters agree: plain arithmetic, without numpy."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

Z: Final = 1.959963984540054  # 95 % on both sides


class Interval(NamedTuple):
    """An estimate, with where it lies in 95 of 100 such samples."""

    value: float
    low: float
    high: float


def wilson(passed: int, of: int) -> Interval:
    """The share that passed, with Wilson's interval; from nothing nothing follows."""
    if not of:
        return Interval(0.0, 0.0, 1.0)
    share, weight = passed / of, Z * Z / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters over what both rated; None where chance alone explains all, or nothing is shared."""
    count = len(pairs)
    if not count:
        return None
    observed = sum(one == other for one, other in pairs) / count
    labels = {label for pair in pairs for label in pair}
    firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
    expected = sum(firsts.count(label) * seconds.count(label) for label in labels) / count**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def by_chance(better: int, worse: int) -> float:
    """How likely at least so uneven a count is where neither model is better: the exact sign test, on both sides."""
    count = better + worse
    tail = sum(math.comb(count, number) for number in range(min(better, worse) + 1)) / 2**count
    return min(1.0, 2 * tail)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share does not exceed; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
