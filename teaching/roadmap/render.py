"""New phases and tasks, and the house form in which they are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from teaching.roadmap.edit import free_id
from teaching.roadmap.model import slug

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that is to be written.

    Attributes:
        id: without one it is made from the title.
        notes: other nested lines, such as `write: the rotation by hand`.
    """

    title: str
    id: str | None = None
    acceptance: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    verify: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tasks: tuple["NewTask", ...] = ()


@dataclass(frozen=True, slots=True)
class NewPhase:
    """A phase that is to be written.

    Attributes:
        title: as the heading says it, `Phase 1: Data layer`.
        text: markdown between the heading and the tasks.
    """

    title: str
    tasks: tuple[NewTask, ...] = ()
    text: str = ""


def render(phases: Iterable[NewPhase], title: str = "", taken: Iterable[str] = ()) -> bytes:
    """A roadmap in the house form, line feeds only.

    Args:
        phases: what to write.
        title: of the whole; "" for none.
        taken: ids that are given already.
    """
    ids = set(taken)
    blocks = [f"# {_line(title)}\n"] if title else []
    for phase in phases:
        blocks.append(f"## {_line(phase.title)}\n")
        if phase.text.strip():
            blocks.append(phase.text.strip("\n") + "\n")
        if phase.tasks:
            blocks.append("".join(f"{line}\n" for task in phase.tasks for line in _task_lines(task, "", ids)))
    return "\n".join(blocks).encode("utf-8", "surrogateescape")


def _task_lines(task: NewTask, indent: str, ids: set[str]) -> list[str]:
    name = free_id(task.id or slug(task.title), ids)
    ids.add(name)
    lines = [f"{indent}- [ ] {_line(task.title)} <!-- id: {name} -->"]
    inner = indent + "  "
    lines += [f"{inner}- Acceptance: {_line(text)}" for text in task.acceptance]
    for key, values in (("files", task.files), ("depends", task.depends)):
        if values:
            lines.append(f"{inner}- {key}: {', '.join(map(_line, values))}")
    lines += [f"{inner}- verify: {_line(text)}" for text in task.verify]
    lines += [f"{inner}- {_line(text)}" for text in task.notes]
    for nested in task.tasks:
        lines += _task_lines(nested, inner, ids)
    return lines


def _line(text: str) -> str:
    """One line, whatever came: a title with a line end in it would write lines of its own."""
    return _SPACES.sub(" ", text).strip()
