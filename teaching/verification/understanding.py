"""What the output of a command says: counts, whether that is green, and the first failure with a question.

Not covered: a project that prints a summary of its own making. What it prints is its word; the tests and the code
are what a reader has to look at.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.verification import Failure, Step
from teaching.guard import visible
from teaching.verification.commands import Command
from teaching.verification.tools.table import TOOLS
from teaching.verification.tools.tool import Counted, Kind, Seen, Tool, added

_LINES = 12
_WIDTH = 200
_NAME = 300
TIMED_OUT = 124


@dataclass(frozen=True, slots=True)
class Understood:
    """What is known of one run.

    Attributes:
        tool: whose output it was; empty where it was not understood.
        green: it ended well, and what was counted does not speak against it.
        failure: the first thing that is not green; None only where all is.
        note: what a reader should know of the counts.
    """

    passed: int | None
    failed: int | None
    skipped: int | None
    tool: str
    green: bool
    failure: Failure | None
    note: str | None = None


def counts(
    command: Command, exit_code: int, output: str, root: Path, reports: Mapping[str, str] | None = None
) -> Understood:
    """Read what a command printed.

    Args:
        output: as `visible` leaves it.
        reports: texts that tools wrote on our asking, by file name.
    """
    called = tool_of(command)
    tests = command.step in ("test", "verify") and (called is None or called.kind == "tests")
    kind: Kind = "tests" if tests else "problems"
    counted, tools = _counted(called, kind, exit_code, output, reports or {})
    problem = _problem(command, exit_code, counted, kind)
    failure = None
    if problem:
        seen = _first(tools, output) or _any_first(output)
        failure = _failure(command, seen, problem, output, root)
    note = None
    if counted is None and command.step in ("test", "verify"):
        note = f"{' '.join(command.argv)}: what it printed is not understood, so only its exit code counts"
    known = counted or Counted()
    named = ", ".join(tool.name for tool in tools) if counted else ""
    return Understood(known.passed, known.failed, known.skipped, named, failure is None, failure, note)


def tool_of(command: Command) -> Tool | None:
    """The tool that the command calls by its name; None for `npm test` and the like."""
    return next((tool for tool in TOOLS if tool.is_called_by(command.argv) is not None), None)


def _counted(
    called: Tool | None, kind: Kind, exit_code: int, output: str, reports: Mapping[str, str]
) -> tuple[Counted | None, list[Tool]]:
    """The counts, and the tools that they come from."""
    if called is not None:
        counted = called.count(output)
        if counted is None and called.report is not None and (text := reports.get(called.report[0])):
            counted = called.report[1](text)
        if counted is None and called.silent and exit_code == 0:
            counted = Counted(failed=0)
        if counted is not None or called.kind != kind:
            return counted, [called]
    total: Counted | None = None
    tools: list[Tool] = []
    for tool in TOOLS:
        if tool.kind == kind and (counted := tool.count(output)) is not None:
            total = added(total, counted)
            tools.append(tool)
    return total, tools


def _problem(command: Command, exit_code: int, counted: Counted | None, kind: Kind) -> str:
    """Why it is not green; empty where it is."""
    if exit_code == TIMED_OUT:
        return "it did not end in time"
    if counted is not None and kind == "tests" and not counted.failed and not counted.passed:
        return "no test ran" if not counted.skipped else "no test ran: all were skipped"
    if counted is not None and counted.failed:
        return f"{counted.failed} failed" if kind == "tests" else f"{counted.failed} found"
    return f"it ended with exit code {exit_code}" if exit_code else ""


def _first(tools: list[Tool], output: str) -> Seen | None:
    return next((seen for tool in tools if (seen := tool.first(output)) is not None), None)


def _any_first(output: str) -> Seen | None:
    """Where the step's own tools tell nothing: a test command may lint or compile first."""
    return next((seen for tool in TOOLS if (seen := tool.first(output)) is not None), None)


def _failure(command: Command, seen: Seen | None, problem: str, output: str, root: Path) -> Failure:
    if seen is None:
        text = _shortened(output, root, _LINES - 1, last=True)
        said = f"{problem}\n{text}" if text else problem
        return Failure(step=command.step, name="", path=None, line=None, text=said, question=_general(command, problem))
    path = _inside(root, command.folder, seen.path)
    line = seen.line if path else None
    return Failure(
        step=command.step,
        name=visible(seen.name)[:_NAME],
        path=path,
        line=line,
        text=_shortened(seen.text, root) or problem,
        question=_question(command.step, visible(seen.name)[:80], f"{path}:{line}" if line else path),
    )


def _question(step: Step, name: str, place: str | None) -> str:
    """One that points to the place and leaves the answer to the reader."""
    where = f" at {place}" if place else ""
    if step in ("test", "verify"):
        named = f"`{name}`" if name else "the test"
        return f"What does {named} expect{where}, and which line of yours decides what it gets instead?"
    if step == "typecheck":
        return f"Which two types meet{where}, and which of them did you mean?"
    if step == "lint":
        return f"What does the rule {name or 'here'} guard against{where}, and does that danger exist here?"
    return f"What did the build not find or not understand{where}, and what was it told to look for?"


def _general(command: Command, problem: str) -> str:
    if problem.startswith("no test ran"):
        return "Which tests should this command have found, and by which names or folders does it look for them?"
    if "in time" in problem:
        return "What is this command still waiting for, and which test started it?"
    return f"What is the first line of its output that surprises you, and what did `{command.argv[0]}` do just before?"


def _inside(root: Path, folder: str, path: str | None) -> str | None:
    """The path relative to the root; None where it lies outside or is no file."""
    if not path:
        return None
    real_root = os.path.realpath(root)
    real = os.path.realpath(os.path.join(real_root, folder, path.removeprefix("file://")))
    if not real.startswith(real_root + os.sep) or not os.path.isfile(real):
        return None
    return visible(os.path.relpath(real, real_root))


def _shortened(text: str, root: Path, most: int = _LINES, *, last: bool = False) -> str:
    """The lines that say something, the root left out; `last` keeps the end."""
    real = os.path.realpath(root)
    lines = [line.rstrip() for line in visible(text).replace(real + os.sep, "").replace(real, ".").splitlines()]
    lines = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in lines if line.strip()]
    if len(lines) > most:
        lines = ["…", *lines[1 - most :]] if last else [*lines[: most - 1], "…"]
    return "\n".join(lines)
