"""What the sources share: the curriculum's projects with their solutions, and what was executed."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from finetune.generate.proofs import Proofs
from teaching.contracts.exercises import Exemplar
from teaching.curriculum import shelf, states
from teaching.curriculum.model import TaskOf
from teaching.curriculum.shelf import Project

SLUGS = ("news-aggregator", "crypto-tracker", "ecommerce-backend", "testing-framework")


class Course:
    """One project of the curriculum; everything is read or run once, however many examples speak of it."""

    def __init__(self, slug: str) -> None:
        """Takes its name."""
        self._slug = slug

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

    def task_of(self, path: str) -> TaskOf | None:
        """The first task that works in a file."""
        return next((task for task in self.project.spec.tasks if path in task.files), None)


class Ground:
    """All projects, and what was proven of them.

    Attributes:
        courses: in the order in which they are taught.
    """

    def __init__(self, proofs: Proofs) -> None:
        """Takes what was proven before."""
        self.courses: Sequence[Course] = [Course(slug) for slug in SLUGS]
        self.proofs = proofs

    @cached_property
    def exemplars(self) -> Sequence[Exemplar]:
        """All solutions of all projects."""
        return [one for course in self.courses for one in course.exemplars]
