"""The forms of a plan: what `plan_project` and `teach plan` give to a program.

`teach plan --format json` prints exactly `Plan`, and with a draft exactly `Judgement`.
"""

from typing import Literal

from teaching.contracts.review import Form, Wording

Stack = Literal["python", "typescript", "other"]
PhaseKind = Literal["setup", "data", "core", "integration", "storage", "interface", "quality", "operations", "proof"]

PHASES: dict[PhaseKind, str] = {
    "setup": "Walking skeleton",
    "data": "Data layer",
    "core": "Core logic",
    "integration": "Integration",
    "storage": "Storage",
    "interface": "Interface",
    "quality": "Quality",
    "operations": "Operations",
    "proof": "Proof of the whole",
}


class Library(Form):
    """A library, and why this one."""

    name: str
    reason: str


class Limit(Form):
    """A bound that the code holds, and what happens at it."""

    what: str
    bound: str
    fallback: str


class Part(Form):
    """One building block of a phase and how it is built."""

    component: str
    title: str
    approach: str


class ArchitecturePhase(Form):
    """One layer of the architecture."""

    name: str
    purpose: str
    parts: list[Part]
    libraries: list[Library]
    limits: list[Limit]


class ServiceView(Form):
    """A service of a decomposed system: what it alone may write, and how consistent it has to be."""

    name: str
    owns: str
    consistency: str


class Risk(Form):
    """What can go wrong, and what the plan does about it."""

    risk: str
    mitigation: str


class Question(Form):
    """An open decision; the plan is made with the default.

    Attributes:
        id: the key of its answer in `answers`.
        options: answers that change the plan; any other one is kept as a note.
        why: what depends on it.
    """

    id: str
    ask: str
    default: str
    options: list[str]
    why: str


class PlannedTask(Form):
    """One sitting's work.

    Attributes:
        phase: name of its architecture phase.
        depends: ids of tasks that come before it.
        verify: the command that proves it; None where a person has to attest.
        attest: what the person looks at before attesting; None where a command proves it.
        by_hand: what the student writes without help.
        component: the entry of the knowledge base that it comes from.
    """

    id: str
    title: str
    phase: str
    why: str
    acceptance: list[str]
    files: list[str]
    depends: list[str]
    verify: str | None
    attest: str | None
    by_hand: str
    minutes: int
    component: str | None = None


class TracedRequirement(Form):
    """One requirement and the tasks that meet it.

    Attributes:
        source: where it stands: `requirement 2`, or `docs/wishes.md:14`.
        tasks: ids of tasks; empty where no task covers it.
        question: what to answer so that it can be planned; None where it is covered.
    """

    text: str
    source: str
    tasks: list[str]
    question: str | None


class Plan(Form):
    """A whole plan.

    Attributes:
        assumptions: what was not said and decided by the planner.
        questions: the two or three that matter most, each with a default.
        notes: what the reader should know about how the plan was made.
        opening: a few sentences of a model's, which add nothing to the plan; empty where there are none that hold.
        wording: what became of them; None where no model was asked.
    """

    goal: str
    summary: str
    stack: Stack
    assumptions: list[str]
    questions: list[Question]
    phases: list[ArchitecturePhase]
    services: list[ServiceView]
    risks: list[Risk]
    non_goals: list[str]
    tasks: list[PlannedTask]
    requirements: list[TracedRequirement]
    notes: list[str]
    opening: str = ""
    wording: Wording | None = None


class Problem(Form):
    """One thing to mend in a draft.

    Attributes:
        line: 1-based, in the draft; 0 where the draft as a whole is meant.
        rule: the name of the check.
        fact: what stands there.
        mend: what to write instead.
    """

    line: int
    rule: str
    fact: str
    mend: str


class Judgement(Form):
    """What the validator says of a draft: any error refuses it, advice does not."""

    accepted: bool
    tasks: int
    errors: list[Problem]
    advice: list[Problem]
