"""The forms of a scaffold: `teach scaffold --format json` prints exactly `ScaffoldView`, with files `ScaffoldCheck`."""

from typing import Literal

from teaching.contracts.review import Form


class ScaffoldFileView(Form):
    """One file of a scaffold."""

    path: str
    role: Literal["source", "test", "other"]
    text: str


class OpenPlace(Form):
    """One marker: where, and what it says is to be done."""

    place: str
    text: str


class ScaffoldView(Form):
    """One scaffold.

    Attributes:
        task: the id that the markers carry.
        component: of the library; None where only a minimal structure was made.
        verify: the command that proves the task.
        steps: commands to run before the tests can.
        written: whether the files lie in the project now.
    """

    task: str
    title: str
    language: str
    component: str | None
    files: list[ScaffoldFileView]
    open: list[OpenPlace]
    verify: str
    minutes: int
    steps: list[str]
    notes: list[str]
    written: bool


class ScaffoldProblem(Form):
    """Why a scaffold that somebody else wrote is refused.

    Attributes:
        line: 1-based; 0 where the file as a whole is meant.
        rule: the name of the check.
        move: what to do about it.
    """

    path: str
    line: int
    rule: str
    fact: str
    move: str


class ScaffoldCheck(Form):
    """What was found in a scaffold that somebody else wrote.

    Attributes:
        accepted: nothing speaks against it, its tests included.
        ran: whether its tests were run.
        red: the tests that wait for the learner, as their runner names them.
    """

    task: str
    accepted: bool
    problems: list[ScaffoldProblem]
    ran: bool
    red: list[str]
    open: list[OpenPlace]
    notes: list[str]
    written: bool
