"""Blanks out what is no prose in a markdown text, keeping every offset; each pass takes time linear in the text."""

import re
from collections.abc import Iterator

_FENCE_LINE = re.compile(r"[ \t]*(```+|~~~+)")
_TICKS = re.compile(r"`+")
_MARK = re.compile(r"[^\n]")


def without_comments(text: str) -> str:
    """The text with its HTML comments blank."""
    return _without(text, list(_between(text, "<!--", "-->", len("-->"))))


def without_fences(text: str) -> str:
    """The text with its fenced code blank; one that nothing closes reaches to the end."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE_LINE.match(line)
        mark = found.group(1) if found else ""
        if fence:
            kept.append(" " * len(line))
            if mark.startswith(fence) and line.strip() == mark:
                fence = ""
        elif mark:
            fence = mark
            kept.append(" " * len(line))
        else:
            kept.append(line)
    return "\n".join(kept)


def without_code(text: str) -> str:
    """The text with the code between backticks blank, where it ends on the line on which it begins."""
    return "\n".join(_without(line, _code_in(line)) for line in text.split("\n"))


def shell_blocks(text: str) -> Iterator[tuple[int, str]]:
    """The offset and the text of each block of shell that the client runs while it expands a command."""
    for start, end in _between(text, "```!", "```", 0):
        yield start, text[start + len("```!") : end]


def _between(text: str, opening: str, closing: str, more: int) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + more
        at = end + len(closing)


def _code_in(line: str) -> list[tuple[int, int]]:
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(line)]
    partner: dict[int, int] = {}
    last: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        if length in last:
            partner[index] = last[length]
        last[length] = index
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        if index in partner:
            spans.append((runs[index][0], runs[partner[index]][1]))
            index = partner[index]
        index += 1
    return spans


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], _MARK.sub(" ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])
