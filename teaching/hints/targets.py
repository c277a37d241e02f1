"""What a hint is asked for: a marker's place, a function, a task, a finding's place, or what comes next."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from teaching.errors import BadInputError, TeachingError
from teaching.exemplars.store import of_root
from teaching.hints.model import FindingGoal, Goal, MarkerGoal
from teaching.learning import record, states
from teaching.learning.states import Work
from teaching.markers.reading import MAX_BYTES
from teaching.program import teach
from teaching.repository.files import Root, Unreadable, printable
from teaching.review.review import Request, review
from teaching.roadmap import store
from teaching.roadmap.lessons import lesson_of
from teaching.roadmap.model import Roadmap, Task, slug
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import find, parse

_AT_LINE = re.compile(r"(?P<path>.+?):(?P<line>[1-9]\d{0,6})(?:-\d+)?\Z")
_SHOWN = 5


def goal_of(root: Path, target: str) -> Goal:
    """What a hint is to be about.

    Args:
        target: `path:line`, `path::symbol`, a file, a task, or nothing: the next task's first open marker.

    Raises:
        BadInputError: there is no such thing; the message lists what there is.
    """
    target = target.strip().removeprefix("./")
    works = _works(root)
    if not target:
        return _goal(root, _next(root, works))
    if "::" in target:
        return _goal(root, _by_symbol(works, target))
    at = _AT_LINE.match(target)
    if at is not None and (root / at["path"]).is_file():
        return _at_line(root, works, at["path"], int(at["line"]))
    inside = [one for one in works if one.path == target]
    if inside or (root / target).is_file():
        return _goal(root, _first(root, inside, f"in {printable(target)}"))
    return _goal(root, _of_task(root, works, target))


def _works(root: Path) -> list[Work]:
    """The markers that stand; and the code whose marker was taken away, as long as the roadmap has its task open.

    Somebody whose attempt is red needs a hint more than before, and the comment goes with the first attempt.
    """
    roadmap = roadmap_of(root)
    still = {name for task in roadmap.tasks if not task.ticked for name in names_of(task)} if roadmap else set[str]()
    return [
        one for one in states.works(root)
        if one.marker is not None or (one.body is not None and one.task in still)
    ]  # fmt: skip


def roadmap_of(root: Path) -> Roadmap | None:
    """The roadmap; None where there is none that can be read."""
    try:
        return parse(store.read(root)) if os.path.lexists(root / store.NAME) else None
    except TeachingError:
        return None


def name_of(task: Task) -> str:
    """What a verification calls a task."""
    return task.id or slug(task.title)


def names_of(task: Task) -> set[str]:
    """What the brackets of its markers may say."""
    return {task.id or slug(task.title), slug(task.title), task.position}


def _goal(root: Path, work: Work) -> MarkerGoal:
    try:
        source = Root(root).read(work.path, MAX_BYTES).decode("utf-8", "replace")
    except Unreadable as error:
        raise BadInputError(f"{printable(work.path)} cannot be read ({error.reason})") from error
    same = [one for one in of_root(root) if one.path == work.path and one.symbol == work.symbol]
    text = work.marker.text if work.marker is not None else ""
    exemplar = next((one for one in same if work.symbol or one.marker == text), None)
    return MarkerGoal(work, _task_name(root, work.task), source, exemplar)


def _task_name(root: Path, named: str | None) -> str | None:
    roadmap = roadmap_of(root) if named is not None else None
    tasks = roadmap.tasks if roadmap is not None else []
    return next((name_of(task) for task in tasks if named in names_of(task)), named)


def _by_symbol(works: Sequence[Work], target: str) -> Work:
    path, _, symbol = target.partition("::")
    inside = [one for one in works if one.path == path]
    for one in inside:
        if one.key == target or symbol in {one.symbol, one.symbol.rpartition(".")[2]}:
            return one
    raise BadInputError(f"no TODO(human) stands in {printable(target)}: {_listed(inside or works)}")


def _at_line(root: Path, works: Sequence[Work], path: str, line: int) -> Goal:
    """The marker on a line, else the one whose code it is in, else the finding there."""
    inside = [one for one in works if one.path == path]
    for one in inside:
        if one.marker is not None and one.marker.line <= line <= one.marker.end_line:
            return _goal(root, one)
    for one in inside:
        if one.body is not None and one.body.start <= line <= one.body.end:
            return _goal(root, one)
    # A review may start other programs; it is only asked where no marker answers.
    findings = [one for one in review(Request(root, path, "all", 0)).findings if one.line <= line <= one.end_line]
    if findings:
        return FindingGoal(min(findings, key=lambda one: (one.end_line - one.line, one.id)))
    raise BadInputError(f"{printable(path)}:{line} has no TODO(human) and no finding: {_listed(inside or works)}")


def _of_task(root: Path, works: Sequence[Work], target: str) -> Work:
    roadmap = roadmap_of(root)
    named = [one for one in works if one.task == target]
    if named:
        return _first(root, named, "")
    if roadmap is None or not roadmap.tasks:
        raise BadInputError(f"{target!r} is no file, marker or task here: {_listed(works)}")
    task = find(roadmap, target)
    names = names_of(task)
    return _first(root, [one for one in works if one.task in names], _about(root, task))


def _next(root: Path, works: Sequence[Work]) -> Work:
    """The first open marker of the next task, else of the whole project."""
    roadmap = roadmap_of(root)
    choice = next_task(roadmap) if roadmap is not None else None
    if choice is None:
        return _first(root, works, "here")
    names = names_of(choice.task)
    own = [one for one in works if one.task in names]
    if not own and lesson_of(root, choice.task.id):
        return _first(root, [], _about(root, choice.task))
    return _first(root, own or works, "here")


def _about(root: Path, task: Task) -> str:
    if task.ticked:
        return f"for “{task.title}”, which is done"
    lesson = lesson_of(root, task.id)
    return f"for “{task.title}” (its page is {printable(lesson)})" if lesson else f"for “{task.title}”"


def _first(root: Path, works: Sequence[Work], where: str) -> Work:
    """The first that is open; where something stands in each, the one that the last hint was about."""
    if not works:
        raise BadInputError(
            f"no TODO(human) stands {where}, so there is nothing to give a hint for: `{teach('roadmap', 'show')}` "
            "lists what is open, and a finding's place (path:line) has hints too"
        )
    still = [one for one in works if not one.attempted]
    if still:
        return still[0]
    known = record.read(root).markers
    return max(works, key=lambda one: known[one.key].at if one.key in known else "")


def _listed(works: Sequence[Work]) -> str:
    places = [f"{one.path}:{one.marker.line}" for one in works if one.marker is not None]
    if not places:
        return "no TODO(human) is open in this project"
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return f"markers stand at {', '.join(map(printable, places[:_SHOWN]))}{more}"
