"""Grades a class together, then each of its submissions alone, and holds the one against the slowest quarter.

    python benchmarks/grade_class.py [--full]

The class is the one of the tests: finished, half, empty, cheating by edited tests and in other ways, an endless loop, a
fork bomb; 9 submissions, or 30 with --full. Every mark has to be right, together and alone. The class is timed with all
that `teach grade` does; each alone without what a class shares, the run of the finished project.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import measure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from teaching.curriculum import classroom
from teaching.curriculum.environment import installed_in
from teaching.curriculum.marking import Mark
from teaching.curriculum.submissions import Submission
from tests.teaching.curriculum import classes

FEW, ALL = 9, 30


def right(mark: Mark, kind: str) -> bool:
    """Whether exactly the tasks pass that this kind of submission really does."""
    return not mark.problem and tuple(task.id for task in mark.tasks if task.passed) == classes.KINDS[kind][1]


def main() -> int:
    """Measures, prints and writes; ends with 1 where a mark is wrong or the class takes longer than its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help=f"{ALL} submissions")
    count = ALL if arguments.parse_args().full else FEW
    names = classes.named(count)
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        base = Path(name).resolve()
        project = classes.project(base / "curriculum")
        folder = classes.make(project, base / "class", names)
        way = classroom.Way(str(project), venv=installed_in(None))
        began = time.perf_counter()
        marks = classroom.grade([folder], way)
        together = time.perf_counter() - began
        course = classroom.course_of(str(project), way)
        wrong = [one.name for one in marks if not right(one, names[one.name])]
        alone: dict[str, float] = {}
        for one, kind in names.items():
            began = time.perf_counter()
            mark = classroom.marked(course, Submission(one, folder / one), way)
            alone[one] = time.perf_counter() - began
            wrong += [] if right(mark, kind) else [f"{one} alone"]
            print(f"{one:<20} {alone[one]:6.1f} s alone", flush=True)
    slowest = sorted(alone, key=lambda one: alone[one])[-(count // 4) :]
    limit = sum(alone[one] for one in slowest)
    print(
        f"{count} together {together:.1f} s; the slowest {len(slowest)} one by one {limit:.1f} s; wrong marks: {wrong}"
    )
    result = {
        "submissions": count,
        "limit_of_one_run_s": round(course.timeout_s, 1),
        "together_s": round(together, 1),
        "slowest_quarter_alone_s": round(limit, 1),
        "slowest_quarter": slowest,
        "all_alone_s": round(sum(alone.values()), 1),
        "alone_s": {one: round(value, 1) for one, value in alone.items()},
        "wrong_marks": wrong,
    }
    measure.write("grade_class", result)
    return 1 if wrong or together > limit else 0


if __name__ == "__main__":
    sys.exit(main())
