"""What can be seen of each task without running it: what its lines name is there, and what is open stays open.

Not covered: whether a criterion is a good one, and a solution in other words in another file than its marker's.
"""

import fnmatch
import re
import shlex
from collections.abc import Collection, Iterator, Mapping

from teaching.contracts.exercises import Exemplar
from teaching.curriculum import states
from teaching.curriculum.model import CutOut, TaskOf
from teaching.curriculum.shelf import META, STARTER, Project, Tree
from teaching.guard.comparing import likeness
from teaching.guard.extract import language_of_path
from teaching.guard.likeness import judge
from teaching.guard.parsing import functions, name_of, parsed
from teaching.guard.profile import profile_of
from teaching.guard.trees import body_bag
from teaching.markers import reading
from teaching.roadmap.model import Task
from teaching.roadmap.reading import parse

MOST_CUTS, MOST_HINTS = 3, 4
FEWEST_WORDS = 3  # of a criterion: less says nothing that could be seen
_SHORTEST, _SHORTEST_SOLUTION = 8, 24  # letters of a line, and of all: less is soon found in any file
_ALIKE = 0.8  # functions that have nothing to do with each other are at 0.65 at most in our own projects
_SIZE = re.compile(r"size:\s*(?P<minutes>\d+) min\s*")
_FILE = re.compile(r"[\w.*?/-]+/[\w.*?-]+\.\w+")
_PICTURE = re.compile(r"!\[[^\]]*\]\((?P<path>[^)\s]+)")


def problems(project: Project) -> Iterator[str]:
    """Everything that is wrong, a sentence each."""
    begun = states.whole(project, ())
    known = {task.id: task for task in project.spec.tasks}
    owner = {path: task.id for task in project.spec.tasks for path in task.tests}
    before: set[str] = set()
    for task in parse(project.base.get("ROADMAP.md", b"")).tasks:
        if (ours := known.get(task.id or "")) is not None:
            yield from _named(task, ours, begun, project.exemplar)
            yield from _said(task, ours, before)
            yield from _waiting(task, ours, owner, before)
            before.add(ours.id)
    solutions = states.exemplars(project)
    by_cut = {(one.path, one.symbol): one for one in solutions}
    for ours in project.spec.tasks:
        if len(ours.cuts) > MOST_CUTS:
            yield f"the task {ours.id} has {len(ours.cuts)} cuts: {MOST_CUTS} at most, so that it is one sitting"
        for one in ours.cuts:
            yield from _cut(ours, one, by_cut.get((one.path, one.symbol)))
    yield from _markers(project)
    yield from _standing(begun, solutions)
    yield from _alike(begun, solutions)
    yield from _told(project, solutions)
    yield from _picture(project)


def _named(task: Task, ours: TaskOf, begun: Tree, exemplar: Tree) -> Iterator[str]:
    """What the lines of a task in ROADMAP.md name is there."""
    where = f"ROADMAP.md:{task.line}: the task {ours.id}"
    there = {*begun, *exemplar}
    for line in task.verify:
        for path in _files_of(line):
            if not fnmatch.filter(begun.keys() if path not in ours.adds else there, path):
                yield f"{where} verifies {path}, which the starter does not have"
    for path in task.files:
        if path not in there:
            yield f"{where} has {path} under `files:`, which neither the starter nor the exemplar has"


def _said(task: Task, ours: TaskOf, before: Collection[str]) -> Iterator[str]:
    """What they say can be held, and fits the tasks around it and `project.json`."""
    where = f"ROADMAP.md:{task.line}: the task {ours.id}"
    for text in task.acceptance:
        if len(text.split()) < FEWEST_WORDS:
            yield f"{where} has the criterion “{text}”: say what can be seen once it holds"
    for name in task.depends:
        if name not in before:
            yield f"{where} depends on {name}, which does not come before it"
    for line in task.lines[task.head_end : task.end]:
        size = _SIZE.fullmatch(line.decode("utf-8", "replace").strip().removeprefix("- "))
        if size and int(size["minutes"]) != ours.minutes:
            yield f"{where} takes {size['minutes']} min, and {ours.minutes} in {META}/project.json"


def _waiting(task: Task, ours: TaskOf, owner: Mapping[str, str], before: Collection[str]) -> Iterator[str]:
    """Proofs that stay red although the task is done."""
    for path in (path for line in task.verify for path in _files_of(line)):
        later = owner.get(path, ours.id)
        if later != ours.id and later not in before:
            yield f"ROADMAP.md:{task.line}: the task {ours.id} verifies {path}, which is red until {later} is done"


def _files_of(line: str) -> list[str]:
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return [word for word in words if _FILE.fullmatch(word)]


def _cut(task: TaskOf, one: CutOut, solution: Exemplar | None) -> Iterator[str]:
    where = f"the cut {one.symbol} of {task.id}"
    if not 1 <= len(one.hints) <= MOST_HINTS:
        yield f"{where} has {len(one.hints)} hints: 1 to {MOST_HINTS} are wanted"
    said = [" ".join(words.split()).casefold() for words in (one.text, *one.hints)]
    for number, words in enumerate(said):
        if words in said[:number]:
            yield f"{where} says “{words}” twice, in its text or its hints"
    for word in one.core:
        if solution is not None and word not in solution.text:
            yield f"{where} has the core word `{word}`, and its solution does without it"


def _markers(project: Project) -> Iterator[str]:
    """A marker in the exemplar stands beside what it asks for, in every state."""
    for path, content in sorted(project.exemplar.items()):
        for marker in reading.read(content, path):
            yield (
                f"{META}/exemplar/{path}:{marker.line} has a TODO(human) beside its own solution: take the comment "
                f"out, and name the function under `cuts`"
            )


def _standing(begun: Tree, solutions: Collection[Exemplar]) -> Iterator[str]:
    """Solutions that stand in the starter all the same, line by line."""
    lines = {
        path: _packed(content.decode("utf-8", "replace")) for path, content in begun.items() if language_of_path(path)
    }
    for one in solutions:
        wanted = _packed(one.text.partition("\n")[2])
        if sum(map(len, wanted)) < _SHORTEST_SOLUTION:
            continue
        for path, there in lines.items():
            if wanted <= there:
                beside = "beside its TODO(human)" if path == one.path else "which the student reads"
                yield f"{STARTER}/{path} has every line of the solution of {one.symbol}, {beside}: cut it there too"


def _alike(begun: Tree, solutions: Collection[Exemplar]) -> Iterator[str]:
    """The same under other names, in the file of the marker."""
    for one in solutions:
        text = begun[one.path].decode("utf-8", "replace")
        for function in functions(parsed(text, language_of_path(one.path))):
            if likeness(profile_of(one), body_bag(function)) >= _ALIKE:
                line = function.range().start.line + 1
                yield (
                    f"{STARTER}/{one.path}:{line}: {name_of(function) or 'what stands here'} does what {one.symbol} is "
                    f"to do, beside its TODO(human): cut both, or have the one call the other"
                )


def _packed(text: str) -> frozenset[str]:
    """Lines without spaces and signs of comments, but for what says little."""
    packed = ("".join(line.split()).lstrip("#/*") for line in text.split("\n"))
    return frozenset(line for line in packed if len(line) >= _SHORTEST and line[0] not in "\"'")


def _told(project: Project, solutions: Collection[Exemplar]) -> Iterator[str]:
    """A task that the guard would take for a solution could not be shown."""
    for task in parse(project.base.get("ROADMAP.md", b"")).tasks:
        text = "\n".join((f"{task.title}.", *(f"- {one}." for one in task.acceptance)))
        if leak := judge(text, list(solutions)):
            yield (
                f"ROADMAP.md:{task.line}: title and criteria of {task.id} read as the solution of "
                f"{leak.exemplar.symbol} ({leak.score:.2f}): leave more to the student there, or word it otherwise"
            )


def _picture(project: Project) -> Iterator[str]:
    place = project.folder / "README.md"
    text = place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
    shown = [match["path"] for match in _PICTURE.finditer(text)]
    for path in shown:
        if "://" not in path and not (project.folder / path).is_file():
            yield f"README.md shows {path}, which is not there"
    if text and not shown and "```" not in text:
        yield "README.md shows nothing of the finished thing: add a picture, or what it prints"
