"""Which commands verify a project: those that its constitution declares, else those that its files tell of."""

import os
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.verification import Step
from teaching.documents.constitution import Constitution, read_constitution
from teaching.repository.git import find_top
from teaching.verification import argv as text_to_argv
from teaching.verification import detect

_DECLARED: tuple[Step, ...] = ("test", "lint", "typecheck", "build")
_DETECTED: tuple[Step, ...] = ("test", "lint", "typecheck")


@dataclass(frozen=True, slots=True)
class Command:
    """One command that may be run once a person has consented.

    Attributes:
        argv: what runs, without a shell.
        source: `CLAUDE.md:31`, `ROADMAP.md:12`, or `detected: package.json scripts.test`.
        folder: where it runs, relative to the root; "" is the root.
    """

    step: Step
    argv: tuple[str, ...]
    source: str
    folder: str = ""

    @property
    def detected(self) -> bool:
        """Whether nobody declared it."""
        return self.source.startswith("detected: ")


@dataclass(frozen=True, slots=True)
class RefusedCommand:
    """A declared command that is never run, and why."""

    step: Step
    text: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Commands:
    """What would verify a project.

    Attributes:
        commands: in the order in which they run; one step may have several, from `a && b`.
        refused: what is declared and never run.
        forbidden: steps that the constitution says never to run, with the place that says so.
    """

    commands: tuple[Command, ...] = ()
    refused: tuple[RefusedCommand, ...] = ()
    forbidden: tuple[tuple[Step, str], ...] = ()

    def of(self, *steps: Step) -> tuple[Command, ...]:
        """Those of these steps."""
        return tuple(command for command in self.commands if command.step in steps)


def commands_of(root: Path, constitution: Constitution | None = None) -> Commands:
    """The commands of a project: of each step the first that the constitution declares and that can be run.

    Args:
        root: the project's root.
        constitution: where it was read already.
    """
    root = Path(os.path.realpath(root))
    read = constitution or read_constitution(root, find_top(root) or root)
    forbidden: dict[str, str] = {item.name: f"{item.file}:{item.line}" for item in read.forbidden}
    commands: list[Command] = []
    refused: list[RefusedCommand] = []
    for step in _DECLARED:
        if step in forbidden:
            continue
        declared = [command for command in read.commands if command.name == step]
        found: tuple[Command, ...] = ()
        for one in declared:
            found, problem = parse(step, one.command, f"{one.file}:{one.line}", root)
            refused += [problem] if problem else []
            if found:
                break
        if not declared and step in _DETECTED:
            found = tuple(Command(step, argv, f"detected: {place}") for argv, place in detect.find(root, step))
        commands += found
    kept: list[tuple[Step, str]] = [(step, forbidden[step]) for step in _DECLARED if step in forbidden]
    return Commands(tuple(commands), tuple(refused), tuple(kept))


def parse(step: Step, text: str, source: str, root: Path) -> tuple[tuple[Command, ...], RefusedCommand | None]:
    """The commands of one line of text, a task's `verify:` for example, or why it is never run."""
    try:
        found = text_to_argv.read(text, root)
    except text_to_argv.Refused as error:
        return (), RefusedCommand(step, text, source, error.reason)
    return tuple(Command(step, one.argv, source, one.folder) for one in found), None
