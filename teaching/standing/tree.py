"""The phases and tasks of the page: open where work goes on, closed where all is done or much to read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from teaching.contracts.standing import Standing, StandingPhase, StandingTask
from teaching.standing.markup import bar, icon, prose

# A roadmap of one screen or two stands open as a whole.
_SHORT = 40
# Tasks of one list that a reader still scrolls through; longer lists are cut into pieces of that many.
_PIECE = 50
_STATES = {"in-progress": "in progress", "pending": "pending", "open": "open"}
_WHY_NOT = {"no-evidence": "no evidence", "not-green": "no green run", "stale": "files changed since"}


@dataclass(frozen=True)
class _Tree:
    """What the tasks need to know beside themselves: how each tick is carried, by line, and which task is next."""

    why_not: Mapping[int | None, str]
    attested: frozenset[str]
    next_line: int | None
    is_short: bool

    def kind(self, task: StandingTask) -> str:
        """How a tick is carried, else the state."""
        if not task.done:
            return task.state if task.state in _STATES else "open"
        if task.line in self.why_not:
            return "unproven"
        return "attested" if task.id in self.attested else "proved"

    def is_open(self, tasks: Sequence[StandingTask]) -> bool:
        """Whether one of them, or of those under them, is worked at or comes next."""
        return any(one.line == self.next_line or one.state == "in-progress" for one in walk(tasks))

    def counts(self, tasks: Sequence[StandingTask]) -> Counter[str]:
        """How many there are of each kind, nested ones too."""
        return Counter(self.kind(task) for task in walk(tasks))


def walk(tasks: Sequence[StandingTask]) -> Iterator[StandingTask]:
    """All tasks, nested ones behind the one that they are nested in."""
    for task in tasks:
        yield task
        yield from walk(task.tasks)


def phases(found: Standing) -> list[str]:
    """The section with all phases; nothing where there are none."""
    if not found.phases:
        return []
    tree = _Tree(
        why_not={problem.line: problem.kind for problem in found.unproven},
        attested=frozenset(found.attested),
        next_line=found.next.line if found.next is not None else None,
        is_short=found.counts.total <= _SHORT,
    )
    lines = ['<section class="wide" aria-labelledby="phases">', '<h2 id="phases">Phases</h2>']
    for phase in found.phases:
        lines.append(_phase(tree, phase))
    return [*lines, "</section>"]


def _phase(tree: _Tree, phase: StandingPhase) -> str:
    opened = " open" if tree.is_short or tree.is_open(phase.tasks) else ""
    return (
        f'<details class="phase"{opened}><summary><h3>{prose(phase.title or "Tasks")}</h3>'
        f"{_progress(tree, phase.tasks)}</summary>{_list(tree, phase.tasks)}</details>"
    )


def _progress(tree: _Tree, tasks: Sequence[StandingTask]) -> str:
    counts = tree.counts(tasks)
    total = counts.total()
    apart = [f"{counts['attested']} attested"] if counts["attested"] else []
    apart += [f"{counts['unproven']} without evidence"] if counts["unproven"] else []
    said = ", ".join([f"{counts['proved']} of {total} proved", *apart])
    return f'<span class="count">{said}</span>{bar(counts, total)}'


def _list(tree: _Tree, tasks: Sequence[StandingTask]) -> str:
    if len(tasks) <= _PIECE:
        return f'<ul class="tasks" role="list">{"".join(_item(tree, task) for task in tasks)}</ul>'
    return "".join(_piece(tree, tasks[at : at + _PIECE], at) for at in range(0, len(tasks), _PIECE))


def _piece(tree: _Tree, tasks: Sequence[StandingTask], at: int) -> str:
    opened = " open" if tree.is_open(tasks) else ""
    return (
        f'<details class="piece"{opened}><summary><span>Tasks {at + 1} to {at + len(tasks)}</span>'
        f"{_progress(tree, tasks)}</summary>{_list(tree, tasks)}</details>"
    )


def _item(tree: _Tree, task: StandingTask) -> str:
    kind = tree.kind(task)
    is_next = task.line == tree.next_line
    tags = [("next", "next")] if is_next else []
    tags += [(kind, _STATES[kind])] if kind in ("in-progress", "pending") else []
    tags += [("attested", "attested")] if kind == "attested" else []
    tags += [("unproven", f"not proved: {_WHY_NOT.get(tree.why_not[task.line], '')}")] if kind == "unproven" else []
    shown = "".join(f' <span class="tag {name}">{tag}</span>' for name, tag in tags)
    shown += "".join(f' <span class="tag marker">TODO(human) {prose(place)}</span>' for place in task.markers)
    label = {"proved": "proved", "open": "open"}.get(kind, "")  # the others say it in a tag
    below = _list(tree, task.tasks) if task.tasks else ""
    current = ' aria-current="step"' if is_next else ""
    return f"<li{current}>{icon(kind, label)}<div>{prose(task.title)}{shown}{below}</div></li>"
