"""Marks one submission: our tests over the student's code, the rubric, the evidence and the hints that were taken."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teaching.contracts.review import Finding
from teaching.curriculum.bench import Bench, command_of
from teaching.curriculum.model import TaskOf
from teaching.curriculum.shelf import Project
from teaching.curriculum.submissions import Submission, Taken, copy_history
from teaching.errors import TeachingError
from teaching.evidence.audit import judge
from teaching.learning import record
from teaching.review.review import Request, review
from teaching.roadmap.reading import parse
from teaching.roadmap.store import read as read_roadmap
from teaching.verification.tools.pytest import PYTEST

_MOST_STUCK = 3  # runs that did not end, until what is left counts as red
_LATER = 0.5  # of the time, for what is left once a run did not end
Expected = Mapping[str, frozenset[str]]
"""The ids of the tests of each test file, as the exemplar has them."""


@dataclass(frozen=True, slots=True)
class TaskMark:
    """One task of one student.

    Attributes:
        points: given; `most` could be; `for_person` are a person's to give and in neither.
        ticked: whether the student's roadmap says that it is done.
        evidence: what carries the tick: `proved`, `attested`, what is wrong with it; "" without a tick.
        rung: the highest hint that was taken.
        attempts: red verifications.
        seen: whether the solution was seen.
    """

    id: str
    passed: bool
    tests_passed: int
    tests: int
    points: int
    most: int
    for_person: int
    ticked: bool = False
    evidence: str = ""
    rung: int = 0
    attempts: int = 0
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One submission.

    Attributes:
        lint: whether the project's linter is green over it.
        broken: how often each rule is broken.
        flags: what a person should look at.
        problem: why nothing could be marked; "" otherwise.
    """

    name: str
    project: str
    tasks: tuple[TaskMark, ...] = ()
    lint: bool | None = None
    broken: Mapping[str, int] = field(default_factory=dict[str, int])
    flags: tuple[str, ...] = ()
    problem: str = ""

    @property
    def points(self) -> int:
        """All that were given."""
        return sum(task.points for task in self.tasks)

    @property
    def most(self) -> int:
        """All that a program could give."""
        return sum(task.most for task in self.tasks)

    @property
    def done(self) -> int:
        """How many tasks pass."""
        return sum(task.passed for task in self.tasks)

    @property
    def stuck_at(self) -> str:
        """The first task that does not pass; "" where all do."""
        return next((task.id for task in self.tasks if not task.passed), "")


def mark(project: Project, submission: Submission, taken: Taken, one: Bench, expected: Expected) -> Mark:
    """Marks a submission in an empty bench."""
    findings = _findings(project, taken, one)
    one.lay(taken.files)
    copy_history(project, submission, one.path)
    passed, notes = _passed(one, expected)
    one.clear()
    lint = _lint(project, one)
    their_marks = _theirs(project, submission.folder)
    tasks = tuple(
        _task(project, task, passed, expected, one, lint, findings, their_marks.get(task.id, ("", False)))
        for task in project.spec.tasks
    )
    tasks = _with_learning(project, tasks, submission.folder)
    claimed = [task.id for task in tasks if task.ticked and not task.passed]
    flags = [*taken.flags, *notes, *([f"ticked, and red here: {', '.join(claimed)}"] if claimed else [])]
    broken = Counter(finding.rule.quote for finding in findings)
    return Mark(submission.name, project.spec.slug, tasks, lint, dict(broken), tuple(flags))


def _findings(project: Project, taken: Taken, one: Bench) -> Sequence[Finding]:
    """What our review finds by the curriculum's own rules, whatever the student made of them."""
    one.lay({**taken.files, "CLAUDE.md": project.base["CLAUDE.md"]})
    return review(Request(one.path, scope="all", max_findings=0)).findings


def _passed(one: Bench, expected: Expected) -> tuple[Collection[str], list[str]]:
    """The tests that pass, and what there is to say of the runs."""
    passed: set[str] = set()
    waiting: list[str] = sorted(expected)
    stuck: list[str] = []
    together, patience = True, one.timeout_s * _LATER
    while waiting and len(stuck) < _MOST_STUCK:
        files = waiting if together else waiting[:1]
        report = one.test([name for path in files for name in expected[path]])
        passed |= report.of("passed")
        if report.ended:
            waiting = waiting[len(files) :]
            continue
        done = [path for path in files if expected[path] and expected[path] <= report.tests.keys()]
        if not report.tests and together and len(waiting) > 1:
            together = False  # nothing began: which file it is shows only one by one
            one = replace(one, timeout_s=patience)
            continue
        left = [path for path in waiting if path not in done]
        stuck += left[:1]
        waiting = left[1:]
        one = replace(one, timeout_s=patience)
    notes = [f"did not end, or was stopped: {', '.join(stuck)}"] if stuck else []
    if waiting:
        notes.append(f"not run after that: {', '.join(waiting)}")
    # A test that the student's code made up counts for nothing.
    return passed & frozenset[str]().union(*expected.values()), notes


def _lint(project: Project, one: Bench) -> bool | None:
    text = project.spec.commands.get("lint")
    return None if text is None else one.run(command_of(text, "lint", one.path)).green


def _task(
    project: Project,
    task: TaskOf,
    passed: Collection[str],
    expected: Expected,
    one: Bench,
    lint: bool | None,
    findings: Sequence[Finding],
    theirs: tuple[str, bool],
) -> TaskMark:
    ids = frozenset[str]().union(*(expected.get(path, frozenset[str]()) for path in task.tests))
    green = [name for name in ids if name in passed]
    is_done = bool(ids) and len(green) == len(ids) and _others_green(project, task, one)
    clean = not any(finding.path in task.files for finding in findings)
    holds = {"tests": is_done, "lint": is_done and lint is not False, "review": is_done and clean, "person": False}
    return TaskMark(
        id=task.id,
        passed=is_done,
        tests_passed=len(green),
        tests=len(ids),
        points=sum(item.points for item in task.rubric if holds[item.by]),
        most=sum(item.points for item in task.rubric if item.by != "person"),
        for_person=sum(item.points for item in task.rubric if item.by == "person"),
        ticked=theirs[1],
        evidence=theirs[0],
    )


def _others_green(project: Project, task: TaskOf, one: Bench) -> bool:
    """Whether the task's own `verify:` lines hold, but for those that run its tests: these ran."""
    ours = next((item for item in parse(project.base["ROADMAP.md"]).tasks if item.id == task.id), None)
    for text in ours.verify if ours is not None else ():
        command = command_of(text, "verify", one.path)
        if PYTEST.is_called_by(command.argv) is None and not any(path in text for path in task.tests):
            if not one.run(command).green:
                return False
    return True


def _theirs(project: Project, folder: Path) -> dict[str, tuple[str, bool]]:
    """What carries each tick of the student's own roadmap, by task."""
    try:
        roadmap = parse(read_roadmap(folder))
        judged = judge(folder, roadmap)
    except TeachingError:
        return {}
    wrong = {problem.task: problem.kind for problem in judged.audit.problems}
    found: dict[str, tuple[str, bool]] = {}
    for task in roadmap.tasks:
        if task.id is not None:
            carried = judged.carried.get(task.line)
            said = carried.by if carried else str(wrong.get(task.id, "no-evidence"))
            found[task.id] = (said if task.ticked else "", task.ticked)
    return found


def _with_learning(project: Project, tasks: tuple[TaskMark, ...], folder: Path) -> tuple[TaskMark, ...]:
    known = record.read(folder)
    found: list[TaskMark] = []
    for one in tasks:
        keys = [f"{cut.path}::{cut.symbol}" for cut in project.spec.task(one.id).cuts]
        rung = max((known.markers[key].rung for key in keys if key in known.markers), default=0)
        seen = any(key in known.shown for key in keys)
        attempts = len(known.attempts.get(one.id, ()))
        found.append(replace(one, rung=rung, attempts=attempts, seen=seen))
    return tuple(found)
