"""`teach init`: writes a CLAUDE.md and a ROADMAP.md to start from; an existing one is never touched."""

import argparse
import os
from pathlib import Path

from mcp_server.commands.places import folder_at
from mcp_server.output.text import say
from teaching.errors import BadInputError, RefusedError
from teaching.program import teach
from teaching.repository.files import Root, Unreadable, printable
from teaching.templates.render import constitution, roadmap
from teaching.templates.stacks import STACKS, stack_of
from teaching.templates.working import Working, working
from teaching.verification.consent import grant

_TAKEN = {"CLAUDE.md": "a CLAUDE.md", ".claude/CLAUDE.md": "a .claude/CLAUDE.md", "AGENTS.md": "an AGENTS.md"}


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    directory = folder_at(options.directory, "make it first, or pass the project's folder")
    for name, words in _TAKEN.items():
        if os.path.lexists(directory / name):
            shown = teach("rules")
            raise RefusedError(f"there is already {words} here, which is yours: `{shown}` shows how it is read")
    name = _named(directory.name if options.name is None else options.name)
    stack = options.stack or _stack_of(directory)
    found = working(directory, stack)
    _write(directory / "CLAUDE.md", constitution(stack, name, found))
    written = ["CLAUDE.md"]
    if not os.path.lexists(directory / "ROADMAP.md"):
        _write(directory / "ROADMAP.md", roadmap(name, found))
        written.append("ROADMAP.md")
    (directory / ".teaching").mkdir(exist_ok=True)
    grant(directory, found.commands, "init")
    _tell(directory, stack, written, found)
    return 0


def _tell(directory: Path, stack: str, written: list[str], found: Working) -> None:
    say(f"Wrote {' and '.join(written)} in {directory} for {stack}.")
    if found.commands:
        commands = ", ".join(" ".join(command.argv) for command in found.commands)
        say(f"Verification may run these here: {commands}. `{teach('deny')}` takes that back.")
    for step, example in found.missing:
        say(f"Nothing here answers to {step} yet: once something does, add it, for example `- {step}: {example}`.")
    say(f"Make the rules yours, then run `{teach('rules')}` to see how each is checked.")


def _named(name: str) -> str:
    if not name.strip() or name != printable(name) or not name.isprintable():
        raise BadInputError(f"{printable(name)!r} cannot be the project's name: pass one line of text with --name")
    return name


def _write(target: Path, text: str) -> None:
    try:
        # "x" refuses a file that appeared since it was looked for.
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise RefusedError(f"there is already a {target.name} here, which is yours") from error
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise BadInputError(f"{target} cannot be written ({reason}): pass a folder where you may write") from error


def _stack_of(directory: Path) -> str:
    try:
        stack = stack_of(Root(directory))
    except Unreadable as error:
        raise BadInputError(f"{directory} cannot be read ({error.reason}): pass another folder") from error
    if stack is None:
        raise BadInputError(f"this folder has no code yet: say --stack {', '.join(STACKS[:-1])} or {STACKS[-1]}")
    return stack
