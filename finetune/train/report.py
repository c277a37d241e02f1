"""How a training went, as one web page that needs no network: a row of figures, and a plot of each series."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

from finetune.train.checkpoints import Event

FILE = "report.html"
_WIDTH, _HEIGHT, _LEFT, _BELOW = 640, 220, 64, 24
_POINTS = 1000  # of a curve at most; each is then the mean of its neighbours

_STYLE = """
:root { color-scheme: light dark; --line: #1f6feb; --quiet: #6e7781; --grid: #d0d7de; }
@media (prefers-color-scheme: dark) { :root { --line: #58a6ff; --quiet: #8b949e; --grid: #30363d; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 1.6rem 0 .2rem; }
table { border-collapse: collapse; } td, th { padding: .2rem 1rem .2rem 0; text-align: left; font-weight: normal; }
td { font-variant-numeric: tabular-nums; font-weight: 600; } th, text { color: var(--quiet); fill: var(--quiet); }
svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; }
polyline { fill: none; stroke: var(--line); stroke-width: 1.6; } .grid { stroke: var(--grid); }
"""


@dataclass(frozen=True, slots=True)
class _Series:
    """One plot: a field of the events, and how its values are written."""

    field: str
    title: str
    written: Callable[[float], str]


_SERIES = (
    _Series("loss", "Loss of the learnt tokens", lambda value: f"{value:.3g}"),
    _Series("lr", "Learning rate", lambda value: f"{value:.2g}"),
    _Series("tokens_per_second", "Tokens per second", lambda value: f"{value:,.0f}"),
    _Series("mfu", "MFU: useful operations by the measured peak of matrix products", lambda value: f"{value:.0%}"),
    _Series("memory", "Most memory held so far, GB", lambda value: f"{value / 1e9:.2f}"),
)


def page(title: str, events: Sequence[Event]) -> str:
    """The page; of events that lack a field, its plot is left out."""
    plots = [plot(series.title, points, series.written) for series in _SERIES if (points := _points(events, series))]
    figures = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in _figures(events))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head><body>\n'
        f"<h1>{escape(title)}</h1>\n<table>{figures}</table>\n{''.join(plots)}</body></html>\n"
    )


def _points(events: Sequence[Event], series: _Series) -> list[tuple[float, float]]:
    points = [(event["step"], event[series.field]) for event in events if series.field in event]
    size = -(-len(points) // _POINTS) or 1
    groups = [points[begin : begin + size] for begin in range(0, len(points), size)]
    return [(group[-1][0], sum(value for _, value in group) / len(group)) for group in groups]


def _figures(events: Sequence[Event]) -> list[tuple[str, str]]:
    first, last = events[0], events[-1]
    found = [
        ("steps", f"{last['step']:,.0f}"),
        ("loss", f"{first['loss']:.3g} to {last['loss']:.3g}"),
        ("tokens", f"{last['tokens']:,.0f}"),
    ]
    for name, field, written in (
        ("tokens per second, median", "tokens_per_second", "{:,.0f}"),
        ("MFU, median", "mfu", "{:.1%}"),
    ):
        if values := [event[field] for event in events if field in event]:
            found.append((name, written.format(median(values))))
    if "memory" in last:
        found.append(("memory at most", f"{last['memory'] / 1e9:.2f} GB"))
    return found


def plot(title: str, points: Sequence[tuple[float, float]], written: Callable[[float], str]) -> str:
    """A line through points, as SVG with its axes and, for who does not see it, in words."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low, high = min(0.0, *ys), max(ys) if max(ys) > min(0.0, *ys) else min(ys) + 1
    wide, tall = _WIDTH - _LEFT - 8, _HEIGHT - _BELOW - 8
    across = wide / max(xs[-1] - xs[0], 1e-9)
    drawn = " ".join(
        f"{_LEFT + (x - xs[0]) * across:.1f},{8 + tall * (high - y) / (high - low):.1f}" for x, y in points
    )
    words = f"{title}: {written(ys[0])} at step {xs[0]:.0f}, {written(ys[-1])} at step {xs[-1]:.0f}"
    marks = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{written(high - (high - low) * part / 4)}</text>'
        for part in range(5)
        for y in [8 + tall * part / 4]
    )
    steps = (
        f'<text x="{_LEFT}" y="{_HEIGHT - 6}">step {xs[0]:.0f}</text>'
        f'<text x="{_WIDTH - 8}" y="{_HEIGHT - 6}" text-anchor="end">step {xs[-1]:.0f}</text>'
    )
    return (
        f'<h2>{escape(title)}</h2>\n<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'{marks}{steps}<polyline points="{drawn}"/></svg>\n'
    )
