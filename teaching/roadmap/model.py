"""A roadmap as phases and tasks; what a task's lines say is read when it is asked for."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from teaching.roadmap import head as heads
from teaching.roadmap.details import Details, read_details

State = Literal["done", "in-progress", "pending", "open"]

_HEADING_ID = re.compile(r"<!--\s*id:\s*(\S{1,100})\s*-->")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a roadmap that its writer should look at.

    Attributes:
        kind: `duplicate-id`, `duplicate-title`, `bad-date`, `unknown-dependency`, `open-fence`, `open-comment`,
            `not-utf8`.
        lines: where, 1-based.
    """

    kind: str
    lines: tuple[int, ...]
    text: str


def decoded(line: bytes) -> str:
    """The text of a line; bytes that are not UTF-8 survive being written back."""
    return line.decode("utf-8", "surrogateescape")


def folded(title: str) -> str:
    """A title as it is compared: words only, whatever their case, marks and pictures."""
    return " ".join(_PLAIN.sub(" ", title).replace("_", " ").casefold().split())


class Phase:
    """A heading and what stands under it up to the next; the first one has no heading (level 0).

    Attributes:
        level: 1 to 6 for headings, 7 for a bold line such as `**Phase 1: Data**`.
        parent: the heading that it stands under.
        tasks: the outermost tasks directly under it.
        criteria: whether it is a heading such as "Acceptance criteria", whose boxes are no tasks.
        number: its place among the phases that hold tasks, 1-based; 0 without tasks.
        body: the index of the line behind its heading; `next` that of the next heading of any level; `end` that of
            the next heading that is not beneath it.
    """

    def __init__(self, lines: list[bytes], index: int, level: int, raw: bytes, parent: "Phase | None") -> None:
        self.lines = lines
        self.level = level
        self.parent = parent
        self.tasks: list[Task] = []
        self.criteria = False
        self.criteria_lines: list[int] = []
        self.number = 0
        self.line = index + 1
        self.body = 0
        self.next = 0
        self.end = 0
        self._raw = raw

    def __repr__(self) -> str:
        return f"Phase({self.title!r}, line {self.line}, {len(self.tasks)} tasks)"

    @cached_property
    def title(self) -> str:
        """The heading without its marks and comments; "" for what stands above the first heading."""
        text = _COMMENT.sub("", decoded(self._raw)).strip()
        return text.strip("*_: \t") if text.startswith(("**", "__")) and text.endswith(("**", "__", ":")) else text

    @cached_property
    def id(self) -> str:
        """The id that a comment in the heading gives it, else one made from its title."""
        found = _HEADING_ID.search(decoded(self._raw))
        return found[1] if found else slug(self.title, "phase")

    @cached_property
    def acceptance(self) -> tuple[str, ...]:
        """The criteria of the phase itself, from a list or heading that belongs to no task."""
        texts = (Details.item_text(decoded(self.lines[index])) for index in self.criteria_lines)
        return tuple(text for text in texts if text)


class Task:
    """One item with a box.

    Attributes:
        parent: the task that it is nested in.
        tasks: those nested directly in it.
        number: its place among its siblings, 1-based.
        line: the 1-based line of its box; its own lines end before the index `head_end`, its nested ones before `end`.
        ticked: whether its box is.
        ends_in_criteria: whether a box at its end would be a criterion.
    """

    def __init__(self, lines: list[bytes], index: int, ticked: bool, phase: Phase, parent: "Task | None") -> None:
        self.lines = lines
        self.line = index + 1
        self.head_end = index + 1
        self.end = index + 1
        self.ticked = ticked
        self.phase = phase
        self.parent = parent
        self.number = 0
        self.ends_in_criteria = False
        self.tasks: list[Task] = []

    def __repr__(self) -> str:
        return f"Task({self.title!r}, {self.state}, line {self.line})"

    @property
    def own_lines(self) -> list[bytes]:
        """From its box to the end of its title, as in the file."""
        return self.lines[self.line - 1 : self.head_end]

    @cached_property
    def head(self) -> heads.Head:
        """Its own lines, understood."""
        return heads.read(decoded(b"".join(self.own_lines)))

    @cached_property
    def details(self) -> Details:
        """What its nested lines say."""
        skipped = [(task.line - 1, task.end) for task in self.tasks]
        return read_details(self.lines, self.head_end, self.end, skipped)

    @property
    def title(self) -> str:
        """Its text without box, comments, date and state."""
        return self.head.title

    @property
    def id(self) -> str | None:
        """The id that a comment on its line gives it."""
        return self.head.id

    @property
    def position(self) -> str:
        """Where it stands, for display: `2.3`, nested `2.3.1`."""
        return f"{self.parent.position if self.parent else self.phase.number}.{self.number}"

    @property
    def state(self) -> State:
        """What its box says, and for an open one the state in words."""
        if self.ticked:
            return "done"
        match self.head.state:
            case None:
                return "open"
            case span:
                return "in-progress" if span.state == "in-progress" else "pending"

    @property
    def done_on(self) -> date | None:
        """The date of its tick; None for an open task, without a date, and for a date that no calendar has."""
        if not self.ticked or self.head.date is None:
            return None
        try:
            return date.fromisoformat(self.head.date.on)
        except ValueError:
            return None

    @property
    def attested(self) -> bool:
        """Whether the tick rests on somebody's word instead of a command."""
        return self.ticked and self.head.date is not None and self.head.date.attested

    @property
    def acceptance(self) -> tuple[str, ...]:
        """Its acceptance criteria."""
        return self.details.acceptance

    @property
    def verify(self) -> tuple[str, ...]:
        """The commands that prove it, as written."""
        return self.details.verify

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it names as its own."""
        return self.details.files

    @property
    def depends(self) -> tuple[str, ...]:
        """The ids or titles of the tasks that come first."""
        return self.details.depends

    @property
    def notes(self) -> tuple[str, ...]:
        """Every other nested line, as text."""
        return self.details.notes


def slug(title: str, fallback: str = "task") -> str:
    """An id made from a title: its words in lower case, at most 48 characters."""
    words = folded(title).split()
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > 48:
            break
        made = f"{made}-{word}" if made else word[:48]
    return made or fallback


class Roadmap:
    """A roadmap that was read.

    Attributes:
        mark: the byte-order mark, or nothing.
        lines: every line with its end, byte for byte.
        phases: every heading in order; the first stands for what is above the first heading.
        tasks: every task in order, nested ones too.
        unclosed: fences and comments that hide the rest of the file.
    """

    def __init__(
        self, mark: bytes, lines: list[bytes], phases: list[Phase], tasks: list[Task], unclosed: Iterable[Problem]
    ) -> None:
        self.mark = mark
        self.lines = lines
        self.phases = phases
        self.tasks = tasks
        self.unclosed = tuple(unclosed)

    @property
    def data(self) -> bytes:
        """The bytes that it was read from."""
        return self.mark + b"".join(self.lines)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What its writer should look at, by line."""
        found = [*self.unclosed, *self._duplicates(), *self._dates(), *self._dependencies()]
        for index, line in enumerate(self.lines):
            if not line.isascii() and any("\udc80" <= char <= "\udcff" for char in decoded(line)):
                found.append(Problem("not-utf8", (index + 1,), "bytes that are not UTF-8"))
                break
        return tuple(sorted(found, key=lambda problem: problem.lines))

    def _duplicates(self) -> list[Problem]:
        ids: dict[str, list[int]] = defaultdict(list)
        titles: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for task in self.tasks:
            if task.id:
                ids[task.id].append(task.line)
            titles[task.phase.line, task.parent.line if task.parent else 0, folded(task.title)].append(task.line)
        found = [
            Problem("duplicate-id", tuple(lines), f"the id {name} is given more than once")
            for name, lines in ids.items()
            if len(lines) > 1
        ]
        for (_, _, title), lines in titles.items():
            if len(lines) > 1:
                found.append(Problem("duplicate-title", tuple(lines), f"more than one task here is called {title!r}"))
        return found

    def _dates(self) -> list[Problem]:
        return [
            Problem("bad-date", (task.line,), f"no calendar has the date {task.head.date.on}")
            for task in self.tasks
            if task.ticked and task.head.date and task.done_on is None
        ]

    def _dependencies(self) -> list[Problem]:
        known = {task.id for task in self.tasks} | {folded(task.title) for task in self.tasks}
        known |= {slug(task.title) for task in self.tasks} | {task.position for task in self.tasks}
        return [
            Problem("unknown-dependency", (task.line,), f"depends on {name!r}, which no task is called")
            for task in self.tasks
            for name in task.depends
            if name not in known and folded(name) not in known
        ]
