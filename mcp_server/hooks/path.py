"""The way through a roadmap: which task comes next, and which files it names: a quick reading of what
`teaching/roadmap` does exactly.

Not covered: a `depends:` that names a position, which is taken for done; phases that are a bold line.
"""

from __future__ import annotations

import re

from mcp_server.hooks.boxes import Box, tasks

_INDENT = re.compile(r"[ \t]*")
_KEY = re.compile(
    r"(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?[*_`]{0,3}(?:(?P<files>files?)|(?P<depends>depends(?:[ -]on)?|requires)"
    r"|[A-Za-z][A-Za-z _-]{0,30})(?:[*_`]{0,3}[ \t]*(?:\([^)]*\))?:[*_`]{0,3})(?:[ \t]+(?P<value>.*)|$)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_PARTS = re.compile(r"[,;](?![^(]*\))\s*")
_NOTHING = frozenset({"", "-", "–", "—", "none", "nothing", "n/a"})
_POSITION = re.compile(r"\d+(?:\.\d+)+")
_PLAIN = re.compile(r"[\W_]+")
_SLUG = 48


class Step:
    """One task on the way.

    Attributes:
        begun: it, or a task that it is nested in, says (In Progress).
        above: the key of the task that it is nested in, or "".
        files: the paths, folders and globs that it names as its own.
    """

    def __init__(self, box: Box, begun: bool, above: str, files: tuple[str, ...], depends: tuple[str, ...]) -> None:
        self.box, self.begun, self.above = box, begun, above
        self.files, self.depends = files, depends


class Way:
    """All tasks, and the open ones that have no open task under them."""

    def __init__(self, steps: dict[str, Step], waiting: tuple[Step, ...]) -> None:
        self.steps, self.open = steps, waiting

    @property
    def next(self) -> Step | None:
        """The task to work at: one that waits for nothing, and of those one that is begun."""
        done = {name for step in self.steps.values() if step.box.ticked for name in _names(step.box)}
        not_done = {name for step in self.steps.values() if not step.box.ticked for name in _names(step.box)}
        # A name that an open task has too does not count as done.
        done -= not_done
        return min(self.open, key=lambda step: (self._waits(step, done), not step.begun), default=None)

    def _waits(self, step: Step, done: set[str]) -> bool:
        current: Step | None = step
        while current is not None:
            for name in current.depends:
                if name not in done and _folded(name) not in done and not _POSITION.fullmatch(name):
                    return True
            current = self.steps.get(current.above)
        return False


def way(text: str) -> Way:
    """The way that a roadmap describes."""
    boxes = list(tasks(text).values())
    lines = text.split("\n")
    ends = [box.line - 1 for box in boxes[1:]] + [len(lines)]
    steps: dict[str, Step] = {}
    above: list[Box] = []
    for box, end in zip(boxes, ends):
        while above and (above[-1].phase != box.phase or above[-1].indent + 2 > box.indent):
            above.pop()
        parent = above[-1].key if above else ""
        begun = not box.ticked and (box.begun or (parent in steps and steps[parent].begun))
        files, depends = _details(lines[box.line : end], box.indent) if not box.ticked else ((), ())
        steps[box.key] = Step(box, begun, parent, files, depends)
        above.append(box)
    parents = {step.above for step in steps.values() if not step.box.ticked}
    found = [step for step in steps.values() if not step.box.ticked and step.box.key not in parents]
    return Way(steps, tuple(sorted(found, key=lambda step: not step.begun)))


def _details(lines: list[str], indent: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files, and what it depends on, of the task whose nested lines these are."""
    found: dict[str, list[str]] = {"files": [], "depends": []}
    key, key_indent = "", 0
    for line in lines:
        bare = line.strip()
        if not bare:
            continue
        blanks = _INDENT.match(line)
        here = len(blanks[0].expandtabs(4)) if blanks else 0
        if here <= indent and (bare[0] in "#-*+" or bare[0].isdigit()):
            break
        match = _KEY.match(bare)
        if match:
            key_indent = here
            key = "files" if match["files"] else "depends" if match["depends"] else ""
            if key:
                found[key] += _list(match["value"] or "")
        elif key and here > key_indent:
            found[key] += _list(_ITEM.sub("", bare, count=1))
        else:
            key = ""
    return tuple(found["files"]), tuple(found["depends"])


def _list(text: str) -> list[str]:
    parts = (part.strip().strip("`\"'“”").strip() for part in _PARTS.split(text))
    return [part for part in parts if part.lower() not in _NOTHING]


def _names(box: Box) -> set[str]:
    """All that a `depends:` may call a task, but for its position."""
    folded = _folded(box.title)
    return {box.id, box.title, folded, _slug(folded)} - {""}


def _folded(title: str) -> str:
    return " ".join(_PLAIN.sub(" ", title).casefold().split())


def _slug(folded: str) -> str:
    made = ""
    for word in folded.split():
        if made and len(made) + 1 + len(word) > _SLUG:
            break
        made = f"{made}-{word}" if made else word[:_SLUG]
    return made
