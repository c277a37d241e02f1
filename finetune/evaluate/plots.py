"""Plots as inline SVG: text that is the same every time, and needs no script."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from finetune.evaluate.model import METRICS

_ROW, _LEFT, _WIDE, _RIGHT = 20, 190, 420, 60
_COLOURS: Final = ("#2a6f97", "#bc4b51", "#3d6b25", "#7a4f75", "#855700", "#2f6285", "#6b705c")


def colour(number: int) -> str:
    """Of the model at this place, in every plot."""
    return _COLOURS[number % len(_COLOURS)]


def rates(models: Mapping[str, Any]) -> str:
    """The share of each metric for each model, with its interval."""
    rows: list[tuple[str, str, Mapping[str, Any]]] = []
    for metric, title in METRICS.items():
        for number, (name, one) in enumerate(models.items()):
            if one["metrics"][metric]["n"]:
                rows.append(
                    (f"{title}" if not number else "", colour(number), {"name": name, **one["metrics"][metric]})
                )
    return _drawn(rows, 0.0, 1.0, "Share of items passed, with 95 % intervals")


def differences(pairs: Sequence[Mapping[str, Any]]) -> str:
    """The differences of each pair, with their intervals."""
    rows: list[tuple[str, str, Mapping[str, Any]]] = []
    for number, pair in enumerate(pairs):
        name = f"{pair['one']} less {pair['other']}"
        rows.append((name, colour(number), {"name": "mean", **pair["overall"]}))
        rows += [("", colour(number), {"name": metric, **pair["metrics"][metric]}) for metric in METRICS]
    return _drawn([row for row in rows if row[2]["n"]], -1.0, 1.0, "Differences, with 95 % intervals")


def tokens(models: Mapping[str, Any]) -> str:
    """The median answer of each kind, and the longest but a twentieth."""
    most = max((row["p95"] for one in models.values() for row in one["tokens"].values()), default=0) or 1
    rows: list[tuple[str, str, Mapping[str, Any]]] = []
    for kind in sorted({kind for one in models.values() for kind in one["tokens"]}):
        for number, (name, one) in enumerate(models.items()):
            if row := one["tokens"].get(kind):
                found = {
                    "name": f"{name}: {row['p50']}",
                    "value": row["p50"] / most,
                    "low": 0,
                    "high": row["p95"] / most,
                }
                rows.append((kind if not number else "", colour(number), found))
    return _drawn(rows, 0.0, 1.0, f"Tokens of an answer: the dot is the median, the line ends at p95 (at most {most})")


def _drawn(rows: Sequence[tuple[str, str, Mapping[str, Any]]], least: float, most: float, title: str) -> str:
    height = _ROW * (len(rows) + 2)
    whole = _LEFT + _WIDE + _RIGHT + 120

    def x(value: float) -> str:
        return f"{_LEFT + _WIDE * (value - least) / (most - least):.1f}"

    parts = [
        f'<div class="w" tabindex="0" role="group" aria-label="{escape(title)}">'
        f'<svg viewBox="0 0 {whole} {height}" role="img" aria-label="{escape(title)}">',
        f'<text x="0" y="14" class="t">{escape(title)}</text>',
    ]
    for value in (least, (least + most) / 2, most):
        parts.append(f'<line x1="{x(value)}" x2="{x(value)}" y1="{_ROW}" y2="{height - _ROW}" class="g"/>')
    for number, (head, ink, row) in enumerate(rows):
        y = _ROW * (number + 1.8)
        parts.append(f'<text x="0" y="{y + 4:.0f}">{escape(head)}</text>')
        parts.append(
            f'<line x1="{x(row["low"])}" x2="{x(row["high"])}" y1="{y:.0f}" y2="{y:.0f}" stroke="{ink}"/>'
            f'<circle cx="{x(row["value"])}" cy="{y:.0f}" r="4.5" fill="{ink}"/>'
            f'<text x="{_LEFT + _WIDE + 10}" y="{y + 4:.0f}" fill="{ink}">{escape(str(row["name"]))}</text>'
        )
    return "".join([*parts, "</svg></div>"])
