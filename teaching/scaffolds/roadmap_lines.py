"""Writes `files:` and `verify:` lines into a task of ROADMAP.md that has none; no other line is touched."""

import re
from collections.abc import Sequence

from teaching.roadmap import edit
from teaching.roadmap.model import Task
from teaching.roadmap.reading import find, parse

_MARGIN = re.compile(rb"[ \t]*")


def completed(text: bytes, name: str, title: str, files: Sequence[str], verify: str | None) -> bytes:
    """The roadmap with what is missing in one task.

    Args:
        text: the roadmap.
        name: the task's id, written where it has none.
        title: of the task, by which it is found where it has no id.
        files: its own files, if it names none.
        verify: the command that proves it, if it names none.
    """
    roadmap = parse(text)
    found = [task for task in roadmap.tasks if task.id == name]
    task = found[0] if found else find(roadmap, title)
    if task.id is None:
        text = edit.with_id(text, task, name)
        task = find(parse(text), name)
    lines: list[str] = []
    if files and not task.files:
        lines.append(f"files: {', '.join(files)}")
    if verify is not None and not task.verify:
        lines.append(f"verify: `{verify}`")
    return _inserted(text, task, lines) if lines else text


def _inserted(text: bytes, task: Task, lines: Sequence[str]) -> bytes:
    roadmap = parse(text)
    whole = list(roadmap.lines)
    head = whole[task.line - 1]
    end = b"\r\n" if head.endswith(b"\r\n") else b"\n"
    margin = _MARGIN.match(head)
    indent = (margin[0] if margin else b"") + b"  "
    if not whole[task.head_end - 1].endswith((b"\n", b"\r")):
        whole[task.head_end - 1] += end
    new = [indent + b"- " + line.encode("utf-8", "surrogateescape") + end for line in lines]
    whole[task.head_end : task.head_end] = new
    return roadmap.mark + b"".join(whole)
