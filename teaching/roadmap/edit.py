"""Edits of one task: bytes in, bytes out, and no line but the task's own is touched."""

from collections.abc import Callable, Collection
from datetime import date

from teaching.errors import RefusedError
from teaching.roadmap import head as heads
from teaching.roadmap.head import Head
from teaching.roadmap.model import Roadmap, Task, slug
from teaching.roadmap.reading import find, parse


def tick(text: bytes, task: str | Task, on: date, attested: bool = False) -> bytes:
    """Mark a task as done on a day.

    A state or a stale date that stands in the line gives its place to the date and is kept behind it in a comment;
    `untick` puts it back. A task that is done already keeps its date, but for an attested one that is proven now.

    Args:
        text: the roadmap.
        task: what a user calls it, or a task of `parse(text)`.
        on: the day.
        attested: it rests on somebody's word instead of a command.
    """
    return _edited(text, task, lambda head: heads.ticked(head, on, attested))


def untick(text: bytes, task: str | Task) -> bytes:
    """Open a task again; after a `tick` of an open task these are the bytes from before."""
    return _edited(text, task, heads.unticked)


def start(text: bytes, task: str | Task, alone: bool = False) -> bytes:
    """Give an open task the state `(In Progress)`.

    Args:
        text: the roadmap.
        task: what a user calls it, or a task of `parse(text)`.
        alone: take that state off every other open task.

    Raises:
        RefusedError: the task is done.
    """
    roadmap, chosen = _chosen(text, task)
    if chosen.ticked:
        raise RefusedError(f"{chosen.title!r} is done: take its tick off first if there is more to do")
    changes = {chosen.line: heads.started(chosen.head)}
    for other in roadmap.tasks if alone else ():
        if other is not chosen and other.state == "in-progress":
            changes[other.line] = heads.stopped(other.head)
    return _rebuilt(roadmap, changes)


def with_id(text: bytes, task: str | Task, name: str | None = None) -> bytes:
    """Write an id into a task that has none.

    Args:
        text: the roadmap.
        task: what a user calls it, or a task of `parse(text)`.
        name: the id that it should have; without one it is made from the title. A number keeps it apart from others.
    """
    roadmap, chosen = _chosen(text, task)
    if chosen.id:
        return text
    free = free_id(name or slug(chosen.title), {other.id for other in roadmap.tasks if other.id})
    return _rebuilt(roadmap, {chosen.line: heads.named(chosen.head, free)})


def free_id(name: str, taken: Collection[str]) -> str:
    """The name, or the first of `name-2`, `name-3` … that nobody has."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _edited(text: bytes, task: str | Task, change: Callable[[Head], str]) -> bytes:
    roadmap, chosen = _chosen(text, task)
    return _rebuilt(roadmap, {chosen.line: change(chosen.head)})


def _chosen(text: bytes, task: str | Task) -> tuple[Roadmap, Task]:
    roadmap = parse(text)
    if isinstance(task, str):
        return roadmap, find(roadmap, task)
    if roadmap.lines != task.lines:
        raise RefusedError("the roadmap is not the one that this task was read from: read it again")
    return roadmap, next(other for other in roadmap.tasks if other.line == task.line)


def _rebuilt(roadmap: Roadmap, changes: dict[int, str]) -> bytes:
    """The roadmap with the own lines of these tasks (by line) written anew."""
    lines = list(roadmap.lines)
    ends = {task.line: task.head_end for task in roadmap.tasks if task.line in changes}
    for line in sorted(changes, reverse=True):
        lines[line - 1 : ends[line]] = [changes[line].encode("utf-8", "surrogateescape")]
    return roadmap.mark + b"".join(lines)
