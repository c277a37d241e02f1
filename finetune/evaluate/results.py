"""What came out, as numbers: shares with intervals, what answers cost, and every pair of models on the same items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from finetune.config import JSON
from finetune.evaluate.asking import Answer
from finetune.evaluate.contestants import Contestant
from finetune.evaluate.intervals import Interval, by_chance, quantile, wilson
from finetune.evaluate.model import METRICS, Item, Score
from finetune.evaluate.resampling import paired
from finetune.evaluate.scoring import score

VERSION: Final = 1
OVERALL: Final = "overall"
# Told beside the metrics, each of the items that have it.
FIGURES: Final = {
    "leak": "answers that give the solution away",
    "false tick": "ticks and claims of passing tests without proof",
    "false block": "ticks that were deserved and not given",
    "located": "answers that name a line that is wrong",
}


@dataclass(frozen=True)
class Judged:
    """One contestant with its answers and their scores, in the order of the items."""

    who: Contestant
    answers: Sequence[Answer]
    scores: Sequence[Score]

    @property
    def heard(self) -> list[Score]:
        """The scores of what was answered: who could not be reached was neither right nor wrong."""
        return [one for one, answer in zip(self.scores, self.answers, strict=True) if not answer.failed]


def judged(who: Contestant, items: Sequence[Item], answers: Sequence[Answer]) -> Judged:
    """The scores of these answers."""
    return Judged(who, answers, [score(item, one.text) for item, one in zip(items, answers, strict=True)])


def report(every: Sequence[Judged], items: Sequence[Item], digest: str, seed: int, box: str) -> dict[str, JSON]:
    """All of it as plain JSON: the same answers and seed give the same."""
    counts: dict[str, JSON] = {metric: sum(item.metric == metric for item in items) for metric in METRICS}
    return {
        "version": VERSION,
        "items": len(items),
        "by_metric": counts,
        "digest": digest,
        "seed": seed,
        "sandbox": box,
        "models": {one.who.name: _of_model(one) for one in every},
        "pairs": [_pair(one, other, seed) for one, other in combinations(every, 2)],
    }


def _of_model(one: Judged) -> dict[str, JSON]:
    heard = one.heard
    metrics: dict[str, JSON] = {}
    for metric in METRICS:
        passed = [score.passed for score in heard if score.metric == metric]
        metrics[metric] = {"n": len(passed), "passed": sum(passed), **_plain(wilson(sum(passed), len(passed)))}
    rates = [wilson(sum(rows), len(rows)).value for rows in _by_metric(heard).values()]
    return {
        "about": one.who.about,
        OVERALL: round(sum(rates) / len(rates), 4) if rates else 0.0,
        "metrics": metrics,
        "figures": _figures(heard),
        "grade": _grade(heard),
        "tokens": _tokens(heard),
        "checks": _failed_checks(heard),
        "read": sum(answer.read for answer in one.answers),
        "written": sum(answer.written for answer in one.answers),
        "cost": round(sum(answer.cost for answer in one.answers), 6),
        "priced": all(answer.priced for answer in one.answers),
        "unanswered": sum(bool(answer.failed) for answer in one.answers),
    }


def _by_metric(scores: Sequence[Score]) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for one in scores:
        found.setdefault(one.metric, []).append(one.passed)
    return found


def _figures(scores: Sequence[Score]) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for name in FIGURES:
        values = [one.figures[name] for one in scores if name in one.figures]
        found[name] = {"n": len(values), "count": int(sum(values)), **_plain(wilson(int(sum(values)), len(values)))}
    return found


def _grade(scores: Sequence[Score]) -> float:
    values = [one.figures["grade"] for one in scores if one.figures.get("grade")]
    return round(sum(values) / len(values), 1) if values else 0.0


def _tokens(scores: Sequence[Score]) -> dict[str, JSON]:
    kinds: dict[str, list[Score]] = {}
    for one in scores:
        kinds.setdefault(one.kind, []).append(one)
    found: dict[str, JSON] = {}
    for kind, rows in sorted(kinds.items()):
        counts, units = [row.tokens for row in rows], sum(row.units for row in rows)
        found[kind] = {
            "n": len(rows),
            "p50": quantile(counts, 0.5),
            "p95": quantile(counts, 0.95),
            "units": units,
            "per_unit": round(sum(counts) / units, 1) if units else None,
        }
    return found


def _failed_checks(scores: Sequence[Score]) -> dict[str, JSON]:
    """How often each check failed, by metric: what to work on."""
    found: dict[str, dict[str, int]] = {}
    for one in scores:
        for check in one.checks:
            if not check.passed:
                row = found.setdefault(one.metric, {})
                row[check.name] = row.get(check.name, 0) + 1
    return {metric: dict(sorted(rows.items())) for metric, rows in sorted(found.items())}


def _pair(one: Judged, other: Judged, seed: int) -> dict[str, JSON]:
    """The differences `one` less `other`, of the items that both answered."""
    rows: list[tuple[str, str, float]] = []
    for mine, theirs, first, second in zip(one.scores, other.scores, one.answers, other.answers, strict=True):
        if not first.failed and not second.failed:
            rows.append((mine.group, mine.metric, float(mine.passed) - float(theirs.passed)))
    by_metric: dict[str, JSON] = {
        metric: _difference([row for row in rows if row[1] == metric], seed) for metric in METRICS
    }
    return {
        "one": one.who.name,
        "other": other.who.name,
        OVERALL: _difference(rows, seed),
        "metrics": by_metric,
    }


def _difference(rows: Sequence[tuple[str, str, float]], seed: int) -> dict[str, JSON]:
    """The mean with its interval, and the items that only one of both passed: of few of these a draw says too much."""
    better, worse = sum(row[2] > 0 for row in rows), sum(row[2] < 0 for row in rows)
    chance = round(by_chance(better, worse), 6)
    return {"n": len(rows), "better": better, "worse": worse, "chance": chance, **_plain(paired(rows, seed))}


def _plain(found: Interval) -> Mapping[str, JSON]:
    return {"value": round(found.value, 4), "low": round(found.low, 4), "high": round(found.high, 4)}
