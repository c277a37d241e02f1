"""The learner's ROADMAP.md: one task per exercise, with its files and the command that proves it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from teaching.hollowing.choosing import Candidate
from teaching.hollowing.runners.choice import Runner
from teaching.roadmap.edit import free_id
from teaching.roadmap.merge import merge
from teaching.roadmap.model import slug
from teaching.roadmap.render import NewPhase, NewTask, render
from teaching.roadmap.store import change
from teaching.verification.argv import MAX_CHARACTERS
from teaching.verification.commands import Command, parse

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
    files = list(dict.fromkeys(test.partition(" > ")[0].partition("::")[0] for test in tests))
    exact = list(dict.fromkeys(test.partition("[")[0] for test in tests))
    choices = [exact, files] if runner.name == "pytest" else [_by_name(tests, files, runner), files]
    begin = f"cd {command.folder} && " if command.folder else ""
    between = " --" if command.argv[0] == "npm" and "--" not in command.argv else ""
    for chosen in choices:
        text = f"{begin}{' '.join(command.argv)}{between} {' '.join(chosen)}"
        if not chosen or len(text) > MAX_CHARACTERS:
            continue
        found, refused = parse("verify", text, "ROADMAP.md", root)
        if found and refused is None:
            return text
    return ""


def _by_name(tests: Sequence[str], files: Sequence[str], runner: Runner) -> list[str]:
    """Files, and a pattern of the full names of tests; empty where a name cannot be quoted."""
    names = [" ".join(test.split(" > ")[1:]) for test in tests]
    if any("'" in name or not name.isprintable() for name in names):
        return []
    pattern = "|".join(_SPECIAL.sub(r"\\\g<0>", name) for name in names)
    option = "--test-name-pattern" if runner.name == "node:test" else "-t"
    return [option, f"'^({pattern})$'", *files]
