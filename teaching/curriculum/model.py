"""`project.json` of a curriculum project: what its tasks, cuts, tests and seeded defects are; docs/curriculum.md."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from teaching.contracts.verification import Step
from teaching.errors import BadInputError
from teaching.repository.files import refusal

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHOWN = 5


def _slug(word: str) -> str:
    if not _SLUG.fullmatch(word):
        raise ValueError("write it in small letters, digits and single dashes, such as rate-limit")
    return word


def _path(word: str) -> str:
    if reason := refusal(word):
        raise ValueError(f"write a plain relative path ({reason})")
    return word


Slug = Annotated[str, AfterValidator(_slug)]
RelativePath = Annotated[str, AfterValidator(_path)]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CutOut(_Strict):
    """One function whose body the student writes.

    Attributes:
        text: what the marker says is to be done.
        core: words and calls without which no solution stands.
    """

    path: RelativePath
    symbol: Text
    text: Text
    hints: tuple[Text, ...] = ()
    core: tuple[Text, ...] = ()


class Page(_Strict):
    """A page of official documentation."""

    url: Annotated[str, Field(pattern=r"^https://\S+$")]
    explains: Text


class Points(_Strict):
    """One line of a task's rubric.

    Attributes:
        by: what decides it: the task's tests, the linter and type checker, our review of the task's files, or a person,
            whose points are never given by a program.
    """

    points: Annotated[int, Field(gt=0)]
    what: Annotated[str, Field(alias="for", min_length=1)]
    by: Literal["tests", "lint", "review", "person"] = "tests"


class Commit(_Strict):
    """One commit, with the files that it adds."""

    message: Text
    paths: tuple[RelativePath, ...] = ()


class History(_Strict):
    """Commits on a branch of their own that a task asks for.

    Attributes:
        commits: oldest first.
    """

    branch: Text
    commits: Annotated[tuple[Commit, ...], Field(min_length=1)]


class TaskOf(_Strict):
    """One task of the roadmap.

    Attributes:
        tests: test files that are this task's alone.
        files: what the student works in.
        adds: files that the student makes, or replaces where the project has one of this name outside the starter.
        history: commits that the student makes.
    """

    id: Slug
    kind: Literal["code", "agentic"]
    minutes: Annotated[int, Field(gt=0, le=240)]
    concepts: Annotated[tuple[Text, ...], Field(min_length=1)]
    tests: Annotated[tuple[RelativePath, ...], Field(min_length=1)]
    files: Annotated[tuple[RelativePath, ...], Field(min_length=1)]
    cuts: tuple[CutOut, ...] = ()
    adds: tuple[RelativePath, ...] = ()
    history: History | None = None
    docs: tuple[Page, ...] = ()
    rubric: Annotated[tuple[Points, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _leaves_something(self) -> "TaskOf":
        if not self.cuts and not self.adds and self.history is None:
            raise ValueError(f"{self.id} leaves nothing to the student: give it cuts, adds or a history")
        return self


class Defect(_Strict):
    """A realistic mistake, as a patch against the exemplar, that shows that somebody would notice.

    Attributes:
        rule: a part of the rule that it breaks, as CLAUDE.md has it.
        line: where the finding points, or 0 where it does not matter.
        shown_by: the test that turns red, as `tests/test_x.py::test_y`; or `review`, `lint`, `typecheck`.
        found_by_review: whether our review finds it without a model.
    """

    id: Slug
    rule: Text
    path: RelativePath
    line: Annotated[int, Field(ge=0)] = 0
    shown_by: Text
    found_by_review: bool


class Needs(_Strict):
    """What the machine has to have.

    Attributes:
        python, node: the lowest version; "" where none is needed.
        programs: by the names that they are called.
        packages: that the tests import, as they are installed.
    """

    python: Annotated[str, Field(pattern=r"^(\d+(\.\d+)*)?$")] = ""
    node: Annotated[str, Field(pattern=r"^(\d+(\.\d+)*)?$")] = ""
    programs: tuple[Text, ...] = ()
    packages: tuple[Text, ...] = ()


class Spec(_Strict):
    """A whole `project.json`.

    Attributes:
        order: its place among the projects.
        install: the commands that install it, without a shell.
        commands: the project's own, as its CLAUDE.md has them.
        tasks: in the order of the roadmap.
    """

    slug: Slug
    title: Text
    language: Literal["python", "typescript"]
    hours: Annotated[int, Field(gt=0)]
    order: int
    teaches: Annotated[tuple[Text, ...], Field(min_length=1)]
    needs: Needs
    install: tuple[Text, ...]
    commands: dict[Step, Text]
    tasks: Annotated[tuple[TaskOf, ...], Field(min_length=1)]
    defects: tuple[Defect, ...]

    @model_validator(mode="after")
    def _tells_apart(self) -> "Spec":
        if "test" not in self.commands:
            raise ValueError("commands needs one for test")
        for what, names in (
            ("task", [task.id for task in self.tasks]),
            ("test file", [path for task in self.tasks for path in task.tests]),
            ("cut", [f"{cut.path}:{cut.symbol}" for task in self.tasks for cut in task.cuts]),
            ("added file", [path for task in self.tasks for path in task.adds]),
            ("defect", [defect.id for defect in self.defects]),
        ):
            if twice := _twice(names):
                raise ValueError(f"there are two of the {what} {twice[0]}")
        return self

    def task(self, name: str) -> TaskOf:
        """The task of this id.

        Raises:
            BadInputError: there is none.
        """
        for task in self.tasks:
            if task.id == name:
                return task
        raise BadInputError(f"{self.slug} has no task {name}: it has {', '.join(task.id for task in self.tasks)}")


def read(text: str | bytes, place: str) -> Spec:
    """A `project.json`, understood.

    Args:
        place: how the file is called in a message.

    Raises:
        BadInputError: it is none; the message names the places in it.
    """
    try:
        return Spec.model_validate_json(text)
    except ValidationError as error:
        found = [_said(place, problem["loc"], problem["msg"]) for problem in error.errors(include_url=False)]
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise BadInputError("; ".join(found[:_SHOWN]) + more) from error


def _said(place: str, where: Iterable[int | str], text: str) -> str:
    below = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).removeprefix(".")
    return f"{place}{f': {below}' if below else ''}: {text.removeprefix('Value error, ')}"


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
