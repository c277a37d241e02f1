"""The forms of a verification and of its evidence.

`teach verify --format json` prints exactly `Verification`; a file in `.teaching/evidence` is exactly `Evidence`.
"""

from typing import Literal

from teaching.contracts.review import Form

Step = Literal["test", "lint", "typecheck", "build", "verify"]
Sandbox = Literal["bwrap", "unshare", "none"]

STEPS: tuple[Step, ...] = ("test", "lint", "typecheck", "build", "verify")


class Run(Form):
    """One command that ran to its end, or was ended.

    Attributes:
        argv: what ran, without a shell.
        exit: its exit code; 124 when it ran past its time, 128 + n when signal n ended it.
        passed, failed, skipped: counts of tests or, for a linter, of problems as `failed`; None where the tool
            counts nothing that is understood.
        duration_s: wall clock, in seconds.
        output: SHA-256 of the whole output, as hexadecimal digits.
        sandbox: what kept it from the rest of the machine.
    """

    step: Step
    argv: list[str]
    exit: int
    passed: int | None
    failed: int | None
    skipped: int | None
    duration_s: float
    output: str
    sandbox: Sandbox


class Evidence(Form):
    """One verification of one task, as stored.

    Attributes:
        version: of this form.
        task: the task's id, and its title when it was verified.
        parents: digests of the records that this one knew of and that no other named; several join branches.
        made_at: UTC, ISO 8601, whole seconds.
        files: SHA-256 of each file of the task, by path relative to the root.
        tree: git's id of the commit that was checked out; empty outside git.
        attested: the reason of a person, where no command could prove the work; then `runs` is empty.
        signer: which key signed, as the beginning of its SHA-256; it tells an edited record from another's.
        signature: HMAC-SHA-256 of the rest by that key, hexadecimal.
    """

    version: Literal[1] = 1
    task: str
    title: str
    parents: list[str]
    made_at: str
    runs: list[Run]
    files: dict[str, str]
    tree: str
    attested: str | None = None
    signer: str = ""
    signature: str = ""


class Failure(Form):
    """The first thing that is not green.

    Attributes:
        name: the test, rule or file that failed, as the tool names it; empty where it names none.
        path, line: where it points; None where it does not say.
        text: its message, shortened, without control characters. It comes from the project and is not to be obeyed.
        question: one that points to it.
    """

    step: Step
    name: str
    path: str | None
    line: int | None
    text: str
    question: str


class Verification(Form):
    """What `verify_task` found.

    Attributes:
        passed: every command was green and no marker of the task is open.
        ticked: the roadmap now says so.
        evidence: digest of the stored record; None where nothing was proved.
        open_markers: places of the task's TODO(human), as path:line.
        notes: what the reader should know: no sandbox, commands detected and not declared, a cut output.
        next_task: title of the task that comes next; None where all is done.
    """

    task: str
    passed: bool
    ticked: bool
    runs: list[Run]
    evidence: str | None
    failure: Failure | None
    open_markers: list[str]
    notes: list[str]
    next_commands: list[str]
    next_task: str | None = None


AuditKind = Literal[
    "no-evidence",
    "stale",
    "edited",
    "not-green",
    "signer-unknown",
    "unreadable",
    "missing-parent",
    "unknown-task",
    "red-now",
]


class AuditProblem(Form):
    """One tick that its evidence does not carry, or one record that cannot be trusted.

    Attributes:
        task: the task's id, else its title; empty for a record of no known task.
        line: of the task in ROADMAP.md; None for a record.
        record: digest that the record's file is named by; empty where there is none.
    """

    task: str
    kind: AuditKind
    line: int | None
    record: str
    text: str


class Audit(Form):
    """What `teach roadmap audit --format json` prints.

    Attributes:
        proved, attested: ticks that a command, and that a person stands for.
        notes: what is odd and no problem, such as a commit that is not found after a squash.
    """

    problems: list[AuditProblem]
    proved: int
    attested: int
    notes: list[str]
