"""What the sources share: the curriculum's projects with their solutions, laid out in folders that go when it ends."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from finetune.generate.proofs import Proofs
from teaching.contracts.exercises import Exemplar
from teaching.curriculum import shelf, states
from teaching.curriculum.model import TaskOf
from teaching.curriculum.shelf import Project
from teaching.errors import BadInputError
from teaching.repository import processes

SLUGS = ("news-aggregator", "crypto-tracker", "ecommerce-backend", "testing-framework")
_PATIENCE_S = 120.0


class Course:
    """One project of the curriculum; everything is read or run once, however many examples speak of it."""

    def __init__(self, slug: str, folder: Path) -> None:
        """Takes its name, and an empty folder to work in."""
        self._slug, self._folder = slug, folder

    @cached_property
    def project(self) -> Project:
        """The project itself."""
        return shelf.open_project(self._slug)

    @cached_property
    def exemplars(self) -> Sequence[Exemplar]:
        """Its solutions, none of which an answer may give away."""
        return states.exemplars(self.project)

    @cached_property
    def starter(self) -> Mapping[str, bytes]:
        """What a student begins with."""
        return states.whole(self.project, ())

    @property
    def test(self) -> str:
        """The command that runs all of its tests."""
        return self.project.spec.commands["test"]

    def command(self, task: TaskOf | None) -> str:
        """The command that runs the tests of a task, as a student of this project types it."""
        return f"{self.test} {' '.join(task.tests)}" if task else self.test

    def laid(self, name: str, files: Mapping[str, bytes]) -> Path:
        """A new folder with these files, a repository of its own: what lies around it decides nothing."""
        place = self._folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        _git(place, "init", "--quiet", "--template=")
        states.write(files, place)
        return place

    def task_of(self, path: str) -> TaskOf | None:
        """The first task that works in a file."""
        return next((task for task in self.project.spec.tasks if path in task.files), None)


class Ground:
    """All projects, and what was proven of them.

    Attributes:
        courses: in the order in which they are taught.
    """

    def __init__(self, folder: Path, proofs: Proofs) -> None:
        """Takes an empty folder to work in."""
        self.courses: Sequence[Course] = [Course(slug, folder / slug) for slug in SLUGS]
        self.proofs = proofs

    @cached_property
    def exemplars(self) -> Sequence[Exemplar]:
        """All solutions of all projects."""
        return [one for course in self.courses for one in course.exemplars]


def _git(place: Path, *words: str, stdin: bytes = b"") -> None:
    done = processes.run(["git", *words], cwd=place, stdin=stdin, timeout_s=_PATIENCE_S)
    if done.exit:
        said = done.stderr.decode("utf-8", "replace").strip()[:300]
        raise BadInputError(f"git {words[0]} did not work: {said}")


@contextlib.contextmanager
def ground(folder: Path, kept: Path, seed: int = 0) -> Iterator[Ground]:
    """A ground whose folders are removed at the end; new proofs are kept in another folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield Ground(folder, Proofs(kept, seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
