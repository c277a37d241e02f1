"""The boxes of a roadmap that are tasks: a quick reading, which `teaching/roadmap` does exactly.

Boxes in fences, comments and under acceptance criteria are none.
"""

from __future__ import annotations

import re

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\](?=[ \t]|$))?(.*)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(```+|~~~+)")
_CRITERIA = r"(?:acceptance(?:[ -]criteri(?:a|on))?|definition of done|done when|(?:exit|success) criteria)"
_LABEL = re.compile(rf"[ \t]*[*_`]{{0,3}}{_CRITERIA}[*_`]{{0,3}}[ \t]*(?:[:(]|[*_]{{0,3}}$)", re.IGNORECASE)
_CRITERIA_HEADING = re.compile(
    rf"(?:(?:phase|sprint|milestone|week)[ \t]*\d+)?[^A-Za-z]*{_CRITERIA}[^A-Za-z]*$", re.IGNORECASE
)
_ID = re.compile(r"<!--\s*id:\s*(\S{1,100})\s*-->")
_NOT_TITLE = re.compile(
    r"<!--.*?(?:-->|$)|✅\ufe0f?[ \t]*\d{4}-\d{2}-\d{2}|\([Aa]ttested\)|[*_]*\((?i:in[ \t-]+progress|pending)\)[*_]*",
    re.DOTALL,
)
_HIDDEN = re.compile(r"<!--.*?(?:-->|$)|`[^`]*`", re.DOTALL)
_BEGUN = re.compile(r"\([*_]{0,3}in[ \t-]*progress[*_]{0,3}\)", re.IGNORECASE)
_WRAPPED_COLUMNS = 60


class Box:
    """One task, as far as a hook needs it.

    Attributes:
        key: stays the same when the task is ticked.
        id: empty where it has none.
        begun: whether its own words say (In Progress).
        line: 1-based.
        indent: in columns.
        phase: how many headings stand above it, which is no more than a mark of what does not nest.
    """

    def __init__(self, key: str, name: str, title: str, ticked: bool, begun: bool, place: tuple[int, int, int]) -> None:
        self.key, self.id, self.title = key, name, title
        self.ticked, self.begun = ticked, begun
        self.line, self.indent, self.phase = place

    @property
    def name(self) -> str:
        """What a tool or a command is given to mean this task."""
        return self.id or self.title[:80]


def tasks(text: str) -> dict[str, Box]:
    """The tasks of a roadmap by a key that stays the same when one is ticked."""
    found: dict[str, Box] = {}
    for ticked, words, line, indent, phase in _Reader(text).found:
        named = _ID.search(words)
        title = " ".join(_NOT_TITLE.sub("", words).split())
        name = f"id:{named[1]}" if named else f"title:{title}"
        key, number = name, 1
        while key in found:
            number += 1
            key = f"{name}#{number}"
        begun = not ticked and _BEGUN.search(_HIDDEN.sub("", words)) is not None
        found[key] = Box(key, named[1] if named else "", title, ticked, begun, (line, indent, phase))
    return found


def gained(before: str, after: str) -> list[Box]:
    """The tasks that are ticked in the second text and were not in the first; one that was renamed is none."""
    old, new = tasks(before), tasks(after)
    fresh = [box for key, box in new.items() if box.ticked and not (key in old and old[key].ticked)]
    more = sum(box.ticked for box in new.values()) > sum(box.ticked for box in old.values())
    return fresh if more or len(new) < len(old) else [box for box in fresh if box.key in old]


def _is_wrapped(line: str) -> bool:
    """Whether a title may go on behind this line: one that ends sooner was not wrapped by an editor."""
    return len(_NOT_TITLE.sub("", line).rstrip()) >= _WRAPPED_COLUMNS


class _Reader:
    """Walks the lines once; `found` has of each task whether it is ticked, its words, line, indent, and phase."""

    def __init__(self, text: str) -> None:
        self.found: list[tuple[bool, str, int, int, int]] = []
        self._number = 0
        self._phase = 0
        self._fence = ""
        self._comment = False
        self._heading = False  # under a heading of criteria
        self._label: int | None = None  # how far in a label of criteria stands
        self._open = False  # the next line may go on with the last task's words
        for number, line in enumerate(text.split("\n"), start=1):
            self._number = number
            if not self._hidden(line):
                self._line(line)

    def _hidden(self, line: str) -> bool:
        if self._comment:
            self._comment = "-->" not in line
            return True
        fence = _FENCE.match(line)
        if self._fence:
            if fence and fence[1].startswith(self._fence) and not line.strip().strip(fence[1][0]):
                self._fence = ""
            return True
        if fence:
            self._fence, self._open = fence[1], False
            return True
        self._comment = line.rfind("<!--") > line.rfind("-->")
        return False

    def _line(self, line: str) -> None:
        if heading := _HEADING.match(line):
            self._heading = _CRITERIA_HEADING.match((heading[1] or "").strip(" #")) is not None
            self._label, self._open = None, False
            self._phase += 1
        elif item := _ITEM.match(line):
            self._item(len(item[1].expandtabs(4)), item[2], item[3])
            self._open = self._open and _is_wrapped(line)
        elif not line.strip():
            self._open = False
        elif _LABEL.match(line):
            self._label, self._open = len(line) - len(line.lstrip()) - 1, False
        elif self._open:
            ticked, words, number, indent, phase = self.found[-1]
            self.found[-1] = (ticked, f"{words} {line}", number, indent, phase)
            self._open = _is_wrapped(line)
        elif not line[:1].isspace():
            self._label = None

    def _item(self, indent: int, box: str | None, words: str) -> None:
        if self._label is not None and indent <= self._label:
            self._label = None
        self._open = False
        if self._label is not None or self._heading:
            return
        if _LABEL.match(words):
            self._label = indent
        elif box is not None:
            self.found.append((box != " ", words, self._number, indent, self._phase))
            self._open = True
