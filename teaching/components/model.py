"""What the knowledge base says of one component, in the words of its YAML file.

Texts may hold `{name}` of a declared parameter, and of a rate `{name_day}`, `{name_avg}`, `{name_peak}`,
`{name_factor}`.
"""

import re
from typing import Self

from pydantic import Field, model_validator

from teaching.contracts.plan import Library, Limit, PhaseKind, Risk, ServiceView, Stack
from teaching.contracts.review import Form

_HOLE = re.compile(r"\{(\w+)\}")
SITTING = 120
RATE_PARTS = ("day", "avg", "peak", "factor")


class Parameter(Form):
    """A number that the goal may state.

    Attributes:
        nouns: words behind the number that make it this one.
        says: the assumption in words, where the default is taken.
    """

    nouns: list[str] = Field(min_length=1)
    default: int
    says: str


class Rate(Form):
    """A number per time that the goal may state; it is planned for `factor` times the average."""

    nouns: list[str] = Field(min_length=1)
    per_day: int
    factor: int = 10


class When(Form):
    """Conditions under which a task is planned; all must hold.

    Attributes:
        named: the component was recognised or answered for, not only needed by another.
        answer: answers of questions, by their id.
    """

    present: list[str] = Field(default_factory=list[str], alias="with")
    absent: list[str] = Field(default_factory=list[str], alias="without")
    named: bool = False
    answer: dict[str, str] = Field(default_factory=dict[str, str])


class TaskTemplate(Form):
    """One task of a component.

    Attributes:
        module: stem of the source file in snake case; the stack's convention makes the path.
        test: stem of the test file; the task's id in snake case where it is not said.
        files: further files by stack.
        verify: the command by stack, where the stack's convention does not fit.
        attest: what a person looks at, where no command can prove it.
        after: tasks of this component, or components, that come before; else the task above it does.
        setup: not planned where the component is already there.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    title: str
    why: str
    acceptance: list[str] = Field(min_length=2, max_length=5)
    by_hand: str
    minutes: int = Field(ge=15, le=SITTING)
    module: str | None = None
    view: bool = False
    test: str | None = None
    files: dict[Stack, list[str]] = Field(default_factory=dict[Stack, list[str]])
    verify: dict[Stack, str] = Field(default_factory=dict[Stack, str])
    attest: str | None = None
    after: list[str] | None = None
    setup: bool = False
    when: When = Field(default_factory=When)


class Effect(Form):
    """What an answer changes: components, and the factor of a rate's peak."""

    add: list[str] = Field(default_factory=list[str])
    drop: list[str] = Field(default_factory=list[str])
    factor: dict[str, int] = Field(default_factory=dict[str, int])


class QuestionTemplate(Form):
    """One question.

    Attributes:
        options: each possible answer and what it changes; the first is the default.
        settled: phrases of the goal that answer it, by option.
        weight: 0 to 100; the heaviest are asked.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    ask: str
    why: str
    weight: int = Field(ge=0, le=100)
    options: dict[str, Effect] = Field(min_length=2)
    settled: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])

    @property
    def default(self) -> str:
        """The answer that the plan is made with until another is given."""
        return next(iter(self.options))

    @model_validator(mode="after")
    def _settled_by_options(self) -> Self:
        if unknown := set(self.settled) - set(self.options):
            raise ValueError(f"{self.id}: settled names no option: {', '.join(sorted(unknown))}")
        return self


class NonGoal(Form):
    """What is left out, unless one of these components is planned."""

    text: str
    unless: list[str] = Field(default_factory=list[str])


class Presence(Form):
    """How an existing repository shows that it has the component already."""

    files: list[str] = Field(default_factory=list[str])
    dependencies: list[str] = Field(default_factory=list[str])


class Component(Form):
    """One component.

    Attributes:
        recognise: phrases of which one is enough; `word*` is a beginning, `a ~ b` allows words between, and a
            leading `!` counts behind a "no" too.
        hints: phrases of which two are needed.
        unless: phrases that take back a phrase that stands within them.
        needs: components planned with it and before it; `a|b` is met by either, and `a` is added.
        follows: components that come before it where they are planned, but are not needed.
        names: stems of existing files and folders that it may live in.
        role: `always` is in every plan, `fallback` in one where nothing was recognised.
    """

    id: str
    title: str
    phase: PhaseKind
    approach: str
    role: str = Field(default="", pattern="^(|always|fallback)$")
    recognise: list[str] = Field(default_factory=list[str])
    hints: list[str] = Field(default_factory=list[str])
    unless: list[str] = Field(default_factory=list[str])
    needs: list[str] = Field(default_factory=list[str])
    follows: list[str] = Field(default_factory=list[str])
    names: list[str] = Field(default_factory=list[str])
    present: Presence = Field(default_factory=Presence)
    parameters: dict[str, Parameter] = Field(default_factory=dict[str, Parameter])
    rates: dict[str, Rate] = Field(default_factory=dict[str, Rate])
    tasks: list[TaskTemplate] = Field(min_length=1)
    questions: list[QuestionTemplate] = Field(default_factory=list[QuestionTemplate])
    risks: list[Risk] = Field(default_factory=list[Risk])
    libraries: dict[Stack, list[Library]] = Field(default_factory=dict[Stack, list[Library]])
    limits: list[Limit] = Field(default_factory=list[Limit])
    non_goals: list[NonGoal] = Field(default_factory=list[NonGoal])
    service: ServiceView | None = None

    def holes(self) -> set[str]:
        """The names in braces that its texts use, file patterns aside."""
        texts = [self.approach, *(non_goal.text for non_goal in self.non_goals)]
        for task in self.tasks:
            texts += [task.title, task.why, task.by_hand, task.attest or "", *task.acceptance]
        for limit in self.limits:
            texts += [limit.what, limit.bound, limit.fallback]
        for risk in self.risks:
            texts += [risk.risk, risk.mitigation]
        for question in self.questions:
            texts += [question.ask, question.why]
        return {name for text in texts for name in _HOLE.findall(text)}

    @model_validator(mode="after")
    def _holes_are_declared(self) -> Self:
        known = {*self.parameters, *(f"{rate}_{part}" for rate in self.rates for part in RATE_PARTS)}
        if unknown := self.holes() - known:
            raise ValueError(f"{self.id}: no parameter or rate is called {', '.join(sorted(unknown))}")
        return self
