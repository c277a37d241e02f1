"""The MCP tools as their callers know them: names, arguments, and the words a model reads to choose them."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from teaching.contracts.review import Opinion


class Arguments(BaseModel):
    """A tool's arguments; unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class ToolContract:
    """One tool.

    Attributes:
        description: at most 2,048 characters, which is what clients show of it.
        read_only: it changes nothing, so clients may call it in parallel and again.
    """

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    read_only: bool
    destructive: bool = False
    idempotent: bool = True
    open_world: bool = False


class ReviewCodeArguments(Arguments):
    """What to review."""

    path: str = Field(default=".", description="File or folder inside the project.")
    scope: str | None = Field(
        default=None,
        description="working (default in git), staged, all, a revision to compare with, or A..B.",
    )
    max_findings: int = Field(default=7, ge=0, le=1000, description="How many findings to show; 0 shows all.")
    opinions: list[Opinion] | None = Field(
        default=None,
        max_length=10,
        description="Your judgement of rules that an earlier reply handed over: only what breaks one, two at most.",
    )


REVIEW_CODE = ToolContract(
    name="review_code",
    title="Review code against CLAUDE.md",
    description=(
        "Checks changed code against the rules of the project's own CLAUDE.md with analyzers, without running it. "
        "Each finding cites its rule (file:line) and its code (file:line), says why it matters and asks one question. "
        "The reply also says which commands to run next, and hands over rules that no tool decides, for you to judge. "
        "Pass the findings on as they are: lead with the question, and leave the fix to the learner."
    ),
    arguments=ReviewCodeArguments,
    read_only=True,
)


class PlanProjectArguments(Arguments):
    """What to plan."""

    goal: str = Field(default="", description="What is to be built, in a sentence.")
    requirements: list[str] = Field(default=[], description="Wishes, limits and numbers, one each.", max_length=50)
    answers: dict[str, str] = Field(default={}, description="Answers to an earlier plan's questions, by their id.")
    draft: str | None = Field(default=None, description="Your own plan as a roadmap, to be judged instead.")
    source: str | None = Field(default=None, description="A requirements file inside the project.")
    write: bool = Field(default=False, description="Merge it into ROADMAP.md; progress and notes there stay.")


PLAN_PROJECT = ToolContract(
    name="plan_project",
    title="Plan into ROADMAP.md",
    description=(
        "Plans a goal at once: architecture in phases with libraries and limits, risks, non-goals, and tasks of one "
        "sitting with acceptance criteria and a command that proves each; assumptions are marked, open questions stand "
        "below. With `draft` (`## Phase`, `- [ ] task`, nested Acceptance:, files:, depends:, verify:) it judges yours "
        "and says by line what to mend. Show the plan and ask before you pass `write`."
    ),
    arguments=PlanProjectArguments,
    read_only=False,
)


class ScaffoldTaskArguments(Arguments):
    """What to scaffold."""

    task: str = Field(description="A task of ROADMAP.md, or a description.", min_length=1, max_length=500)
    language: str | None = Field(default=None, description="python or typescript; else the project's.")
    write: bool = Field(default=False, description="Create the files.")
    files: dict[str, str] = Field(default={}, description="Your own scaffold to be judged: texts by path.")


SCAFFOLD_TASK = ToolContract(
    name="scaffold_task",
    title="Scaffold a task, core left open",
    description=(
        "Lays out a task: structure, types, error classes, red tests, and TODO(human) with hints where the learner "
        "writes. With `files` it judges yours: it must parse, overwrite nothing, leave auth, crypto, money and "
        "concurrency open, keep CLAUDE.md, and be red for the open work alone. Never fill a TODO(human)."
    ),
    arguments=ScaffoldTaskArguments,
    read_only=False,
)


class VerifyTaskArguments(Arguments):
    """Which task to verify."""

    task: str = Field(description="The task's id, position (2.3) or title in ROADMAP.md.", min_length=1, max_length=500)


VERIFY_TASK = ToolContract(
    name="verify_task",
    title="Prove a roadmap task and tick it",
    description=(
        "Runs the project's own commands for one task of ROADMAP.md (its `verify:` line or the tests, then linter and "
        "type checker) and ticks it, with stored evidence, only when all is green and no TODO(human) of it is open. "
        "This is the only way to tick a task; never edit the tick yourself. Red comes back as the first failure with "
        "a question for the learner. Commands that nobody allowed are refused with what a person has to do."
    ),
    arguments=VerifyTaskArguments,
    read_only=False,
    idempotent=False,
)


class RoadmapStatusArguments(Arguments):
    """Nothing: it is about the whole of ROADMAP.md."""


ROADMAP_STATUS = ToolContract(
    name="roadmap_status",
    title="Where the project stands",
    description=(
        "Says where the project stands in ROADMAP.md: the next task and why, its acceptance criteria and the commands "
        "that will prove it, open TODO(human), ticks without evidence, the last evidence, and progress. Call it when "
        "work begins and when the learner asks what is next; it runs and writes nothing."
    ),
    arguments=RoadmapStatusArguments,
    read_only=True,
)


class GiveHintArguments(Arguments):
    """What a hint is wanted for."""

    target: str = Field(
        default="",
        max_length=500,
        description="A TODO(human) or finding as path:line, path::symbol, or a task; default: what is next.",
    )
    level: int | None = Field(default=None, ge=1, le=4, description="Repeat this rung.")
    test: str | None = Field(
        default=None,
        max_length=500,
        description="Target `predict:TASK` asks which test a change breaks; pass the answer, or skip.",
    )


GIVE_HINT = ToolContract(
    name="give_hint",
    title="The next hint, not the answer",
    description=(
        "Gives exactly one rung of a ladder for a TODO(human) or a finding: question, concept with documentation, "
        "place, partial pseudo-code. Call it when the learner asks for help, once per request; pass it on word for "
        "word and add nothing."
    ),
    arguments=GiveHintArguments,
    read_only=False,
    idempotent=False,
)


class AskMentorArguments(Arguments):
    """What somebody wants to know."""

    question: str = Field(description="In the learner's words; empty explains the code at `path`.", max_length=2000)
    path: str | None = Field(
        default=None, description="File or folder that it is about, or a part of a file: PATH:NAME.", max_length=500
    )


ASK_MENTOR = ToolContract(
    name="ask_mentor",
    title="Ask about the project or its code",
    description=(
        "Answers a question about the project's rules, tasks, code and open work, or explains a piece of code: by the "
        "model that the user set for such a question, else from the project's own documents, each with file:line, and "
        "with how you are to answer it yourself. Says which tier answered and what it cost. It gives no solution: for "
        "help with a TODO(human) call give_hint."
    ),
    arguments=AskMentorArguments,
    read_only=True,
)


class StartProjectArguments(Arguments):
    """Which project, and where."""

    slug: str = Field(default="", description="Empty lists the projects.", max_length=100)
    directory: str = Field(default="", description="A new folder inside the project.", max_length=500)


START_PROJECT = ToolContract(
    name="start_project",
    title="Begin a curriculum project",
    description=(
        "Lists the curriculum projects with what they teach and need, or begins one (or goes on with it): a git "
        "repository with red tests, lessons and its first task ready. It installs nothing: pass on what to type."
    ),
    arguments=StartProjectArguments,
    read_only=False,
)

TOOL_CONTRACTS: tuple[ToolContract, ...] = (
    REVIEW_CODE,
    PLAN_PROJECT,
    SCAFFOLD_TASK,
    VERIFY_TASK,
    ROADMAP_STATUS,
    GIVE_HINT,
    ASK_MENTOR,
    START_PROJECT,
)
