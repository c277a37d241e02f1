"""The small pieces that the page is made of: safe text, the icons of the states, bars, and lists that fold."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from teaching.guard import visible

# What a list may show before it is folded: more than that hides what stands below it.
FOLD = 20
# What a folded list may hold: it repeats what the phases show, and thousands would make the page heavy.
MOST = 200
KINDS = ("proved", "attested", "unproven")
"""How a tick may be carried, in the order in which bars show it."""

# The policy: nothing of a project can load or run anything, even if a mark slipped through. The empty icon keeps
# browsers from asking the page's host for one.
_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>"""
_CODE = re.compile(r"`([^`]+)`")
_CHECK = '<path d="m4.6 8.3 2.3 2.4 4.4-5" fill="none" stroke="{stroke}" stroke-width="1.8"/>'
_RING = '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.6"{more}/>'
# They differ in form, not only in colour, and are drawn, not printed as a background, so that paper has them too.
_DRAWN = {
    "proved": '<circle cx="8" cy="8" r="7.4" fill="currentColor"/>' + _CHECK.format(stroke="var(--panel)"),
    "attested": _RING.format(more=' stroke-dasharray="2.6 1.6"') + _CHECK.format(stroke="currentColor"),
    "unproven": _RING.format(more="")
    + '<path d="M8 4v5M8 10.6v1.8" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "in-progress": _RING.format(more="") + '<path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor"/>',
    "pending": _RING.format(more="")
    + '<path d="M6.2 5v6M9.8 5v6" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "open": _RING.format(more=""),
}


def head(title: str, style: str) -> str:
    """What a page begins with, up to the opened body.

    Args:
        title: safe text.
        style: the whole of it; a page loads nothing.
    """
    return _HEAD.format(title=title, style=style)


def text(raw: str) -> str:
    """Text of a repository, safe in an element and in an attribute."""
    return escape(visible(" ".join(raw.split())))


def prose(raw: str) -> str:
    """The same for an element, with `code` as such; it keeps its own direction, so that right-to-left disturbs none."""
    shown = _CODE.sub(r"<code>\1</code>", text(raw))
    return f"<bdi>{shown}</bdi>"


def sentence(raw: str) -> str:
    """Prose that begins with a capital and ends with a mark."""
    line = " ".join(raw.split())
    return prose(line[:1].upper() + line[1:] + ("" if line.endswith((".", "!", "?")) else "."))


def icons() -> str:
    """What `icon` refers to; once for a page."""
    drawn = "".join(f'<symbol id="i-{name}" viewBox="0 0 16 16">{shape}</symbol>' for name, shape in _DRAWN.items())
    return f'<svg class="sprite" aria-hidden="true">{drawn}</svg>'


def icon(kind: str, label: str = "") -> str:
    """A state's icon; without a label it says nothing to those who do not see it."""
    said = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return f'<svg class="i {kind}" {said}><use href="#i-{kind}"/></svg>'


def bar(counts: Mapping[str, int], total: int) -> str:
    """How much is proved, attested, and ticked without either; words beside it say the same."""
    x = 0.0
    pieces: list[str] = []
    for kind in KINDS:
        width = 100 * counts[kind] / max(total, 1)
        if width:
            pieces.append(f'<rect class="{kind}" x="{x:.2f}" width="{width:.2f}" height="4"/>')
        x += width
    drawn = '<rect class="rest" width="100" height="4"/>' + "".join(pieces)
    return f'<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


def folded(summary: str, items: Sequence[str]) -> list[str]:
    """A list under its summary, closed where it is long and cut where it is very long."""
    more = [f"and {len(items) - MOST} more"] if len(items) > MOST else []
    shown = f'<ul role="list">{"".join(f"<li>{one}</li>" for one in [*items[:MOST], *more])}</ul>'
    if len(items) <= FOLD:
        return [f"<h3>{summary}</h3>", shown]
    return [f"<details><summary><h3>{summary}</h3></summary>", shown, "</details>"]
