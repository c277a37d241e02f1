"""The burn-up chart: how many tasks were carried by their evidence, by day, as SVG and as a table."""

from collections.abc import Sequence
from datetime import date

from teaching.contracts.standing import Day

_WIDTH = 600
_HEIGHT = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 12, 28


def burn_up(days: Sequence[Day], total: int) -> list[str]:
    """The section with the chart; its table says the same to those who do not see it."""
    lines = ['<section aria-labelledby="burn-up">', '<h2 id="burn-up">Burn-up</h2>']
    if not days:
        return [*lines, "<p>The first verification draws the first point.</p>", "</section>"]
    last = days[-1]
    both = f", {last.attested} attested" if last.attested else ""
    rows = "".join(f"<tr><td>{day.date}</td><td>{day.proved}</td><td>{day.attested}</td></tr>" for day in days)
    return [
        *lines,
        "<figure>",
        _svg(days, max(total, 1)),
        f"<figcaption>{last.proved} proved{both}, of {total} on {last.date}. What somebody attested is the dashed line "
        "above what commands proved; the upper line is all tasks of today.</figcaption>",
        "</figure>",
        "<details>",
        "<summary>The numbers</summary>",
        "<table><thead><tr><th scope='col'>Day (UTC)</th><th scope='col'>Proved</th><th scope='col'>Attested</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>",
        "</details>",
        "</section>",
    ]


def _svg(days: Sequence[Day], total: int) -> str:
    proved = _steps(days, [day.proved for day in days], total)
    upper = _y(total, total)
    drawn = [
        f'<line class="goal" x1="{_LEFT}" y1="{upper:.1f}" x2="{_WIDTH - _RIGHT}" y2="{upper:.1f}"/>',
        f'<line class="axis" x1="{_LEFT}" y1="{_y(0, total):.1f}" x2="{_WIDTH - _RIGHT}" y2="{_y(0, total):.1f}"/>',
        f'<polyline class="line proved" points="{proved}"/>',
    ]
    if any(day.attested for day in days):
        both = _steps(days, [day.proved + day.attested for day in days], total)
        drawn.append(f'<polyline class="line attested" points="{both}"/>')
    drawn += [
        f'<text x="{_LEFT - 6}" y="{upper + 4:.1f}" text-anchor="end">{total}</text>',
        f'<text x="{_LEFT - 6}" y="{_y(0, total) + 4:.1f}" text-anchor="end">0</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{days[0].date}</text>',
    ]
    if len(days) > 1:
        drawn.append(f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">{days[-1].date}</text>')
    label = f"Proved tasks from {days[0].date} to {days[-1].date}: {days[0].proved} to {days[-1].proved} of {total}"
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'


def _steps(days: Sequence[Day], counts: Sequence[int], total: int) -> str:
    """A line that rises on the day itself and stays level in between, for nothing was proved there."""
    first, last = (date.fromisoformat(days[index].date).toordinal() for index in (0, -1))
    points = [(float(_LEFT), _y(0, total))]
    for day, count in zip(days, counts, strict=True):
        share = (date.fromisoformat(day.date).toordinal() - first) / ((last - first) or 1)
        x = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
        points += [(x, points[-1][1]), (x, _y(count, total))]
    points.append((float(_WIDTH - _RIGHT), points[-1][1]))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _y(count: int, total: int) -> float:
    return _HEIGHT - _BOTTOM - count / total * (_HEIGHT - _BOTTOM - _TOP)
