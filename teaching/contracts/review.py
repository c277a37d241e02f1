"""The forms of a review: what `review_code`, `teach review` and `teach rules` give to a program.

Field names and values are a contract: `teach review --format json` prints exactly `Review`.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["checked", "partly", "needs-answer", "verify", "process", "opinion", "conflict", "vague"]
Tier = Literal["proved", "likely", "opinion"]
Severity = Literal["must", "should", "consider"]
Mode = Literal["mentor", "colleague"]

STATUSES: tuple[Status, ...] = (
    "checked",
    "partly",
    "needs-answer",
    "verify",
    "process",
    "opinion",
    "conflict",
    "vague",
)


class Form(BaseModel):
    """A frozen value that refuses unknown fields, so that a misspelt one cannot pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleRef(Form):
    """The rule a finding stands on.

    Attributes:
        id: stable while the wording stays; `baseline:<id>` for the built-in ones.
        source: `CLAUDE.md:14`, relative to the reviewed root, or `baseline:<id>`.
        quote: the rule in the project's own words.
    """

    id: str
    source: str
    quote: str


class Measured(Form):
    """How a check did on the labelled corpus: `right` of its `of` findings there were right."""

    right: int
    of: int


class Place(Form):
    """Lines of a file, 1-based and both included, with what stands on them (shortened)."""

    path: str
    line: int
    end_line: int
    excerpt: str


class Finding(Form):
    """One place in the code that breaks one rule.

    Attributes:
        check: the catalogue entry that found it, or the analyzer's own rule name behind it.
        tier: `proved` is a fact of syntax, `likely` a heuristic, `opinion` a model's view.
        line: 1-based, as is `end_line`.
        fact: what stands there, in one deterministic sentence.
        cwe: weakness numbers of cwe.mitre.org, empty outside security.
        symbol: the function, method or class around it, `Cart.total`; empty at the top of a file.
        measured: how the check did on the labelled corpus; None where the corpus says nothing of it.
        in_diff: whether the place lies in lines that the reviewed change added or altered.
    """

    id: str
    rule: RuleRef
    check: str
    tier: Tier
    severity: Severity
    path: str
    line: int
    end_line: int
    excerpt: str
    fact: str
    why: str
    question: str
    hint: str
    cwe: list[int]
    in_diff: bool
    symbol: str = ""
    measured: Measured | None = None


class Praise(Form):
    """Something that the code does well under a rule, said only because it was counted."""

    rule: RuleRef
    check: str
    text: str


class HandedOver(Form):
    """A rule that no tool decides, with code that it bears on.

    Attributes:
        ask: the question that a person, or a model, answers by looking at the places.
    """

    rule: RuleRef
    ask: str
    places: list[Place]


class Opinion(Form):
    """A model's claim that code breaks a rule which no tool decides: `quote` is code that stands at path:line."""

    rule: str
    path: str
    line: int
    quote: str
    fact: str


class Opinions(Form):
    """What became of a model's opinions.

    Attributes:
        by: whose they were.
        kept: how many became findings of the tier `opinion`.
        dropped: why each of the others was not kept.
    """

    by: str
    kept: int
    dropped: list[str]


class RuleView(Form):
    """One rule as it was understood.

    Attributes:
        checks: written as in a `<!-- check: … -->` comment.
        language: the name of the language it is written in, where that is not English; else empty.
        scope: what part of the tree it speaks of, in words; empty for all of it.
        failing: a short piece of code that breaks it; `passing` is one that keeps it. Empty without a check.
        hits: how many findings it has in the whole tree today; None where that was not counted.
        doubt: whether its check hits so much of the tree that it may not be what is meant; empty where it does not.
        measured: by check, how it did on the labelled corpus, where that says something of it.
        answer: what to type to answer its question with what the code keeps today, as `lines=30`; empty without one.
    """

    id: str
    source: str
    quote: str
    status: Status
    checks: list[str]
    reason: str
    language: str = ""
    scope: str = ""
    failing: str = ""
    passing: str = ""
    hits: int | None = None
    doubt: str = ""
    measured: dict[str, Measured] = {}
    answer: str = ""


class PathNote(Form):
    """A path and what happened to it."""

    path: str
    reason: str


class Coverage(Form):
    """What was looked at.

    Attributes:
        analysed: number of source files read and checked.
        skipped: source files and folders that were not looked into.
        partial: files of which an analyzer understood only a part.
        other_files: number of files in scope that are no source code (prose, images, data).
        engines: analyzer names with their versions; a missing one says how to get it.
    """

    analysed: int
    skipped: list[PathNote]
    partial: list[PathNote]
    other_files: int
    engines: dict[str, str]


class ConstitutionView(Form):
    """Which files speak for the project and how their rules were understood (count per status)."""

    files: list[str]
    rules: dict[Status, int]
    mode: Mode
    notes: list[str]


class Wording(Form):
    """What a model had to do with the words of a reply; its facts never come from one.

    Attributes:
        model: as replies call it; empty where what is chosen cannot be understood.
        worded: how many of the texts that it was to word have its words.
        of: how many that were.
        fallbacks: why templates word the others.
    """

    model: str
    worded: int
    of: int
    fallbacks: list[str]


class Review(Form):
    """A whole review.

    Attributes:
        scope: what was compared, in words.
        suppressed: findings in scope that the budget held back.
        older: findings on lines that the change did not touch; they are counted, never shown.
        silenced: findings that a comment in the code takes back (`# noqa: S301`, `eslint-disable-next-line`).
        unchecked: rules that no tool decides, with the reason, for a person or a model to judge.
        next_commands: the project's own commands to run next, in order.
        notes: what the reader has to know about this run.
        good: what the code does well, by count.
        declined: findings that somebody declined with a reason, and whose code is as it was then.
        handed_over: the undecidable rules that bear on this code most, for a model or the reader to judge.
        opinions: None where no model gave any.
        untested: source files whose behaviour the change alters while no test changes with them.
        wording: None where no model was asked: the words are the templates'.
    """

    constitution: ConstitutionView
    scope: str
    coverage: Coverage
    findings: list[Finding]
    suppressed: int
    older: int
    silenced: int
    unchecked: list[RuleView]
    next_commands: list[str]
    notes: list[str]
    wording: Wording | None = None
    good: list[Praise] = []
    declined: int = 0
    handed_over: list[HandedOver] = []
    opinions: Opinions | None = None
    untested: list[str] = []


class Rules(Form):
    """Every rule of the constitution with its status: what `teach rules --format json` prints."""

    rules: list[RuleView]
    notes: list[str]
