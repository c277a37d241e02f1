"""Whether a change fills a `TODO(human)`, or takes it away: a quick reading, which `teaching/markers` does exactly.

What a marker governs goes on to its `END TODO(human)`, else to where the block that it stands in ends, else to the
next blank line.
"""

from __future__ import annotations

import re

SIGN = "TODO(human)"
# In a comment at the line's beginning, or behind code with a colon: a mention in prose is none.
_MARKER = re.compile(
    r"(?:^[ \t]*|[ \t])(?:#+|//+!?|--|/\*+|\{/\*|\*|<!--|;+|%+|\{-)[ \t]*TODO\(human\)(?:\[[^\]\s]*\])?(?P<text>.*)"
)
_END = re.compile(r"\bEND[ \t]+TODO\(human\)")
_COMMENT = re.compile(r"[ \t]*(?:#|//|--|/\*|\{/\*|\*|<!--|;|%|\{-)")


def filled(before: str, after: str) -> str:
    """The first marker that is gone in the second text, or whose region holds other code; empty where there is none."""
    left = _markers(after)
    for line, code in _markers(before):
        if (line, code) in left:
            left.remove((line, code))
        else:
            return line
    return ""


def lines_with(text: str) -> list[int]:
    """The 1-based lines on which a marker stands that is still open."""
    return [number for number, line in enumerate(text.split("\n"), start=1) if _is_marker(line)]


def _is_marker(line: str) -> bool:
    return SIGN in line and _MARKER.search(line) is not None and not _END.search(line)


def _markers(text: str) -> list[tuple[str, str]]:
    lines = text.split("\n")
    return [(line.strip(), _governed(lines, number)) for number, line in enumerate(lines) if _is_marker(line)]


def _governed(lines: list[str], number: int) -> str:
    """The code that a marker governs, without comments and indentation."""
    rest = lines[number + 1 :]
    end = next((at for at, line in enumerate(rest) if SIGN in line), len(rest))
    if end < len(rest) and _END.search(rest[end]):
        return _code(rest[:end])
    indent = _indent(lines[number])
    found: list[str] = []
    for line in rest[:end]:
        if (not line.strip() and not indent) or (line.strip() and _indent(line) < indent):
            break
        found.append(line)
    return _code(found)


def _code(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip() and not _COMMENT.match(line))


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())
