"""The marks of a class as a table: for a spreadsheet, a program and a terminal."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from teaching.curriculum.marking import Mark
from teaching.guard import visible

_HEAD = ("submission", "project", "points", "of", "for a person", "done", "tasks", "stuck at", "ticked", "not proved")
_TAIL = ("hints", "solutions seen", "lint", "rules broken", "look at", "problem")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_text(marks: Sequence[Mark]) -> str:
    """One line for each submission, and a column for each task."""
    tasks = list(dict.fromkeys(task.id for one in marks for task in one.tasks))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_HEAD, *tasks, *_TAIL])
    for one in marks:
        cells = {task.id: f"{task.tests_passed} of {task.tests}" for task in one.tasks}
        first = (
            *(one.name, one.project, one.points, one.most, sum(task.for_person for task in one.tasks)),
            *(one.done, len(one.tasks), one.stuck_at, sum(task.ticked for task in one.tasks), unproven(one)),
        )
        last = (
            *(sum(task.rung for task in one.tasks), sum(task.seen for task in one.tasks)),
            *("" if one.lint is None else "green" if one.lint else "red", sum(one.broken.values())),
            *("; ".join(one.flags), one.problem),
        )
        writer.writerow([_cell(value) for value in (*first, *(cells.get(name, "") for name in tasks), *last)])
    return out.getvalue()


def document(marks: Sequence[Mark]) -> dict[str, Any]:
    """For programs."""
    return {
        "submissions": [
            {
                "name": one.name,
                "project": one.project,
                "points": one.points,
                "most": one.most,
                "done": one.done,
                "stuck_at": one.stuck_at,
                "lint": one.lint,
                "tasks": [{name: getattr(task, name) for name in task.__dataclass_fields__} for task in one.tasks],
                "broken": dict(one.broken),
                "flags": list(one.flags),
                "problem": one.problem,
            }
            for one in marks
        ],
        "stuck": dict(stuck(marks)),
        "broken": dict(broken(marks)),
    }


def lines(marks: Sequence[Mark]) -> list[str]:
    """For a terminal."""
    width = max((len(one.name) for one in marks), default=0)
    found: list[str] = []
    for one in marks:
        name = visible(one.name).ljust(width)
        if one.problem:
            found.append(f"{name}  not marked: {one.problem}")
            continue
        where = f"stuck at {one.stuck_at}" if one.stuck_at else "all done"
        found.append(f"{name}  {one.points:>3} of {one.most}  {one.done} of {len(one.tasks)} tasks, {where}")
        found += [f"{' ' * width}  {visible(flag)}" for flag in one.flags]
    if stuck(marks):
        found += ["", "Stuck at: " + ", ".join(f"{name} ({count})" for name, count in stuck(marks))]
    if broken(marks):
        found += ["", "Broken most:", *(f"- {count} times: {visible(rule)}" for rule, count in broken(marks)[:5])]
    return found


def stuck(marks: Sequence[Mark]) -> list[tuple[str, int]]:
    """How many are stuck at each task, most first."""
    return Counter(one.stuck_at for one in marks if one.stuck_at).most_common()


def broken(marks: Sequence[Mark]) -> list[tuple[str, int]]:
    """How often the class breaks each rule, most first."""
    total: Counter[str] = Counter()
    for one in marks:
        total.update(one.broken)
    return total.most_common()


def unproven(one: Mark) -> int:
    """Ticks that nothing carries."""
    return sum(task.ticked and task.evidence not in ("proved", "attested") for task in one.tasks)


def _cell(value: object) -> object:
    text = visible(value) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
