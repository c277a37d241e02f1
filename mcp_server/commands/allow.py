"""`teach allow`: a person lets the project's own commands run here."""

import argparse
import os
import shlex
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.output.text import say
from mcp_server.terminal import require_person, says_yes
from teaching.contracts.verification import Step
from teaching.errors import BadInputError, RefusedError
from teaching.guard import visible
from teaching.program import teach
from teaching.verification import consent, sandbox
from teaching.verification.commands import Command, Commands, commands_of
from teaching.verification.consent import Allowed, NotAllowed
from teaching.verification.deciding import digests
from teaching.verification.environment import search_path

_SANDBOX = "bubblewrap: it sees your machine read-only and your home empty; it may write in the project only"
_NOT_WRITTEN = "but not ROADMAP.md, CLAUDE.md, .git, .claude, .teaching"
_SHOW_FILES = 12


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the person says no."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.list:
        return _list(root)
    words = _words(options)
    require_person(teach("allow", *words))
    found = commands_of(root)
    chosen = choose(found, options.steps)
    if sandbox.probe() != "bwrap":
        raise RefusedError(
            "no sandbox works here, so no consent is kept and each run is asked for: "
            "install bubblewrap (Debian, Ubuntu: apt install bubblewrap) for consent that lasts"
        )
    return 0 if ask(root, chosen, options.env, options.network) else 1


def choose(found: Commands, steps: Sequence[Step]) -> tuple[Command, ...]:
    """The commands of these steps, or of all.

    Raises:
        BadInputError: there are none, with the reason where one is known.
    """
    chosen = found.of(*steps) if steps else found.commands
    missing = [step for step in steps if not found.of(step)]
    if chosen and not missing:
        return chosen
    reasons = [f"{one.source}: `{one.text}` is never run: {one.reason}" for one in found.refused]
    reasons += [f"{place} says never to run {step}" for step, place in found.forbidden]
    if reasons:
        raise BadInputError("; ".join(reasons))
    named = " or ".join(missing) or "test, lint or typecheck"
    raise BadInputError(
        f"this project declares no command for {named}: "
        "write one into CLAUDE.md under `## Common Commands`, for example `- test: npm test`"
    )


def ask(root: Path, commands: Sequence[Command], env: Iterable[str] = (), network: bool = False) -> bool:
    """Show what would be allowed, ask the person at the terminal, and store a yes; call `require_person` first."""
    names = list(env)
    allowed = consent.once(root, commands[0], names, network)  # refuses bad names before anything is shown
    for line in _shown(root, commands, allowed):
        say(line)
    if not says_yes("Allow this to run here until one of those files changes?"):
        say("Nothing was allowed.")
        return False
    consent.grant(root, commands, "terminal", names, network)
    say(f"Allowed. {teach('deny')} takes it back, {teach('allow', '--list')} shows it.")
    return True


def _words(options: argparse.Namespace) -> list[str]:
    words = [*options.steps]
    for name in options.env:
        words += ["--env", name]
    words += ["--network"] if options.network else []
    return words + (["--root", options.root] if options.root else [])


def _shown(root: Path, commands: Sequence[Command], allowed: Allowed) -> Iterable[str]:
    yield f"In        {_line(str(root))}"
    for command in commands:
        yield f"{command.step:<9} {_line(shlex.join(command.argv))}"
        place = f" in {command.folder}" if command.folder else ""
        yield _line(f"          {command.source}{place}; runs {_program(root, command)}")
        state = consent.is_allowed(root, command)
        if isinstance(state, NotAllowed) and state.changed:
            yield _line(f"          since you allowed it: {', '.join(state.changed)}")
    yield f"sandbox   {_SANDBOX},"
    yield f"          {_NOT_WRITTEN}"
    reach = "all that this machine reaches, and servers on it" if allowed.network else "none but its own loopback"
    yield f"network   {reach}"
    yield f"variables {', '.join(allowed.env) or 'none of yours but the language and the places of toolchains'}"
    files = sorted({path for command in commands for path in digests(root, command)})
    more = f" and {len(files) - _SHOW_FILES} more" if len(files) > _SHOW_FILES else ""
    yield _line(f"decided by {', '.join(files[:_SHOW_FILES]) or 'no file of the project'}{more}")


def _program(root: Path, command: Command) -> str:
    program = command.argv[0]
    if "/" in program:
        return str(Path(command.folder, program))
    return shutil.which(program, path=os.pathsep.join(search_path(root))) or f"{program}, which is not installed"


def _list(root: Path) -> int:
    records = consent.granted(root)
    if not records:
        say(f"Nothing is allowed here: {teach('allow')} asks for it.")
    for record in records:
        command = Command("test", tuple(record.argv), "", record.folder)
        state = consent.is_allowed(root, command)
        counts = "counts" if isinstance(state, Allowed) else ", ".join(state.changed) or state.reason
        more = ["network"] if record.network else []
        more += [f"variables {' '.join(record.env)}"] if record.env else []
        place = f" in {record.folder}" if record.folder else ""
        said = f"{shlex.join(record.argv)}{place}"
        say(_line(f"{said}  ({'; '.join([f'{record.at} by {record.by}', *more, counts])})"))
    return 0


def _line(text: str) -> str:
    return " ".join(visible(text).split("\n"))
