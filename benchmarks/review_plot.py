"""Draws what review_speed.py measured: seconds of processor over lines of code, one line a program, as an SVG."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import RESULTS

PROGRAMS = {
    "semgrep": "#8c6d31",
    "teach review": "#1f5fbf",
    "ast-grep": "#2e7d32",
    "teach review again": "#7aa6e8",
    "ruff": "#c0392b",
}
WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 60, 170, 30, 50
STEPS = 5
APART = 15  # between two names that would stand on one another


def write(results: Mapping[str, Any]) -> Path:
    """Writes the picture beside the results."""
    sizes = sorted(int(name) for name in results if name.isdigit())
    lines = {
        program: [(size, results[str(size)][program]["cpu_s"]["median"]) for size in sizes]
        for program in PROGRAMS
        if all(program in results[str(size)] for size in sizes)
    }
    target = RESULTS / "review_speed.svg"
    target.write_text(drawn(lines), encoding="utf-8")
    return target


def drawn(lines: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """The picture."""
    widest = max(size for points in lines.values() for size, _ in points)
    highest = _round_up(max(seconds for points in lines.values() for _, seconds in points))

    def x(size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * size / widest

    def y(seconds: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / highest

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="Processor seconds of a review and of other programs over lines of code" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for step in range(STEPS + 1):
        seconds, size = highest * step / STEPS, widest * step / STEPS
        at, below = f"{y(seconds):.1f}", HEIGHT - BOTTOM + 18
        parts += [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at}" y2="{at}" stroke="#dddddd"/>',
            f'<text x="{LEFT - 8}" y="{y(seconds) + 4:.1f}" text-anchor="end" fill="#444444">{seconds:g}</text>',
            f'<text x="{x(size):.1f}" y="{below}" text-anchor="middle" fill="#444444">{size:,.0f}</text>',
        ]
    parts += [
        f'<text x="{LEFT}" y="{TOP - 12}" fill="#444444">processor seconds</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle" fill="#444444">lines</text>',
    ]
    names: list[tuple[float, str]] = []
    for program, points in lines.items():
        route = " ".join(f"{x(size):.1f},{y(seconds):.1f}" for size, seconds in points)
        parts.append(f'<polyline points="{route}" fill="none" stroke="{PROGRAMS[program]}" stroke-width="2"/>')
        names.append((y(points[-1][1]), program))
    last = float(TOP)
    for at, program in sorted(names):
        last = max(at, last + APART)
        parts.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{last + 4:.1f}" fill="{PROGRAMS[program]}">{program} '
            f"({lines[program][-1][1]:.2f} s)</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _round_up(value: float) -> float:
    step = 0.1
    while value > step * STEPS * 2:
        step *= 2
    return round(step * STEPS * (1 if value <= step * STEPS else 2), 6)
