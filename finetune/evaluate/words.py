"""The report for people, in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from finetune.evaluate.model import METRICS
from finetune.evaluate.results import FIGURES, OVERALL

_HOW: Final = (
    "Each metric is the share of its items of which every check passes; intervals are Wilson's at 95 %. Pairs are "
    "compared on the items that both answered, by 10,000 draws of whole groups of items; an interval that holds 0 "
    "shows no difference. `oracle`, `null`, `leaker` and `flatterer` are controls whose marks are known beforehand."
)


def markdown(report: Mapping[str, Any], toy: bool) -> str:
    """The whole report."""
    models: Mapping[str, Any] = report["models"]
    parts = [
        "# Evaluation",
        f"{report['items']} items (`{report['digest'][:12]}`), seed {report['seed']}, sandbox: {report['sandbox']}.",
        *(["A toy can say only what it was trained on: it is not judged here, and only the controls are."] * toy),
        _HOW,
        "## The five metrics",
        _table(["", *METRICS.values(), "Mean"], [[name, *_rates(one)] for name, one in models.items()]),
        "## Beside them",
        _table(["", *FIGURES.values(), "reading grade"], [[name, *_beside(one)] for name, one in models.items()]),
        "## Tokens",
        "Words and marks, counted alike for all; `per unit` is by useful thing: a passed item, or a point made.",
        _table(["", "kind", "n", "p50", "p95", "useful", "per unit"], list(_tokens(models))),
        "## Cost",
        _table(["", "who", "read", "written", "cost in $", "unanswered"], list(_costs(models))),
        *_pairs(report["pairs"]),
        "## What failed",
        *_failed(models),
    ]
    return "\n\n".join(parts) + "\n"


def worse(pairs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every metric in which one model is behind another beyond the interval: the negative results."""
    found: list[str] = []
    for pair in pairs:
        for metric, name in METRICS.items():
            row = pair["metrics"][metric]
            if row["n"] and (row["high"] < 0 or row["low"] > 0):
                behind, ahead = (pair["one"], pair["other"]) if row["high"] < 0 else (pair["other"], pair["one"])
                by = f"{100 * abs(row['value']):.1f} points, sign test {row['chance']:.3g}"
                found.append(f"{name}: {behind} is behind {ahead} by {by}")
    return found


def share(found: Mapping[str, Any]) -> str:
    """`83.0 % (70.1 to 91.0, n 47)`."""
    if not found["n"]:
        return "none asked"
    return f"{100 * found['value']:.1f} % ({100 * found['low']:.1f} to {100 * found['high']:.1f}, n {found['n']})"


def _rates(one: Mapping[str, Any]) -> list[str]:
    return [*(share(one["metrics"][metric]) for metric in METRICS), f"{100 * one[OVERALL]:.1f} %"]


def _beside(one: Mapping[str, Any]) -> list[str]:
    return [*(share(one["figures"][name]) for name in FIGURES), f"{one['grade']:.1f}"]


def _tokens(models: Mapping[str, Any]) -> Sequence[list[str]]:
    return [
        [name, kind, *(str(row[field] if row[field] is not None else "none") for field in _TOKEN_FIELDS)]
        for name, one in models.items()
        for kind, row in one["tokens"].items()
    ]


_TOKEN_FIELDS: Final = ("n", "p50", "p95", "units", "per_unit")


def _costs(models: Mapping[str, Any]) -> Sequence[list[str]]:
    return [
        [
            name, one["about"], str(one["read"]), str(one["written"]),
            f"{one['cost']:.4f}" if one["priced"] else "not known", str(one["unanswered"]),
        ]
        for name, one in models.items()
    ]  # fmt: skip


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> list[str]:
    if not pairs:
        return []
    rows = [
        [f"{pair['one']} less {pair['other']}", *(_difference(pair["metrics"][metric]) for metric in METRICS),
         _difference(pair[OVERALL])]
        for pair in pairs
    ]  # fmt: skip
    behind = worse(pairs)
    said = "\n".join(f"- {line}" for line in behind) if behind else "No difference goes beyond its interval."
    return ["## Pairs, in points", _table(["", *METRICS.values(), "Mean"], rows), "## Who is behind", said]


def _difference(found: Mapping[str, Any]) -> str:
    if not found["n"]:
        return "none asked"
    return f"{100 * found['value']:+.1f} ({100 * found['low']:+.1f} to {100 * found['high']:+.1f})"


def _failed(models: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, one in models.items():
        said = "; ".join(
            f"{metric}: {', '.join(f'{check} {count}' for check, count in rows.items())}"
            for metric, rows in one["checks"].items()
        )
        lines.append(f"- {name}: {said or 'nothing'}")
    return ["\n".join(lines)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
