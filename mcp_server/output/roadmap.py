"""What `teach roadmap show` and `teach next` print for people: a tree at a terminal, plain lines elsewhere."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from mcp_server.output.text import console, shown
from teaching.contracts.standing import NextTask, Standing, StandingPhase, StandingTask
from teaching.program import teach
from teaching.standing import words

_BAR = 20
_MARK = {"done": "✓", "in-progress": "▶", "pending": "○", "open": "○"}
_BOX = {"done": "[x]", "in-progress": "[>]", "pending": "[ ]", "open": "[ ]"}
_STYLE = {"done": "ok", "in-progress": "optional"}


def show(found: Standing, out: Console | None = None) -> None:
    """Prints where the project stands."""
    out = out or console()
    if out.is_terminal:
        for phase in found.phases:
            out.print(_tree(phase, found))
    else:
        for line in _plain(found):
            out.print(Text(line), soft_wrap=True)
    if found.phases:
        out.print()
    out.print(Text(words.progress(found.counts), style="place"), soft_wrap=True)
    for line in _tail(found):
        out.print(Text(line), soft_wrap=True)


def proposal(task: NextTask, started: bool, lesson: str = "", out: Console | None = None) -> None:
    """Prints the next task.

    Args:
        lesson: its page in a curriculum project.
    """
    out = out or console()
    out.print(Text(f"Next: {shown(task.title)}" + (" (In Progress)" if task.state == "in-progress" else ""), "place"))
    where = f" · {shown(task.phase)}" if task.phase else ""
    out.print(Text(f"{shown(task.id)} · ROADMAP.md:{task.line}{where}", style="quiet"), soft_wrap=True)
    out.print(Text(f"Why: {shown(task.why)}."), soft_wrap=True)
    for criterion in task.acceptance:
        out.print(Text(f"- {shown(criterion)}"), soft_wrap=True)
    for place in task.markers:
        out.print(Text(f"TODO(human): {shown(place)}"), soft_wrap=True)
    out.print(Text(f"Proved by: {shown(words.how_proved(task))}"), soft_wrap=True)
    if lesson:
        out.print(Text(f"Its page: {shown(lesson)}"), soft_wrap=True)
    if started or task.state == "in-progress":
        move = f"When it is done: {teach('verify', shown(task.id))}"
    else:
        move = f"To begin: {teach('next', '--start')} marks it (In Progress)"
    out.print(Text(move, style="ask"), soft_wrap=True)


def _tree(phase: StandingPhase, found: Standing) -> Tree:
    done, total = words.done_of(phase.tasks)
    filled = done * _BAR // total
    title = shown(phase.title) or "Tasks"
    bar = ((" " + "━" * filled, "ok"), ("─" * (_BAR - filled), "quiet"), (f" {done}/{total}", "quiet"))
    tree = Tree(Text.assemble((title, "place"), *bar), guide_style="quiet")
    _branches(tree, phase.tasks, found)
    return tree


def _branches(tree: Tree, tasks: list[StandingTask], found: Standing) -> None:
    for task in tasks:
        style = _STYLE.get(task.state, "")
        line = Text.assemble((f"{_MARK[task.state]} ", style), shown(task.title), (f"  {shown(task.id)}", "quiet"))
        for note in _notes(task, found):
            line.append(f"  {note}", style="optional")
        _branches(tree.add(line), task.tasks, found)


def _plain(found: Standing) -> Iterator[str]:
    for phase in found.phases:
        done, total = words.done_of(phase.tasks)
        yield f"{shown(phase.title) or 'Tasks'}: {done} of {total} done"
        yield from _lines(phase.tasks, found, "  ")


def _lines(tasks: list[StandingTask], found: Standing, indent: str) -> Iterator[str]:
    for task in tasks:
        notes = "".join(f" - {note}" for note in _notes(task, found))
        yield f"{indent}{_BOX[task.state]} {shown(task.title)} ({shown(task.id)}){notes}"
        yield from _lines(task.tasks, found, f"{indent}  ")


def _notes(task: StandingTask, found: Standing) -> list[str]:
    notes = ["next"] if found.next is not None and found.next.line == task.line else []
    notes += ["attested"] if task.id in found.attested else []
    notes += [problem.kind for problem in found.unproven if problem.line == task.line]
    states = {marker.place: f" ({marker.state})" for marker in found.markers if marker.state != "open"}
    notes += [f"TODO(human) {shown(place)}{states.get(place, '')}" for place in task.markers]
    return notes


def _tail(found: Standing) -> Iterator[str]:
    if found.next is not None:
        yield f"Next: {shown(found.next.title)} ({shown(found.next.id)}), because {shown(found.next.why)}."
        yield f"Proved by: {shown(words.how_proved(found.next))}"
    elif found.counts.total:
        yield "Every task of the roadmap is ticked."
    else:
        yield f"ROADMAP.md has no tasks: {teach('plan')} writes some, or add a line `- [ ] Title`."
    free = [marker.place for marker in found.markers if marker.task is None]
    if free:
        yield f"TODO(human) without a task: {shown(', '.join(free[:5]))}" + (" …" if len(free) > 5 else "")
    if found.unproven or found.record_problems:
        count = len(found.unproven) + found.record_problems
        yield f"{words.plural(count, 'problem')} with evidence: {teach('roadmap', 'audit')} names each."
    if found.last_evidence is not None:
        yield f"Last evidence: {shown(words.evidence(found.last_evidence))}"
