"""Which commands prove a task: its `verify:` lines or the whole suite, the other steps, and earlier tasks' lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from teaching.errors import BadInputError, RefusedError
from teaching.program import teach
from teaching.roadmap.model import Roadmap, Task
from teaching.roadmap.store import NAME
from teaching.verification.commands import Command, RefusedCommand, commands_of, parse

_REST = ("lint", "typecheck", "build")


@dataclass(frozen=True, slots=True)
class Proof:
    """What has to be green for a tick.

    Attributes:
        commands: in the order in which they run, each once.
        earlier: by argument list, the titles of ticked tasks that a command stands for.
        whole: the task has no `verify:` of its own, so the whole suite speaks for it.
        notes: what the reader should know of the choice.
    """

    commands: tuple[Command, ...]
    earlier: dict[tuple[str, ...], str]
    whole: bool
    notes: tuple[str, ...]


def proof_of(root: Path, roadmap: Roadmap, task: Task) -> Proof:
    """The commands that prove a task.

    Raises:
        BadInputError: nothing is there that could prove it.
        RefusedError: a command that is declared for it may never run.
    """
    declared = commands_of(root)
    own = _lines(root, task)
    whole = not own
    first = own or list(declared.of("test"))
    if not first:
        forbidden = next((place for step, place in declared.forbidden if step == "test"), None)
        if forbidden:
            raise RefusedError(
                f"{forbidden} says never to run the tests, and the task has no `verify:` line of its own"
            )
        refused = next((one for one in declared.refused if one.step == "test"), None)
        if refused:
            raise RefusedError(_never(refused))
        raise BadInputError(
            f"nothing can prove “{task.title}”: write a `verify:` line under it in {NAME}, "
            "or the command for `test` under Common Commands in CLAUDE.md"
        )
    commands = [*first, *declared.of(*_REST)]
    earlier: dict[tuple[str, ...], str] = {}
    for other in roadmap.tasks:
        if other.ticked and other.line != task.line and not whole:
            for command in _lines(root, other):
                earlier.setdefault(command.argv, other.title)
                commands.append(command)
    notes = [f"{' '.join(one.argv)} is {one.source}, not declared in CLAUDE.md" for one in commands if one.detected]
    notes += [_never(one) for one in declared.refused if one.step in _REST]
    return Proof(_once(commands), earlier, whole, tuple(notes))


def _lines(root: Path, task: Task) -> list[Command]:
    """The commands of a task's `verify:` lines."""
    found: list[Command] = []
    for text in task.verify:
        commands, refused = parse("verify", text, f"{NAME}:{task.line}", root)
        if refused:
            raise RefusedError(f"{_never(refused)}. Write it as one plain command")
        found += commands
    return found


def _never(refused: RefusedCommand) -> str:
    return f"{refused.source} declares `{refused.text}`, which is never run: {refused.reason}"


def _once(commands: Sequence[Command]) -> tuple[Command, ...]:
    return tuple({(command.argv, command.folder): command for command in reversed(commands)}.values())[::-1]


def how_to_allow(commands: Sequence[Command], task: str) -> str:
    """What a person types so that these may run."""
    steps = sorted({command.step for command in commands})
    # `verify` at a terminal asks for what it needs; `allow` knows the declared steps only.
    return teach("verify", task) if "verify" in steps else teach("allow", *steps)
