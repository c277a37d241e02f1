"""The learner's ROADMAP.md: one task per exercise, with its files and the command that proves it."""

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from teaching.hollowing.choosing import Candidate
from teaching.hollowing.runners.choice import Runner, script_without_files
from teaching.repository.files import Root
from teaching.roadmap.edit import free_id
from teaching.roadmap.merge import merge
from teaching.roadmap.model import slug
from teaching.roadmap.render import NewPhase, NewTask, render
from teaching.roadmap.store import change
from teaching.verification.argv import MAX_CHARACTERS
from teaching.verification.commands import Command, parse
from teaching.verification.selectors import without_selectors
from teaching.verification.tools.pytest import PYTEST

_PHASE = "Exercises"
_SPECIAL = re.compile(r"[.*+?^${}()|\[\]\\/]")


class Done(Protocol):
    """What a task is made of."""

    @property
    def path(self) -> str:
        """The file with the marker."""
        ...

    @property
    def symbol(self) -> str:
        """The function's dotted name."""
        ...

    @property
    def marker(self) -> str:
        """What is to be done."""
        ...

    @property
    def task(self) -> str | None:
        """The id in the marker's brackets."""
        ...


def tasks(candidates: Sequence[Candidate], given: str | None) -> Mapping[int, str]:
    """The id of each candidate's task: the one that was given for all, else one of its own."""
    if given is not None:
        return {one.number: given for one in candidates}
    taken: set[str] = set()
    found: dict[int, str] = {}
    for one in candidates:
        found[one.number] = free_id(slug(one.symbol.replace(".", " ").replace("_", " ")), taken)
        taken.add(found[one.number])
    return found


def write_roadmap(
    root: Path,
    made: Sequence[Done],
    provable: Mapping[str, tuple[str, ...]],
    command: Command,
    runner: Runner,
    one_task: bool,
) -> None:
    """Adds the tasks; what the roadmap has stays byte for byte.

    Args:
        made: in the order in which they can be solved.
        provable: by path and symbol, the tests that are green once this one and those before it are done.
        one_task: all of them are one task.
    """
    groups = [list(made)] if one_task else [[one] for one in made]
    phase = NewPhase(_PHASE, tuple(_task(root, group, provable, command, runner) for group in groups))
    change(root, lambda text: merge(text, render([phase])).text, create=True)


def _task(
    root: Path, group: Sequence[Done], provable: Mapping[str, tuple[str, ...]], command: Command, runner: Runner
) -> NewTask:
    first = group[0]
    title = f"Write {first.symbol}" if len(group) == 1 else f"Write {', '.join(one.symbol for one in group[:4])}"
    files = tuple(dict.fromkeys(one.path for one in group))
    verify = _verify(root, [test for one in group for test in provable[one.path + one.symbol]], command, runner)
    return NewTask(
        title,
        id=first.task,
        acceptance=tuple(one.marker for one in group),
        files=files,
        verify=(verify,) if verify else (),
    )


def _verify(root: Path, tests: Sequence[str], command: Command, runner: Runner) -> str:
    """The narrowest choice of these tests that a command line holds; "" where the whole suite has to do."""
    if command.argv[0] == "make":
        return ""
    begin = f"cd {command.folder} && " if command.folder else ""
    between = " --" if command.argv[0] == "npm" and "--" not in command.argv else ""
    # What it chooses by itself would run beside what is chosen here.
    words = [*without_selectors(root, command), *own_code_first(root, command)]
    if runner.name == "node:test" and between:
        # What stands behind the script's own files would be arguments of theirs, and no options of node's.
        words, between = script_without_files(root, command), ""
    if not words:
        return ""
    exact = list(dict.fromkeys(test.partition("[")[0] for test in tests)) if runner.name == "pytest" else list(tests)
    while exact:
        chosen = exact if runner.name == "pytest" else _by_name(exact, runner)
        text = f"{begin}{shlex.join(words)}{between} {' '.join(chosen)}"
        found, refused = parse("verify", text, "ROADMAP.md", root) if chosen else ((), None)
        if found and refused is None and len(text) <= MAX_CHARACTERS:
            return text
        # Whole files would have tests of other exercises among theirs; some tests prove enough.
        exact = exact[: len(exact) // 2]
    return ""


def own_code_first(root: Path, command: Command) -> tuple[str, ...]:
    """What makes pytest import the code of this folder, and not what is installed from where it was taken."""
    if PYTEST.is_called_by(command.argv) is None or command.folder or "-o" in command.argv:
        return ()
    files = Root(root)
    for name in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"):
        if files.problem(name) is None and b"pythonpath" in files.read(name):
            return ()
    if any((root / "src").glob("*/__init__.py")) or any((root / "src").glob("*.py")):
        return ("-o", "pythonpath=src")
    return () if "-m" in command.argv else ("-o", "pythonpath=.")  # python -m begins with the folder by itself


def _by_name(tests: Sequence[str], runner: Runner) -> list[str]:
    """Files, and a pattern of the full names of tests; empty where a name cannot be quoted."""
    tests = [test for test in tests if "'" not in test and test.isprintable()]
    if not tests:
        return []
    # What stands between a suite and its tests depends on the runner and its version: a space, or an arrow.
    parts = [[_SPECIAL.sub(r"\\\g<0>", part) for part in test.split(" > ")[1:]] for test in tests]
    pattern = "|".join(" (> )?".join(names) for names in parts)
    option = "--test-name-pattern" if runner.name == "node:test" else "-t"
    return [option, f"'^({pattern})$'", *dict.fromkeys(test.partition(" > ")[0] for test in tests)]
