"""From the bytes of a ROADMAP.md to a `Roadmap`, and from what a user types to one of its tasks."""

import codecs
import difflib
import re

from teaching.errors import BadInputError
from teaching.program import teach
from teaching.roadmap.model import Roadmap, Task, folded, slug
from teaching.roadmap.scan import Scanner

_POSITION = re.compile(r"\d+(?:\.\d+)+\Z")
_NEAREST = 5
_SHOWN = 80


def parse(text: str | bytes) -> Roadmap:
    """Read a roadmap of any origin; never fails.

    Args:
        text: as it stands in the file; text that was decoded elsewhere should have kept its line ends.
    """
    data = _encoded(text) if isinstance(text, str) else text
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    data = data[len(mark) :]
    lines = data.splitlines(keepends=True)
    scanner = Scanner(data, lines)
    scanner.run()
    number = 0
    for phase, following in zip(scanner.phases, [*scanner.phases[1:], None], strict=True):
        phase.next = following.line - 1 if following else len(lines)
        if phase.tasks:
            number += 1
            phase.number = number
    return Roadmap(mark, lines, scanner.phases, scanner.tasks, scanner.problems)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character from somewhere else: no file holds it
        return text.encode("utf-8", "replace")


def find(roadmap: Roadmap, wanted: str) -> Task:
    """The task that is meant: by its id, its position, its title, or the beginning of a title.

    Raises:
        BadInputError: none or more than one is; the message lists the nearest.
    """
    tasks, wanted = roadmap.tasks, wanted.strip()
    if not tasks:
        raise BadInputError(f"the roadmap has no tasks: {teach('plan')} writes some, or add a line `- [ ] Title`")
    if not wanted:
        raise BadInputError(f"name a task by its id, position or title: {teach('roadmap', 'show')} lists them")
    key = folded(wanted)
    # Only the lines that hold the very words are understood first: among thousands, that is what takes the time.
    literal = _encoded(wanted)
    lines = roadmap.lines
    holding = [task for task in tasks if literal in lines[task.line - 1] or task.head_end > task.line]
    for matching in (
        [task for task in holding if task.id == wanted],
        [task for task in tasks if task.position == wanted] if _POSITION.match(wanted) else [],
        [task for task in holding if task.title == wanted],
    ):
        if matching:
            return _only(matching, wanted)
    for matching in (
        [task for task in tasks if folded(task.title) == key] if key else [],
        [task for task in tasks if folded(task.title).startswith(key)] if key else [],
        [task for task in tasks if slug(task.title) == wanted],
    ):
        if matching:
            return _only(matching, wanted)
    raise BadInputError(
        f"no task is called {wanted!r}. The nearest: {_listed(_nearest(tasks, key))}. "
        f"{teach('roadmap', 'show')} lists them all"
    )


def _only(matching: list[Task], wanted: str) -> Task:
    if len(matching) > 1:
        raise BadInputError(f"{wanted!r} names {len(matching)} tasks, say which: {_listed(matching)}")
    return matching[0]


def _nearest(tasks: list[Task], key: str) -> list[Task]:
    holding = [task for task in tasks if key and key in folded(task.title)]
    by_name: dict[str, Task] = {}
    for task in tasks:
        for name in (folded(task.title), task.id or ""):
            by_name.setdefault(name, task)
    close = [by_name[name] for name in difflib.get_close_matches(key, by_name, n=_NEAREST, cutoff=0.3)]
    return list(dict.fromkeys([*holding[:_NEAREST], *close, *tasks[:3]]))


def _listed(tasks: list[Task]) -> str:
    names = [f"{task.position} {_short(task.title)} ({task.id or f'line {task.line}'})" for task in tasks[:_NEAREST]]
    more = len(tasks) - len(names)
    return "; ".join(names) + (f"; and {more} more" if more > 0 else "")


def _short(title: str) -> str:
    return title if len(title) <= _SHOWN else title[: _SHOWN - 1] + "…"
