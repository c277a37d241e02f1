"""Proves a curriculum project both ways: every state fails in exactly the tests of its open tasks, and in no other.

State by state the exemplars are laid in, in the order of the roadmap; each turns exactly its own tests green. Lint runs
in every state; the type checker in the first and the last: what a state in between has, one of these two has as well.
Then each seeded defect is applied to the finished project, and shown by what it names.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from teaching.contracts.review import Finding
from teaching.curriculum import bench as benches
from teaching.curriculum import documents, states
from teaching.curriculum.bench import Bench, bench, command_of
from teaching.curriculum.model import Defect, TaskOf
from teaching.curriculum.shelf import META, STARTER, Project, project_at
from teaching.errors import BadInputError
from teaching.guard import visible
from teaching.hollowing.runners.report import Outcome, Report
from teaching.review.review import Request, review

_SHOWN = 3
_SENTENCE = 5  # words
_FAILED_BY_US = ("Failed: ", "AssertionError: ")


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
        progress: is told in words what is under way.
    """

    venv: Path | None = None
    least: Least = field(default_factory=Least)
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
    proof.problems += [*documents.problems(project), *documents.starter_problems(project)]
    agentic = sum(task.kind == "agentic" for task in project.spec.tasks)
    if agentic < way.least.agentic:
        proof.problems.append(f"it has {agentic} agentic tasks: {way.least.agentic} are wanted")
    with bench(project.spec, way.venv) as one:
        benches.require_packages(project.spec, one)
        ids = _States(project, one, proof, way).prove()
        _Defects(project, one, proof, way, ids).prove()
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


class _States:
    """Goes through all states of a project."""

    def __init__(self, project: Project, one: Bench, proof: Proof, way: Way) -> None:
        self._project, self._bench, self._proof, self._way = project, one, proof, way
        self._owner = {path: task.id for task in project.spec.tasks for path in task.tests}

    def prove(self) -> Collection[str]:
        """Returns the ids of all tests."""
        tasks = self._project.spec.tasks
        final = self._run(tasks, "all tasks done")
        if not final.ended:
            self._say("all tasks done", f"the tests did not come to their end: {_last(final.output)}")
            return ()
        for test in final.tests.values():
            owner = self._owner.get(test.file)
            if owner is None:
                self._proof.others += 1
            else:
                self._proof.tests[owner] = self._proof.tests.get(owner, 0) + 1
        self._judge("all tasks done", final, (), final)
        for task in tasks:
            if not self._proof.tests.get(task.id):
                self._say(task.id, "it has no test that runs")
        self._review()
        for number in range(len(tasks)):
            where = "the starter" if number == 0 else f"with {tasks[number - 1].id} laid in"
            self._judge(where, self._run(tasks[:number], where), tasks[number:], final)
        return tuple(final.tests)

    def _run(self, done: Sequence[TaskOf], where: str) -> Report:
        self._way.progress(where)
        benches.lay(self._project, self._bench, [task.id for task in done])
        report = self._bench.test()
        self._proof.runs += 1
        self._bench.clear()
        last = len(done) in (0, len(self._project.spec.tasks))
        for step in ("lint", "typecheck", "build") if last else ("lint",):
            if (text := self._project.spec.commands.get(step)) is not None:
                ran = self._bench.run(command_of(text, step, self._bench.path))
                if not ran.green:
                    self._say(where, f"`{text}` is not green: {_last(ran.output)}")
        return report

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

    def _review(self) -> None:
        for finding in _findings(self._bench):
            self._say("the exemplar", f"our review finds {finding.path}:{finding.line}: {finding.fact}")

    def _say(self, where: str, text: str) -> None:
        line = f"{where}: {text}"
        if line not in self._proof.problems:
            self._proof.problems.append(line)


class _Defects:
    """Applies each seeded defect to the finished project.

    Args:
        ids: of all tests.
    """

    def __init__(self, project: Project, one: Bench, proof: Proof, way: Way, ids: Collection[str]) -> None:
        self._project, self._bench, self._proof, self._way, self._ids = project, one, proof, way, ids

    def prove(self) -> None:
        spec, least = self._project.spec, self._way.least
        self._proof.defects = len(spec.defects)
        if len(spec.defects) < least.defects:
            self._proof.problems.append(f"it has {len(spec.defects)} seeded defects: {least.defects} are wanted")
        for name in sorted(self._project.patches.keys() ^ {defect.id for defect in spec.defects}):
            self._proof.problems.append(f"{META}/defects/{name}.patch and {META}/project.json do not fit")
        for defect in spec.defects:
            if defect.id in self._project.patches:
                self._way.progress(f"defect {defect.id}")
                self._proof.problems += [f"defect {defect.id}: {text}" for text in self._of(defect)]
        if self._proof.found < least.found * len(spec.defects):
            share = f"{self._proof.found} of {len(spec.defects)}"
            self._proof.problems.append(f"our review finds {share} defects: {least.found:.0%} are wanted")

    def _of(self, defect: Defect) -> Iterator[str]:
        one = self._bench
        benches.lay(self._project, one, [task.id for task in self._project.spec.tasks])
        try:
            one.git("apply", "-", stdin=self._project.patches[defect.id])
        except BadInputError as error:
            yield f"it does not apply to the exemplar ({error})"
            return
        found = any(
            finding.path == defect.path
            and documents.quotes_rule(finding.rule.quote, defect.rule)
            and (not defect.line or finding.line <= defect.line <= finding.end_line)
            for finding in _findings(one)
        )
        self._proof.found += found
        if found != defect.found_by_review:
            yield "our review does not find it" if defect.found_by_review else "our review finds it: say so"
        if not self._shown(defect, found):
            yield f"{defect.shown_by} does not show it"

    def _shown(self, defect: Defect, found: bool) -> bool:
        if defect.shown_by == "review":
            return found
        if defect.shown_by in ("lint", "typecheck"):
            text = self._project.spec.commands.get("lint" if defect.shown_by == "lint" else "typecheck", "")
            return bool(text) and not self._bench.run(command_of(text, "lint", self._bench.path)).green
        meant = [name for name in self._ids if name == defect.shown_by or name.startswith(f"{defect.shown_by}[")]
        if not meant:
            return False
        report = self._bench.test(meant)
        self._proof.runs += 1
        self._bench.clear()
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
    words = next((test.error.removeprefix(begin) for begin in _FAILED_BY_US if test.error.startswith(begin)), "")
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
