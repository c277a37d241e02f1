"""What can be seen of a curriculum project without running it: its CLAUDE.md, ROADMAP.md, lessons and hints."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from teaching.curriculum import states
from teaching.curriculum.model import TaskOf
from teaching.curriculum.shelf import LESSONS, META, STARTER, Project, tree_of
from teaching.guard.likeness import judge
from teaching.review.review import rules_of
from teaching.roadmap.model import Task
from teaching.roadmap.reading import parse

HEADINGS = ("Training Protocol", "Architectural Standards", "Grading Rubric", "Common Commands")
LABELS = ("**Role:**", "**Output Style:** Learning", "**Verification:**", "**Constraint:**")
FEWEST_RULES, MOST_RULES = 12, 20
LESSON_LINES = 80
_CHECKED = {"checked", "partly", "verify", "process"}


def problems(project: Project) -> Iterator[str]:
    """Everything that is wrong, a sentence each."""
    yield from _constitution(project)
    yield from _roadmap(project)
    yield from _lessons(project)
    yield from _leaks(project)
    for name in ("README.md", f"{META}/design.md"):
        if not (project.folder / name).is_file():
            yield f"{name} is missing"


def starter_problems(project: Project) -> Iterator[str]:
    """Where `starter/` is not state 0."""
    wanted = states.starter(project)
    place = project.folder / STARTER
    found = tree_of(place) if place.is_dir() else {}
    for path in sorted({*wanted, *found}):
        if wanted.get(path) != found.get(path):
            what = "is missing" if path not in found else "does not belong there" if path not in wanted else "differs"
            yield f"{STARTER}/{path} {what}: `teach curriculum build` writes it"


def _constitution(project: Project) -> Iterator[str]:
    text = project.base.get("CLAUDE.md", b"").decode("utf-8", "replace")
    if not text:
        yield "CLAUDE.md is missing"
        return
    lines = text.splitlines()
    if not lines[0].startswith("# Project: "):
        yield "CLAUDE.md begins with `# Project: ` and the project's name"
    if tuple(line.removeprefix("## ") for line in lines if line.startswith("## ")) != HEADINGS:
        yield f"CLAUDE.md has the headings {', '.join(HEADINGS)}, in this order and no others"
    yield from (f"CLAUDE.md has no `- {label}`" for label in LABELS if f"- {label}" not in text)
    for step, command in project.spec.commands.items():
        if f"- {step}: {command}" not in lines:
            yield f"CLAUDE.md has no line `- {step}: {command}` under Common Commands"
    with tempfile.TemporaryDirectory(prefix="teach-curriculum-") as folder:
        states.write(states.whole(project, ()), Path(folder) / "tree")
        every = rules_of(Path(folder) / "tree").rules
    # How the mentor behaves is no rule for the student's code.
    first = next((number for number, line in enumerate(lines, 1) if line == f"## {HEADINGS[1]}"), 0)
    rules = [rule for rule in every if not _stands_above(rule.source, first)]
    if not FEWEST_RULES <= len(rules) <= MOST_RULES:
        yield f"CLAUDE.md has {len(rules)} rules: {FEWEST_RULES} to {MOST_RULES} are wanted"
    checked = sum(rule.status in _CHECKED for rule in rules)
    if checked * 2 < len(rules):
        yield f"CLAUDE.md: {checked} of {len(rules)} rules are checked; half of them or more have to be"
    quotes = [_folded(rule.quote) for rule in rules]
    for defect in project.spec.defects:
        if sum(_folded(defect.rule) in quote for quote in quotes) != 1:
            yield f"defect {defect.id}: exactly one rule of CLAUDE.md is to have the words “{defect.rule}”"


def _code_alone(lesson: str) -> str:
    """The fenced blocks at their own lines: a lesson explains in sentences, which its author answers for."""
    lines, kept, inside = lesson.split("\n"), list[str](), False
    for line in lines:
        fence = line.lstrip().startswith("```")
        kept.append(line if fence or inside else "")
        inside ^= fence
    return "\n".join(kept)


def _stands_above(source: str, line: int) -> bool:
    path, _, number = source.rpartition(":")
    return path == "CLAUDE.md" and number.isdigit() and int(number) < line


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def quotes_rule(quote: str, part: str) -> bool:
    """Whether a cited rule is the one that has these words."""
    return _folded(part) in _folded(quote)


def _roadmap(project: Project) -> Iterator[str]:
    roadmap = parse(project.base.get("ROADMAP.md", b""))
    yield from (f"ROADMAP.md:{problem.lines[0]}: {problem.text}" for problem in roadmap.problems)
    wanted = [task.id for task in project.spec.tasks]
    found = [task.id or f"without id in line {task.line}" for task in roadmap.tasks]
    if found != wanted:
        odd = next((one for one in (*found, *wanted) if (one in found) != (one in wanted)), "their order")
        yield f"ROADMAP.md has other tasks than {META}/project.json: {odd}"
    by_id = {task.id: task for task in project.spec.tasks}
    for task in roadmap.tasks:
        if (known := by_id.get(task.id or "")) is not None:
            yield from _task(task, known)


def _task(task: Task, known: TaskOf) -> Iterator[str]:
    where = f"ROADMAP.md:{task.line}: the task {known.id}"
    for what, there in (("`verify:`", task.verify), ("`files:`", task.files), ("acceptance criteria", task.acceptance)):
        if not there:
            yield f"{where} has no {what}"
    if missing := [path for path in known.files if path not in task.files]:
        yield f"{where} does not name {missing[0]} under `files:`"
    if task.ticked or task.state != "open":
        yield f"{where} is begun or ticked"
    lines = " ".join(task.verify)
    if missing := [path for path in known.tests if path not in lines]:
        yield f"{where} does not run {missing[0]} under `verify:`"


def _lessons(project: Project) -> Iterator[str]:
    verify = {task.id: task.verify for task in parse(project.base.get("ROADMAP.md", b"")).tasks}
    for task in project.spec.tasks:
        path = f"{LESSONS}/{task.id}.md"
        if path not in project.base:
            yield f"{path} is missing"
            continue
        text = project.base[path].decode("utf-8", "replace")
        if (count := len(text.splitlines())) > LESSON_LINES:
            yield f"{path} has {count} lines: {LESSON_LINES} at most"
        end = "\n".join(text.rstrip().splitlines()[-8:])
        proves = (f"teach verify {task.id}", f"check-task {task.id}", *verify.get(task.id, ()))
        if not any(words in end for words in proves):
            yield f"{path} does not end with the command that proves the task, `teach verify {task.id}`"
    names = {f"{LESSONS}/{task.id}.md" for task in project.spec.tasks}
    for path in sorted(project.base):
        if path.startswith(f"{LESSONS}/") and path not in names:
            yield f"{path} belongs to no task"


def _leaks(project: Project) -> Iterator[str]:
    solutions = states.exemplars(project)
    for task in project.spec.tasks:
        mine = [one for one in solutions if one.task == task.id]
        # A learner reads them one after the other: together they must not be the solution either.
        if mine and (leak := judge("\n\n".join(states.hints_of(task)), mine)):
            yield f"the hints of {task.id} give {leak.exemplar.symbol} away ({leak.how}, {leak.score:.2f})"
        lesson = project.base.get(f"{LESSONS}/{task.id}.md", b"").decode("utf-8", "replace")
        if lesson and (leak := judge(_code_alone(lesson), solutions)):
            symbol, line = leak.exemplar.symbol, leak.line
            yield f"{LESSONS}/{task.id}.md:{line} gives {symbol} away ({leak.how}, {leak.score:.2f})"
