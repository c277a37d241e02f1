"""The form of where a project stands: `teach roadmap show --format json` prints exactly `Standing`."""

from typing import Literal

from teaching.contracts.review import Form
from teaching.contracts.verification import AuditProblem

TaskState = Literal["done", "in-progress", "pending", "open"]


class StandingTask(Form):
    """One task.

    Attributes:
        id: its own, else its position (`2.3`); `teach verify` takes both.
        line: of its box in ROADMAP.md.
        verify: the commands that prove it, as written.
        markers: places of its open TODO(human), as path:line.
        tasks: those nested in it.
    """

    id: str
    title: str
    state: TaskState
    done: bool
    line: int
    verify: list[str]
    markers: list[str]
    tasks: list["StandingTask"]


class StandingPhase(Form):
    """A heading with the tasks directly under it; the title is empty for what stands above the first heading."""

    id: str
    title: str
    tasks: list[StandingTask]


class NextTask(Form):
    """The task to work at.

    Attributes:
        why: why it is this one.
        proof: the commands that will prove it, in the order in which they run.
        again: how many commands of tasks that were ticked earlier run again with them.
        unprovable: why nothing can prove it yet; empty where something can.
        markers: places of its open TODO(human), as path:line.
    """

    id: str
    title: str
    phase: str
    line: int
    state: TaskState
    why: str
    acceptance: list[str]
    proof: list[str]
    again: int
    unprovable: str
    markers: list[str]


class OpenMarker(Form):
    """One TODO(human) in the tree.

    Attributes:
        task: what its brackets say, or None.
        state: whether something was written there already, or its solution was shown on request.
    """

    place: str
    task: str | None
    text: str
    state: Literal["open", "attempted", "shown"] = "open"


class LastEvidence(Form):
    """The newest record that holds what was written.

    Attributes:
        made_at: UTC, ISO 8601.
        passed, failed, skipped: counted tests of all its runs; None where none were counted.
        attested: it rests on a person's word.
    """

    task: str
    title: str
    made_at: str
    passed: int | None
    failed: int | None
    skipped: int | None
    attested: bool


class Counts(Form):
    """How many tasks there are, nested ones too; the last four add up to `total`.

    Attributes:
        unproven: ticked, and nothing stored carries the tick.
    """

    total: int
    proved: int
    attested: int
    unproven: int
    open: int


class Day(Form):
    """How many tasks were carried by their evidence at the end of a day (UTC)."""

    date: str
    proved: int
    attested: int


class Standing(Form):
    """Where a project stands.

    Attributes:
        next: None where all is done, or where there are no tasks.
        unproven: the ticks that their evidence does not carry.
        record_problems: how many records the audit cannot trust; `teach roadmap audit` names them.
        attested: the ids of the tasks that rest on a person's word.
        history: the days on which something was proved, in order, for what is still carried today.
    """

    phases: list[StandingPhase]
    next: NextTask | None
    markers: list[OpenMarker]
    unproven: list[AuditProblem]
    record_problems: int
    last_evidence: LastEvidence | None
    counts: Counts
    attested: list[str]
    history: list[Day]
