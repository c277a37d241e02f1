"""A scaffold's files in a throwaway copy of the project: reviewed by its constitution, and their tests run.

Only the new test files run, in the sandbox, by the command that a person allowed. A constitution that lies above the
project's root is not read here.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teaching.contracts.scaffolds import ScaffoldProblem
from teaching.errors import BadInputError, RefusedError
from teaching.hollowing.runners.choice import Runner, fallback, runner_of
from teaching.hollowing.runners.report import Outcome, Report
from teaching.hollowing.staging import Stage, staged
from teaching.planning.project import describe
from teaching.repository.files import Root
from teaching.review.review import Request, review
from teaching.scaffolds.placing import is_test
from teaching.scaffolds.static_checks import open_lines
from teaching.verification.commands import Command, commands_of
from teaching.verification.consent import Allowed, NotAllowed, is_allowed
from teaching.verification.deciding import changes, digests
from teaching.verification.run import run_step

TIMEOUT_S = 300.0
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it.

    Attributes:
        red: ids of the tests that wait for the learner.
    """

    problems: tuple[ScaffoldProblem, ...]
    red: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def command_of(root: Path, files: Mapping[str, str]) -> tuple[Command, Runner] | None:
    """The project's test command and its runner; None where nothing can run these tests."""
    for command in commands_of(root).of("test"):
        if runner := runner_of(root, command):
            return command, runner
    paths = {*describe(Root(root)).files, *files}
    found = fallback(root, paths)
    runner = runner_of(root, found) if found is not None else None
    return (found, runner) if found is not None and runner is not None else None


def consent(root: Path, command: Command) -> Allowed | NotAllowed:
    """Whether the command may run."""
    return is_allowed(root, command)


def reviewed(root: Path, files: Mapping[str, str]) -> list[ScaffoldProblem]:
    """What the review says must be otherwise, what stands in a marker aside."""
    with staged(root) as stage:
        _put(stage, files)
        return _reviewed(stage, files)


def tried(
    root: Path, files: Mapping[str, str], allowed: Allowed, runner: Runner, progress: Callable[[str], None]
) -> Tried:
    """Review, then run the new tests.

    Raises:
        RefusedError: a file among these decides what the command does, so that consent does not cover it.
    """
    root = Path(os.path.realpath(root))
    with staged(root) as stage:
        _put(stage, files)
        if changed := changes(digests(root, allowed.command), digests(stage.path, allowed.command)):
            raise RefusedError(
                f"nothing was run: {', '.join(changed)}, which decides what the test command does. "
                "A person adds such a file first; leave it out of the scaffold"
            )
        found = _reviewed(stage, files)
        tests = frozenset(path for path in files if is_test(path))
        runner.prepare(stage, None)
        command = runner.command(allowed.command, stage, tests)
        mine = replace(allowed, command=command, files=digests(root, command))
        ran = run_step(root, mine, timeout_s=TIMEOUT_S, copy=stage.copy, progress=progress)
        report = runner.report(stage, ran.output)
    judged, red = judge(report, files, tests)
    return Tried((*found, *judged), tuple(red), ran.notes)


def judge(report: Report, files: Mapping[str, str], tests: frozenset[str]) -> tuple[list[ScaffoldProblem], list[str]]:
    """What speaks against a run, and the tests that are red because the work is open."""
    first = min(tests)
    found: list[ScaffoldProblem] = []
    for path in sorted(set(report.broken) & tests):
        found.append(_red_otherwise(path, 1, "this file cannot be read as tests", report.output))
    mine = [one for one in report.tests.values() if one.file in tests]
    red: list[str] = []
    for one in mine:
        if one.state != "failed":
            continue
        if _is_open(one):
            red.append(one.id)
        else:
            found.append(_red_otherwise(one.file, _line(files[one.file], one.id), f"{one.id} is red", one.error))
    if not found and not mine:
        fact = "the test runner found no test in it" if report.ended else "the test runner did not come to its end"
        found.append(_red_otherwise(first, 0, fact, report.output))
    elif not found and not red:
        move = "let a test call what is open: it has to fail until the learner has written it"
        fact = "every test passes while the work is open"
        found.append(ScaffoldProblem(path=first, line=0, rule="not-red", fact=fact, move=move))
    return found, sorted(red)


def _is_open(one: Outcome) -> bool:
    """Whether a test failed because it came to a place that is left open."""
    return bool(one.says) or "TODO(human)" in one.error or "NotImplementedError" in one.error


def _red_otherwise(path: str, line: int, fact: str, error: str) -> ScaffoldProblem:
    said = " ".join(error.split())[-_SHOWN:]
    move = "mend it, so that the tests are red for the open work alone"
    fact = f"{fact} for another reason than the open work{f': {said}' if said else ''}"
    return ScaffoldProblem(path=path, line=line, rule="red-otherwise", fact=fact, move=move)


def _line(text: str, test: str) -> int:
    name = test.rpartition("::")[2].rpartition(" > ")[2].partition("[")[0]
    for number, line in enumerate(text.splitlines(), 1):
        if name and name in line:
            return number
    return 0


def _put(stage: Stage, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = stage.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(place):
            raise BadInputError(f"{path} is there already: choose a new name")
        place.write_text(text, encoding="utf-8", newline="\n")


def _reviewed(stage: Stage, files: Mapping[str, str]) -> list[ScaffoldProblem]:
    found: list[ScaffoldProblem] = []
    for path, text in files.items():
        left_open = open_lines(text, path)
        result = review(Request(stage.path, path, "all", 0))
        for one in result.findings:
            if one.severity == "must" and one.path == path and one.line not in left_open:
                fact = f"{one.fact} ({one.rule.source}: {_shortened(one.rule.quote)})"
                move = f"write it as the rule asks: {one.hint}"
                found.append(ScaffoldProblem(path=path, line=one.line, rule=one.check, fact=fact, move=move))
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def names(missing: Sequence[NotAllowed]) -> str:
    """The commands, as they would be typed."""
    return ", ".join(" ".join(one.command.argv) for one in missing)
