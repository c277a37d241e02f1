"""A new plan into an existing roadmap: what is there stays as it is, what is new is added at the end of its phase.

A task is known again by its id, else by its title in the same phase, else by its title anywhere; each only once.
Not covered: prose, criteria and commands of tasks that are there already; theirs stay.
"""

import re
from dataclasses import dataclass, field

from teaching.errors import RefusedError
from teaching.roadmap import head as heads
from teaching.roadmap.blocks import indent_of
from teaching.roadmap.edit import free_id
from teaching.roadmap.head import named, unticked
from teaching.roadmap.model import Phase, Roadmap, Task, folded, slug
from teaching.roadmap.reading import parse

_PREFIX = re.compile(r"(?:phase|sprint|milestone|week|stage|iteration|epic) \d+ (?=\S)")
_TITLE_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge made.

    Attributes:
        text: the roadmap.
        added: titles of the tasks that are new.
        notes: what the reader should know, a sentence each.
    """

    text: bytes
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """The existing roadmap, the plan, and what is to be written where.

    Attributes:
        known: plan's task (by line) to the existing one; `places` the same for phases.
        inserts: index of an existing line -> what comes before it: its rank, whether a blank line parts it, its lines.
            The lower rank comes first: nested tasks, tasks, then sections from the innermost.
        heads: line of an existing task -> its own lines, written anew.
    """

    existing: Roadmap
    plan: Roadmap
    end: bytes
    ids: set[str]
    known: dict[int, Task] = field(default_factory=dict[int, Task])
    places: dict[int, Phase] = field(default_factory=dict[int, Phase])
    inserts: dict[int, list[tuple[int, bool, list[bytes]]]] = field(
        default_factory=dict[int, list[tuple[int, bool, list[bytes]]]]
    )
    heads: dict[int, str] = field(default_factory=dict[int, str])
    added: list[Task] = field(default_factory=list[Task])


def merge(existing: bytes, plan: bytes) -> Merged:
    """Add to a roadmap what a plan has and it has not; doing it twice changes nothing.

    Args:
        existing: the roadmap as it stands; empty when there is none yet.
        plan: another roadmap, by hand or by `render`; its ticks are not taken over.

    Raises:
        RefusedError: the end of the roadmap lies within a fence or comment, where no task would be seen.
    """
    before, new = parse(existing), parse(plan)
    if not existing.strip():
        return _first(new)
    for problem in before.unclosed:
        raise RefusedError(f"ROADMAP.md line {problem.lines[0]} opens {problem.text}: close it, then merge again")
    ids = {task.id for task in before.tasks if task.id}
    work = _Work(before, new, _line_end(before.lines), ids)
    _know_phases(work)
    _know_tasks(work)
    for task in new.tasks:
        _name(work, task)
    for phase in new.phases:
        _add(work, phase)
    kept = {task.line for task in work.known.values()}
    notes = [
        f"kept {task.title!r} (line {task.line}): the new plan does not have it"
        for task in before.tasks
        if task.line not in kept
    ]
    added = sorted(work.added, key=lambda task: task.line)
    return Merged(_written(work), tuple(task.title for task in added), tuple(notes))


def _first(plan: Roadmap) -> Merged:
    """The plan itself, with no tick in it: nothing of it has been proven."""
    lines = list(plan.lines)
    for task in reversed(plan.tasks):
        lines[task.line - 1 : task.head_end] = [unticked(task.head).encode("utf-8", "surrogateescape")]
    return Merged(plan.mark + b"".join(lines), tuple(task.title for task in plan.tasks))


def _line_end(lines: list[bytes]) -> bytes:
    windows = sum(line.endswith(b"\r\n") for line in lines)
    lone = sum(line.endswith(b"\r") for line in lines)
    if windows * 2 > len(lines):
        return b"\r\n"
    return b"\r" if lone * 2 > len(lines) else b"\n"


def _path(phase: Phase | None, plain: bool) -> tuple[str, ...]:
    """The headings above a phase and its own, the document's title left out; `plain` leaves out "Phase 1:"."""
    path: list[str] = []
    while phase is not None and phase.level > _TITLE_LEVEL:
        title = folded(phase.title)
        path.append(_PREFIX.sub("", title) if plain else title)
        phase = phase.parent
    return tuple(reversed(path))


def _know_phases(work: _Work) -> None:
    _know_tops(work)
    for plain in (False, True):
        taken = {place.line for place in work.places.values()}
        table: dict[tuple[str, ...], Phase] = {}
        for phase in work.existing.phases:
            if phase.level > _TITLE_LEVEL and phase.line not in taken:
                table.setdefault(_path(phase, plain), phase)
        for phase in work.plan.phases:
            if phase.level > _TITLE_LEVEL and phase.line not in work.places and _path(phase, plain) in table:
                work.places[phase.line] = table[_path(phase, plain)]
    _know_skipping(work)


def _know_tops(work: _Work) -> None:
    """The document's title, and what stands above the first heading: only with tasks of its own is it a phase."""
    tops = [phase for phase in work.existing.phases if phase.level <= _TITLE_LEVEL]
    with_tasks = [phase for phase in work.existing.phases if phase.tasks]
    for phase in work.plan.phases:
        if phase.level > _TITLE_LEVEL:
            continue
        same = next((top for top in tops if folded(top.title) == folded(phase.title)), None)
        if phase.level == 0 and phase.tasks and with_tasks:
            work.places[phase.line] = same if same and same.tasks else with_tasks[-1]
        elif same or not phase.tasks:
            work.places[phase.line] = same or tops[-1]


def _know_skipping(work: _Work) -> None:
    """A heading that skips a level, such as #### under #, stands beneath whatever comes before it."""
    for phase in work.plan.phases:
        if phase.level > _TITLE_LEVEL + 1 and phase.parent and phase.parent.level <= _TITLE_LEVEL:
            same = [one for one in work.existing.phases if (one.level, one.title) == (phase.level, phase.title)]
            if phase.line not in work.places and len(same) == 1:
                work.places[phase.line] = same[0]


def _key(task: Task) -> str:
    return folded(task.title) or task.title


def _know_tasks(work: _Work) -> None:
    free = {task.line: task for task in work.existing.tasks}
    by_id: dict[str, list[Task]] = {}
    by_place: dict[tuple[int, str], list[Task]] = {}
    by_title: dict[str, list[Task]] = {}
    for task in work.existing.tasks:
        by_id.setdefault(task.id or "", []).append(task)
        by_place.setdefault((task.phase.line, _key(task)), []).append(task)
        by_title.setdefault(_key(task), []).append(task)

    def know(task: Task, matching: list[Task]) -> None:
        match = next((one for one in matching if one.line in free), None)
        if match is not None and task.line not in work.known:
            work.known[task.line] = free.pop(match.line)

    for task in work.plan.tasks:
        know(task, by_id.get(task.id, []) if task.id else [])
    for task in work.plan.tasks:
        place = work.places.get(task.phase.line)
        know(task, by_place.get((place.line, _key(task)), []) if place else [])
    for task in work.plan.tasks:
        others = by_title.get(_key(task), []) if task.title else []
        know(task, [one for one in others if not (one.id and task.id)])


def _name(work: _Work, task: Task) -> None:
    """Give an existing task the id of the plan's, so that what depends on it finds it."""
    old = work.known.get(task.line)
    if old is not None and old.id is None and task.id and task.id not in work.ids:
        work.ids.add(task.id)
        work.heads[old.line] = named(old.head, task.id)


def _add(work: _Work, phase: Phase) -> None:
    place = work.places.get(phase.line)
    if place is None:
        root = phase
        while root.parent and root.parent.line not in work.places:
            root = root.parent
        above = work.places[root.parent.line] if root.parent else work.existing.phases[0]
        _put(work, _trimmed(work.existing.lines, above.body, above.end), 9 - root.level, True, _section(work, phase))
    elif new := [task for task in phase.tasks if task.line not in work.known]:
        lines = [line for task in new for line in _block(work, task, _mark(place.tasks))]
        _put(work, _after_tasks(work.existing, place), 1, not place.tasks, lines)
    _add_nested(work, phase.tasks)


def _section(work: _Work, phase: Phase) -> list[bytes]:
    """The lines of a new phase as the plan has them, with new tasks open and known ones left out."""
    source, starts = work.plan.lines, {task.line - 1: task for task in phase.tasks}
    lines: list[bytes] = []
    index = phase.line - 1
    while index < phase.next:
        task = starts.get(index)
        if task is None:
            lines.append(_ended(source[index], work.end))
            index += 1
            continue
        if task.line not in work.known:
            lines += _block(work, task, None)
        index = task.end
    return lines


def _add_nested(work: _Work, tasks: list[Task]) -> None:
    """New tasks within tasks that are there already."""
    for task in tasks:
        old = work.known.get(task.line)
        _add_nested(work, task.tasks)
        if old is None:
            continue
        if new := [nested for nested in task.tasks if nested.line not in work.known]:
            own = indent_of(old.lines[old.line - 1])
            inner = indent_of(old.tasks[0].lines[old.tasks[0].line - 1]) if old.tasks else own + 2
            inner = own if old.ends_in_criteria else inner
            lines = [line for nested in new for line in _block(work, nested, _mark(old.tasks))]
            shifted = [b" " * inner + line if line.strip() else line for line in lines]
            _put(work, max(old.end, old.head_end), -inner, False, shifted)


def _mark(tasks: list[Task]) -> bytes:
    """The list mark of the last of these tasks; a number is not continued."""
    mark = tasks[-1].lines[tasks[-1].line - 1].strip()[:1] if tasks else b"-"
    return mark if mark in (b"*", b"+") else b"-"


def _block(work: _Work, task: Task, mark: bytes | None) -> list[bytes]:
    """The lines of a new task, open and with an id; with a mark they begin at the left edge."""
    head = heads.read(unticked(task.head))
    name = free_id(task.id or slug(task.title), work.ids)
    text = head.text
    if head.id is None:
        text = named(head, name)
    elif name != head.id:
        text = re.sub(rf"(<!--\s*id:\s*){re.escape(head.id)}(\s*-->)", rf"\g<1>{name}\g<2>", text, count=1)
    work.ids.add(name)
    work.added.append(task)
    block = [*text.encode("utf-8", "surrogateescape").splitlines(keepends=True), *_body(work, task)]
    if mark is not None:
        edge = indent_of(block[0])
        block = [_shifted(line, edge) for line in block]
        block[0] = mark + b" " + block[0][block[0].index(b"[") :]
    return [_ended(line, work.end) for line in block]


def _body(work: _Work, task: Task) -> list[bytes]:
    """The nested lines of a new task; nested tasks that the roadmap has already are left out."""
    nested = {other.line - 1: other for other in task.tasks}
    lines: list[bytes] = []
    index = task.head_end
    while index < task.end:
        other = nested.get(index)
        if other is None:
            lines.append(task.lines[index])
            index += 1
            continue
        if other.line not in work.known:
            lines += _block(work, other, None)
        index = other.end
    return lines


def _shifted(line: bytes, edge: int) -> bytes:
    """The line with so many columns less before it."""
    return b" " * max(indent_of(line) - edge, 0) + line.lstrip(b" \t")


def _ended(line: bytes, end: bytes) -> bytes:
    return line.rstrip(b"\r\n") + end


def _after_tasks(roadmap: Roadmap, phase: Phase) -> int:
    if phase.tasks:
        return max(phase.tasks[-1].end, phase.tasks[-1].head_end)
    return _trimmed(roadmap.lines, phase.body, phase.next)


def _trimmed(lines: list[bytes], least: int, end: int) -> int:
    while end > least and not lines[end - 1].strip():
        end -= 1
    return end


def _put(work: _Work, index: int, rank: int, apart: bool, lines: list[bytes]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()
    if lines:
        work.inserts.setdefault(index, []).append((rank, apart, lines))


def _written(work: _Work) -> bytes:
    old = work.existing
    ends = {task.line: task.head_end for task in old.tasks}
    lines: list[bytes] = []
    index = 0
    while index <= len(old.lines):
        for _, apart, inserted in sorted(work.inserts.get(index, []), key=lambda one: one[0]):
            if lines and not lines[-1].endswith((b"\n", b"\r")):
                lines[-1] += work.end
            lines += [work.end, *inserted] if apart and lines and lines[-1].strip() else inserted
        if index in work.inserts and index < len(old.lines) and old.lines[index].lstrip().startswith(b"#"):
            lines.append(work.end)
        if (head := work.heads.get(index + 1)) is not None:
            lines.append(head.encode("utf-8", "surrogateescape"))
            index = ends[index + 1]
            continue
        lines += old.lines[index : index + 1]
        index += 1
    return old.mark + b"".join(lines)
