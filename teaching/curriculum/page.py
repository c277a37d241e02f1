"""The marks of a class as one web page, which loads nothing and looks like the page of a roadmap."""

from collections.abc import Sequence

from teaching.curriculum.marking import Mark, TaskMark
from teaching.curriculum.table import broken, stuck, unproven
from teaching.standing.markup import bar, head, icon, icons, text
from teaching.standing.style import STYLE

_WIDE = """
.scroll { overflow-x: auto; }
.class th, .class td { border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
.class td.note { white-space: normal; min-width: 14rem; }
"""
_RULES = 20


def html(marks: Sequence[Mark]) -> str:
    """The whole page."""
    names = ", ".join(sorted({one.project for one in marks}))
    title = f"{len(marks)} submissions of {text(names)}"
    finished = sum(not one.stuck_at and not one.problem for one in marks)
    parts = [
        head(title, STYLE + _WIDE),
        icons(),
        f"<header><h1><span>Submissions of</span> {text(names)}</h1>",
        f'<p class="lead"><strong>{finished}</strong> of {len(marks)} finished</p>',
        bar({"proved": finished, "attested": 0, "unproven": 0}, len(marks)),
        "</header>",
        "<main>",
        *_counts("Who is stuck where", "Nobody is stuck.", _stuck(marks)),
        *_counts("Which rules are broken most", "No rule is broken.", _rules(marks)),
        *_table(marks),
        "</main>",
        "<footer><p>Tests, their set-up and configuration are the curriculum’s. Points for a person are not in the "
        "sums. Evidence is signed by a key of the student’s machine: elsewhere its signer is unknown.</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _stuck(marks: Sequence[Mark]) -> list[str]:
    return [
        f"<code>{text(name)}</code>: {count} ({text(', '.join(one.name for one in marks if one.stuck_at == name))})"
        for name, count in stuck(marks)
    ]


def _rules(marks: Sequence[Mark]) -> list[str]:
    return [
        f"{count} times by {sum(rule in one.broken for one in marks)}: {text(rule)}"
        for rule, count in broken(marks)[:_RULES]
    ]


def _counts(title: str, none: str, items: Sequence[str]) -> list[str]:
    shown = f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>" if items else f"<p>{none}</p>"
    return ["<section>", f"<h2>{title}</h2>", shown, "</section>"]


def _table(marks: Sequence[Mark]) -> list[str]:
    tasks = list(dict.fromkeys(task.id for one in marks for task in one.tasks))
    heads = ["Submission", "Points", *tasks, "Not proved", "Hints", "To look at"]
    columns = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
    return [
        '<section class="wide">',
        "<h2>Everybody</h2>",
        '<div class="scroll" tabindex="0"><table class="class">',
        f"<thead><tr>{columns}</tr></thead>",
        "<tbody>",
        *(_row(one, tasks) for one in marks),
        "</tbody></table></div>",
        "</section>",
    ]


def _row(one: Mark, tasks: Sequence[str]) -> str:
    by_id = {task.id: task for task in one.tasks}
    cells = [f"{one.points} of {one.most}" if not one.problem else "–"]
    cells += [_cell(by_id.get(name)) for name in tasks]
    cells += [str(unproven(one)), str(sum(task.rung for task in one.tasks))]
    notes = "<br>".join(text(note) for note in ([one.problem] if one.problem else one.flags))
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{text(one.name)}</th>{shown}<td class="note">{notes}</td></tr>'


def _cell(task: TaskMark | None) -> str:
    if task is None:
        return "–"
    state = icon("proved", "passes") if task.passed else icon("open", "does not pass")
    return f"{state} {task.tests_passed} of {task.tests}"
