"""Grades a class: every submission in the sandbox, several at once, with time limits."""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from teaching.curriculum import bench as benches
from teaching.curriculum.bench import bench
from teaching.curriculum.marking import Expected, Mark, mark
from teaching.curriculum.shelf import Project, project_named
from teaching.curriculum.submissions import Submission, project_of, submissions, take
from teaching.errors import MissingPartError, TeachingError
from teaching.guard import visible
from teaching.verification import sandbox
from teaching.verification.run import Limits

_TIMES, _LEAST_S = 10, 20.0
_AT_ONCE = 2  # for each core: what hangs waits for its time to be up
LIMITS = Limits(processes=256, memory=2 * 1024**3, output=16 * 1024**2)


@dataclass(frozen=True, slots=True)
class Way:
    """How a class is graded.

    Attributes:
        named: the project of all of them; None: what each says.
        jobs: how many at once; None: two for each core.
        timeout_s: of one run of the tests; None: ten times what the finished project takes here, 20 seconds at least.
        venv: where the packages of the tests are installed.
        progress: is told how many are done, of how many, and whose was the last.
    """

    named: str | None = None
    jobs: int | None = None
    timeout_s: float | None = None
    venv: Path | None = None
    progress: Callable[[int, int, str], None] = field(default=lambda done, total, words: None)


@dataclass(frozen=True, slots=True)
class Course:
    """A project, and what its tests are when all is done.

    Attributes:
        timeout_s: of one run of a submission's tests.
    """

    project: Project
    expected: Expected
    timeout_s: float


def grade(directories: Sequence[Path], way: Way) -> list[Mark]:
    """Marks every submission, in the order of their names.

    Raises:
        BadInputError: there is no submission, or one does not say which project it is.
        MissingPartError: there is no sandbox, or the tests do not pass with the exemplar here.
    """
    if sandbox.probe() != "bwrap":
        raise MissingPartError("submissions run in a sandbox only: install bubblewrap, or make it work for this user")
    found = submissions(directories)
    slugs = {one.folder: project_of(one, way.named) for one in found}
    courses = {slug: course_of(slug, way) for slug in sorted(set(slugs.values()))}
    total, marks = len(found), list[Mark]()
    ending = threading.Event()
    pool = ThreadPoolExecutor(way.jobs or _AT_ONCE * (os.cpu_count() or 1))
    try:
        waiting = [pool.submit(marked, courses[slugs[one.folder]], one, way, ending) for one in found]
        for number, result in enumerate((each.result() for each in waiting), start=1):
            marks.append(result)
            way.progress(number, total, result.name)
    finally:
        ending.set()  # whoever interrupts does not wait for what hangs
        pool.shutdown(cancel_futures=True)
    return sorted(marks, key=lambda one: one.name)


def course_of(slug: str, way: Way) -> Course:
    """Runs the exemplar's tests once: what they are, and that they pass here."""
    project = project_named(slug)
    spec = project.spec
    done = [task.id for task in spec.tasks]
    with bench(spec, way.venv, compiles=False) as one:
        benches.require_packages(spec, one)
        benches.lay(project, one, done)
        began = time.monotonic()
        report = one.test()
        took = time.monotonic() - began
    owned = {path for task in spec.tasks for path in task.tests}
    if not report.ended or report.of("failed"):
        raise MissingPartError(
            f"the tests of {slug} do not pass here with everything done, so nobody's could: `teach curriculum check` "
            f"says more. {visible(' '.join(report.output.split())[-200:])}"
        )
    expected: dict[str, set[str]] = defaultdict(set)
    for test in report.tests.values():
        if test.file in owned:
            expected[test.file].add(test.id)
    timeout_s = way.timeout_s or max(_LEAST_S, _TIMES * took)
    return Course(project, {path: frozenset(ids) for path, ids in expected.items()}, timeout_s)


def marked(course: Course, one: Submission, way: Way, ending: threading.Event | None = None) -> Mark:
    """The mark; where it cannot be made, why."""
    try:
        taken = take(course.project, one)
        with bench(course.project.spec, way.venv, course.timeout_s, LIMITS, False, ending) as place:
            return mark(course.project, one, taken, place, course.expected)
    except (TeachingError, OSError) as error:
        return Mark(one.name, course.project.spec.slug, problem=visible(str(error))[:300])
