"""Whether a tuned model may take the place of its base: better by more than chance, and in no metric worse."""

from collections.abc import Mapping
from typing import Any, Final

from finetune.evaluate.model import METRICS

REPORT: Final = "report.json"
TUNED, BASE = "tuned", "base"
MOST_CHANCE: Final = 0.05
ENOUGH: Final = 100  # of fewer items an interval that is drawn says too much


def objection(report: Mapping[str, Any]) -> str | None:
    """What speaks against it; None where nothing does.

    Args:
        report: as `results.report` makes it.
    """
    pair = next((one for one in report["pairs"] if (one["one"], one["other"]) == (TUNED, BASE)), None)
    if pair is None:
        return "it was not compared with its base"
    whole = pair["overall"]
    if whole["n"] < ENOUGH:
        return f"it and its base both answered {whole['n']} items, and {ENOUGH} are the least"
    if whole["low"] <= 0 or whole["chance"] > MOST_CHANCE:
        return (
            f"it is not better than its base beyond the interval ({_shown(whole)} overall; {whole['better']} items "
            f"better, {whole['worse']} worse)"
        )
    for metric, name in METRICS.items():
        if pair["metrics"][metric]["n"] and pair["metrics"][metric]["high"] < 0:
            return f"{name.lower()} is worse than its base's ({_shown(pair['metrics'][metric])})"
    return None


def _shown(found: Mapping[str, float]) -> str:
    return f"{100 * found['value']:+.1f} points, {100 * found['low']:+.1f} to {100 * found['high']:+.1f}"
