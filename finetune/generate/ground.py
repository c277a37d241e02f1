"""What the sources share: the curriculum's projects with their solutions, laid out in folders that go when it ends."""

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.contracts.review import Finding, RuleView
from teaching.curriculum import shelf, states
from teaching.curriculum.model import Defect, TaskOf
from teaching.curriculum.shelf import Project
from teaching.errors import BadInputError
from teaching.repository import processes
from teaching.review.review import Request, review, rules_of

SLUGS = ("news-aggregator",)
_PATIENCE_S = 120.0


class Ground:
    """Everything is read or run once, however many examples speak of it."""

    def __init__(self, folder: Path) -> None:
        """Takes an empty folder to work in."""
        self._folder = folder
        self._found: dict[str, tuple[Finding, str]] = {}

    @cached_property
    def project(self) -> Project:
        """The project that examples are made of."""
        return shelf.open_project(SLUGS[0])

    @cached_property
    def exemplars(self) -> Sequence[Exemplar]:
        """All solutions, none of which an answer may give away."""
        return states.exemplars(self.project)

    @cached_property
    def starter(self) -> Mapping[str, bytes]:
        """What a student begins with."""
        return states.whole(self.project, ())

    @cached_property
    def begun(self) -> Path:
        """A folder with what a student begins with."""
        return self.laid("begun", self.starter)

    @cached_property
    def rules(self) -> Sequence[RuleView]:
        """How each rule of the project is understood."""
        return rules_of(self.begun).rules

    @cached_property
    def roadmap(self) -> bytes:
        """The project's roadmap as a student gets it."""
        return self.project.base["ROADMAP.md"]

    def laid(self, name: str, files: Mapping[str, bytes]) -> Path:
        """A new folder with these files, a repository of its own: what lies around it decides nothing."""
        place = self._folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        _git(place, "init", "--quiet", "--template=")
        states.write(files, place)
        return place

    def done(self, tasks: Collection[str]) -> Mapping[str, bytes]:
        """A student's folder with these tasks done."""
        return states.whole(self.project, tasks)

    def found(self, defect: Defect) -> tuple[Finding, str] | None:
        """What our review says of a seeded defect, and the file with it; None where it finds another thing."""
        if defect.id not in self._found:
            answer = self._reviewed(defect)
            if answer is None:
                return None
            self._found[defect.id] = answer
        return self._found[defect.id]

    def _reviewed(self, defect: Defect) -> tuple[Finding, str] | None:
        files = {**self.project.exemplar, "CLAUDE.md": self.project.base["CLAUDE.md"]}
        place = self.laid("defect", files)
        _git(place, "apply", "-", stdin=self.project.patches[defect.id])
        told = review(Request(place, defect.path, scope="all", max_findings=0))
        same = [one for one in told.findings if _is_about(one, defect)]
        return (same[0], (place / defect.path).read_text(encoding="utf-8")) if same else None

    def task_of(self, path: str) -> TaskOf | None:
        """The first task that works in a file."""
        return next((task for task in self.project.spec.tasks if path in task.files), None)


def _git(place: Path, *words: str, stdin: bytes = b"") -> None:
    done = processes.run(["git", *words], cwd=place, stdin=stdin, timeout_s=_PATIENCE_S)
    if done.exit:
        said = done.stderr.decode("utf-8", "replace").strip()[:300]
        raise BadInputError(f"git {words[0]} did not work: {said}")


def _is_about(finding: Finding, defect: Defect) -> bool:
    quoted = " ".join(defect.rule.split()) in " ".join(finding.rule.quote.split())
    return quoted and (not defect.line or finding.line <= defect.line <= finding.end_line)


@contextlib.contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """A ground whose folders are removed at the end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield Ground(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
