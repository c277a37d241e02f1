"""The burn-up chart: how many tasks were carried by their evidence, by day, drawn and as a table."""

from collections.abc import Sequence
from datetime import date, timedelta

from teaching.contracts.standing import Day

# Of the drawing alone: it is stretched to its place, and the labels stand beside it, as large as other text.
WIDTH, HEIGHT = 600, 200
_TICKS = 5


def burn_up(days: Sequence[Day], total: int) -> list[str]:
    """The section with the chart; its table says the same to those who do not see it."""
    days = [day for day in days if _is_date(day.date)]
    lines = ['<section aria-labelledby="burn-up">', '<h2 id="burn-up">Burn-up</h2>']
    if not days:
        return [*lines, "<p>The first verification draws the first point.</p>", "</section>"]
    last = days[-1]
    both = f", {last.attested} attested" if last.attested else ""
    rows = "".join(
        f'<tr><th scope="row">{day.date}</th><td>{day.proved}</td><td>{day.attested}</td></tr>' for day in days
    )
    return [
        *lines,
        "<figure>",
        _plot(days, max(total, 1)),
        f"<figcaption>{last.proved} proved{both}, of today’s {total}, on {last.date}.</figcaption>",
        "</figure>",
        _legend(bool(last.attested)),
        "<details><summary>The numbers, by day</summary>",
        '<table><thead><tr><th scope="col">Day (UTC)</th><th scope="col">Proved</th><th scope="col">Attested</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>",
        "</details>",
        "</section>",
    ]


def _is_date(text: str) -> bool:
    """Whether it can be drawn: records come with a repository, and may say anything."""
    try:
        return date.fromisoformat(text) > date.min
    except ValueError:
        return False


def _legend(has_attested: bool) -> str:
    named = [("proved", "proved by commands")]
    named += [("attested", "attested by a person, on top")] if has_attested else []
    named.append(("goal", "all tasks of today"))
    swatch = '<svg viewBox="0 0 24 8" aria-hidden="true"><path class="line {kind}" d="M0 4h24"/></svg>'
    items = "".join(f"<li>{swatch.format(kind=kind)} {word}</li>" for kind, word in named)
    return f'<ul class="legend key" role="list">{items}</ul>'


def _plot(days: Sequence[Day], total: int) -> str:
    begin = _begin(days)
    proved = _steps(days, [day.proved for day in days], total)
    grid = "".join(f'<path class="grid" d="M0 {_y(tick, total):.1f}h{WIDTH}"/>' for tick in _ticks(total))
    lines = f'<path class="line goal" d="M0 {_y(total, total):.1f}h{WIDTH}"/>'
    lines += f'<polygon class="area" points="{proved} {WIDTH},{HEIGHT}"/>'
    if days[-1].attested:
        both = _steps(days, [day.proved + day.attested for day in days], total)
        lines += f'<polyline class="line attested" points="{both}"/>'
    lines += f'<polyline class="line proved" points="{proved}"/>'
    told = f"Proved tasks from {days[0].date} to {days[-1].date}: {days[0].proved} to {days[-1].proved} of {total}"
    labels = "".join(
        f'<span class="y" style="bottom:{100 * tick / total:.1f}%">{tick}</span>' for tick in [*_ticks(total), total]
    )
    return (
        f'<div class="plot"><svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{told}">{grid}{lines}</svg><div aria-hidden="true">{labels}</div></div>'
        f'<div class="x" aria-hidden="true"><span>{begin}</span><span>{days[-1].date}</span></div>'
    )


def _begin(days: Sequence[Day]) -> date:
    """The day before the first, when nothing was proved: so that the first rise is seen too."""
    return date.fromisoformat(days[0].date) - timedelta(days=1)


def _ticks(total: int) -> range:
    """0 and few round numbers, none so near the top that its label touches the top's."""
    size = 1
    while total > _TICKS * size:
        size = size * 5 // 2 if str(size)[0] == "2" else size * 2
    return range(0, max(1, int(total * 0.88) + 1), size)


def _steps(days: Sequence[Day], counts: Sequence[int], total: int) -> str:
    """A line that rises on the day itself and stays level in between, for nothing was proved there."""
    begin = _begin(days).toordinal()
    span = date.fromisoformat(days[-1].date).toordinal() - begin
    points = [(0.0, _y(0, total))]
    for day, count in zip(days, counts, strict=True):
        x = (date.fromisoformat(day.date).toordinal() - begin) / span * WIDTH
        points += [(x, points[-1][1]), (x, _y(count, total))]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _y(count: int, total: int) -> float:
    return HEIGHT - count / total * HEIGHT
