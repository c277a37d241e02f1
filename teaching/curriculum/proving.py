"""Proves a curriculum project both ways: every state fails in exactly the tests of its open tasks, and in no other.

State by state the exemplars are laid in, in the order of the roadmap; each turns exactly its own tests green. Lint runs
in every state; the type checker in the first and the last: what a state in between has, one of these two has as well.
Then each seeded defect is applied to the finished project, and shown by what it names. States and defects do not hang
on each other: as many as there are cores are looked at at once, each in a folder of its own, and judged in order.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from teaching.contracts.review import Finding
from teaching.curriculum import bench as benches
from teaching.curriculum import documents, promises, states
from teaching.curriculum.bench import Bench, Benches, command_of
from teaching.curriculum.model import Defect, TaskOf
from teaching.curriculum.shelf import META, STARTER, Project, project_at
from teaching.errors import BadInputError
from teaching.guard import visible
from teaching.hollowing.runners.report import Outcome, Report
from teaching.review.review import Request, review

_SHOWN = 3
_SENTENCE = 5  # words
_MOST_JOBS = 8  # a type checker takes half a gigabyte
_ALL_DONE = "all tasks done"
_FAILED_BY_US = re.compile(r"(?:Failed|AssertionError(?: \[\w+\])?): ")
_PLACES = "\n    at "  # where node says who called whom


@dataclass(frozen=True, slots=True)
class Least:
    """How much a project is to have."""

    agentic: int = 3
    defects: int = 8
    found: float = 0.8


@dataclass(frozen=True, slots=True)
class Way:
    """How it is proved.

    Attributes:
        venv: where its packages are installed.
        progress: is told in words what is under way, from several threads.
        jobs: how many states and defects at once; None: one for each core.
    """

    venv: Path | None = None
    least: Least = field(default_factory=Least)
    jobs: int | None = None
    progress: Callable[[str], None] = field(default=lambda words: None)


@dataclass(slots=True)
class Proof:
    """What came of it.

    Attributes:
        problems: a sentence each; none means proven.
        tests: how many tests each task has, by its id.
        others: tests that belong to no task.
        runs: how often the tests were run.
        defects: how many there are, and how many of them our review found.
    """

    slug: str
    problems: list[str] = field(default_factory=list[str])
    tests: dict[str, int] = field(default_factory=dict[str, int])
    others: int = 0
    runs: int = 0
    defects: int = 0
    found: int = 0


def check(folder: Path, way: Way | None = None) -> Proof:
    """Proves the project in a folder.

    Raises:
        BadInputError: there is none, or its `project.json` does not fit.
        MissingPartError: what its tests need is not installed.
    """
    way = way or Way()
    project = project_at(folder)
    proof = Proof(project.spec.slug)
    way.progress("its documents")
    static = (documents.problems(project), promises.problems(project), documents.starter_problems(project))
    proof.problems += [line for lines in static for line in lines]
    agentic = sum(task.kind == "agentic" for task in project.spec.tasks)
    if agentic < way.least.agentic:
        proof.problems.append(f"it has {agentic} agentic tasks: {way.least.agentic} are wanted")
    with benches.benches(project.spec, way.venv) as places:
        with places.one() as one:
            benches.require_packages(project.spec, one)
        _prove(_States(project, places, proof, way), _Defects(project, places, proof, way), places, way)
    return proof


def build(folder: Path) -> int:
    """Writes `starter/` anew; returns how many files it has.

    Raises:
        BadInputError: there is no project, or its `project.json` does not fit.
    """
    project = project_at(folder)
    files = states.starter(project)
    place = folder / STARTER
    if place.is_symlink():
        raise BadInputError(f"{STARTER} is a link: make it a folder")
    shutil.rmtree(place, ignore_errors=True)
    states.write(files, place)
    return len(files)


def _prove(all_states: "_States", defects: "_Defects", places: Benches, way: Way) -> None:
    with _working(way, places) as pool:
        all_states.begin(pool)
        defects.begin(pool, all_states.final)
        if all_states.judge():
            defects.judge()


@contextlib.contextmanager
def _working(way: Way, places: Benches) -> Generator[ThreadPoolExecutor, None, None]:
    """A pool that ends at once what nobody waits for any more."""
    pool = ThreadPoolExecutor(way.jobs or min(os.cpu_count() or 1, _MOST_JOBS))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        places.end()
        pool.shutdown(wait=True)


class _States:
    """Goes through all states of a project.

    Attributes:
        final: the run with everything done.
    """

    final: "Future[Report]"

    def __init__(self, project: Project, places: Benches, proof: Proof, way: Way) -> None:
        self._project, self._places, self._proof, self._way = project, places, proof, way
        self._owner = {path: task.id for task in project.spec.tasks for path in task.tests}
        self._states: list[tuple[str, Sequence[TaskOf], Future[Report]]] = []
        self._checks: list[tuple[str, Future[list[str]]]] = []

    def begin(self, pool: ThreadPoolExecutor) -> None:
        """Has everything run; what takes longest begins first."""
        tasks = self._project.spec.tasks
        named = [("the starter" if not k else f"with {tasks[k - 1].id} laid in", k) for k in range(len(tasks))]
        self.final = pool.submit(self._run, tasks, _ALL_DONE)
        self._checks = [
            (where, pool.submit(self._check, tasks[:k], where, steps))
            for where, k, steps in (
                (_ALL_DONE, len(tasks), ("lint", "typecheck", "build", "review")),
                *((where, k, ("lint",) if k else ("lint", "typecheck", "build")) for where, k in named),
            )
        ]
        self._states = [(where, tasks[k:], pool.submit(self._run, tasks[:k], where)) for where, k in named]

    def judge(self) -> bool:
        """Says what is wrong, in the order of the roadmap; False where the finished project's tests do not end."""
        final = self.final.result()
        self._proof.runs += 1
        if not final.ended:
            self._say(_ALL_DONE, f"the tests did not come to their end: {_last(final.output)}")
            return False
        for test in final.tests.values():
            owner = self._owner.get(test.file)
            if owner is None:
                self._proof.others += 1
            else:
                self._proof.tests[owner] = self._proof.tests.get(owner, 0) + 1
        self._judge(_ALL_DONE, final, (), final)
        for task in self._project.spec.tasks:
            if not self._proof.tests.get(task.id):
                self._say(task.id, "it has no test that runs")
        for where, later, report in self._states:
            self._judge(where, report.result(), later, final)
            self._proof.runs += 1
        for where, said in self._checks:
            for text in said.result():
                self._say(where, text)
        return True

    def _run(self, done: Sequence[TaskOf], where: str) -> Report:
        with self._places.one() as one:
            self._way.progress(where)
            benches.lay(self._project, one, [task.id for task in done])
            report = one.test()
            one.clear()
            return report

    def _check(self, done: Sequence[TaskOf], where: str, steps: Sequence[str]) -> list[str]:
        """What linter, type checker, build and our review say of a state."""
        found: list[str] = []
        with self._places.one() as one:
            self._way.progress(f"{where}: {', '.join(steps)}")
            benches.lay(self._project, one, [task.id for task in done])
            for step in ("lint", "typecheck", "build"):
                text = self._project.spec.commands.get(step) if step in steps else None
                if text is not None:
                    ran = one.run(command_of(text, step, one.path))
                    if not ran.green:
                        found.append(f"`{text}` is not green: {_last(ran.output)}")
            if "review" in steps:
                found += [f"our review finds {item.path}:{item.line}: {item.fact}" for item in _findings(one)]
        return found

    def _judge(self, where: str, report: Report, later: Sequence[TaskOf], final: Report) -> None:
        """Holds a run against what it has to be.

        Args:
            later: the tasks that are open.
            final: the run with none open.
        """
        if not report.ended:
            self._say(where, f"the tests did not come to their end: {_last(report.output)}")
            return
        for name in report.broken:
            self._say(where, f"{name} cannot be read as tests: it may import only what is there from the beginning")
        open_ids = {task.id: task for task in later}
        missing = final.tests.keys() - report.tests.keys()
        if missing and not report.broken:
            self._say(where, f"tests did not run: {_some(missing)}")
        for test in report.tests.values():
            owner = open_ids.get(self._owner.get(test.file, ""))
            if owner is None and test.state == "failed":
                self._say(where, f"{test.id} is red, and its task is done: {visible(test.error)[:120]}")
            elif owner is None and test.state == "other":
                self._say(where, f"{test.id} is skipped or expected to fail")
            elif owner is not None and test.state != "failed":
                self._say(where, f"{test.id} is not red, and its task {owner.id} is open")
            elif owner is not None and (reason := _dishonest(test, owner, later)):
                self._say(where, f"{test.id} is red {reason}: {visible(test.error)[:120]}")

    def _say(self, where: str, text: str) -> None:
        line = f"{where}: {text}"
        if line not in self._proof.problems:
            self._proof.problems.append(line)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of one defect."""

    found: bool = False
    runs: int = 0
    problems: tuple[str, ...] = ()


class _Defects:
    """Applies each seeded defect to the finished project."""

    def __init__(self, project: Project, places: Benches, proof: Proof, way: Way) -> None:
        self._project, self._places, self._proof, self._way = project, places, proof, way
        self._tried: list[tuple[Defect, Future[_Tried]]] = []

    def begin(self, pool: ThreadPoolExecutor, final: "Future[Report]") -> None:
        """Has everything run.

        Args:
            final: a run with all tests, which is under way in this pool already.
        """
        for defect in self._project.spec.defects:
            if defect.id in self._project.patches:
                self._tried.append((defect, pool.submit(self._of, defect, final)))

    def judge(self) -> None:
        """Says what is wrong."""
        spec, least = self._project.spec, self._way.least
        self._proof.defects = len(spec.defects)
        if len(spec.defects) < least.defects:
            self._proof.problems.append(f"it has {len(spec.defects)} seeded defects: {least.defects} are wanted")
        for name in sorted(self._project.patches.keys() ^ {defect.id for defect in spec.defects}):
            self._proof.problems.append(f"{META}/defects/{name}.patch and {META}/project.json do not fit")
        for defect, future in self._tried:
            tried = future.result()
            self._proof.found += tried.found
            self._proof.runs += tried.runs
            self._proof.problems += [f"defect {defect.id}: {text}" for text in tried.problems]
        if self._proof.found < least.found * len(spec.defects):
            share = f"{self._proof.found} of {len(spec.defects)}"
            self._proof.problems.append(f"our review finds {share} defects: {least.found:.0%} are wanted")

    def _of(self, defect: Defect, final: "Future[Report]") -> _Tried:
        ids = final.result().tests  # before a folder is taken, which that run may need
        with self._places.one() as one:
            self._way.progress(f"defect {defect.id}")
            benches.lay(self._project, one, [task.id for task in self._project.spec.tasks])
            try:
                one.git("apply", "-", stdin=self._project.patches[defect.id])
            except BadInputError as error:
                return _Tried(problems=(f"it does not apply to the exemplar ({error})",))
            found = any(
                finding.path == defect.path
                and documents.quotes_rule(finding.rule.quote, defect.rule)
                and (not defect.line or finding.line <= defect.line <= finding.end_line)
                for finding in _findings(one)
            )
            problems: list[str] = []
            if found != defect.found_by_review:
                what = "our review does not find it" if defect.found_by_review else "our review finds it: say so"
                problems.append(what)
            meant = [name for name in ids if name == defect.shown_by or name.startswith(f"{defect.shown_by}[")]
            if not self._shown(defect, found, meant, one):
                problems.append(f"{defect.shown_by} does not show it")
            return _Tried(found, bool(meant), tuple(problems))

    def _shown(self, defect: Defect, found: bool, meant: Collection[str], one: Bench) -> bool:
        if defect.shown_by == "review":
            return found
        if defect.shown_by in ("lint", "typecheck"):
            text = self._project.spec.commands.get("lint" if defect.shown_by == "lint" else "typecheck", "")
            return bool(text) and not one.run(command_of(text, "lint", one.path)).green
        if not meant:
            return False
        report = one.test(meant)
        one.clear()
        return bool(report.of("failed"))


def _dishonest(test: Outcome, owner: TaskOf, later: Sequence[TaskOf]) -> str:
    """Why a red test is red for another reason than the open work; "" where it is for that."""
    symbols = {cut.symbol for task in later for cut in task.cuts}
    if test.says & symbols:
        first = later[0] if later else owner
        mine = {cut.symbol for cut in owner.cuts}
        if owner is first and mine and not test.says & mine:
            return f"for {', '.join(sorted(test.says))}, which is no part of {owner.id}"
        return ""
    made = owner.adds or owner.history is not None
    begin = _FAILED_BY_US.match(test.error)
    words = test.error[begin.end() :].partition(_PLACES)[0] if begin else ""
    if made and len(words.split()) >= _SENTENCE and not words.startswith("assert "):
        return ""
    return "for another reason than the open work" + (", or without saying what is to be made" if made else "")


def _findings(one: Bench) -> list[Finding]:
    one.clear()
    return review(Request(one.path, scope="all", max_findings=0)).findings


def _last(output: str) -> str:
    return visible(" ".join(output.split())[-300:])


def _some(names: frozenset[str] | set[str]) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:_SHOWN]) + (f" and {len(ordered) - _SHOWN} more" if len(ordered) > _SHOWN else "")
