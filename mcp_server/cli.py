"""The `teach` command: the table of its subcommands, and how errors become exit codes.

Exit codes: 0 fine, 1 findings, red or refused, 2 bad input, 3 a part is missing.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TextIO

from rich_argparse import RichHelpFormatter

from mcp_server import arguments, mentoring
from mcp_server.dispatch import load
from teaching.errors import BadInputError, TeachingError
from teaching.guard import visible


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand; `mcp_server/commands/NAME.py` has the function `run(options) → exit code` behind it.

    Attributes:
        before: what is asked first, where an answer may be had without loading the command; it returns None otherwise.
    """

    name: str
    purpose: str
    arguments: Callable[[argparse.ArgumentParser], None]
    before: str = ""


_RECALLED = "mcp_server.commands.recalled:run"

COMMANDS: tuple[Command, ...] = (
    Command("review", "review code against the project's CLAUDE.md", arguments.review, _RECALLED),
    Command("rules", "show how each rule was understood and is checked", arguments.rules),
    Command("start", "begin a curriculum project, or list them", arguments.start),
    Command("init", "write a CLAUDE.md and a ROADMAP.md to start from", arguments.init),
    Command("plan", "plan a goal in phases and tasks, into ROADMAP.md", arguments.plan),
    Command("hollow", "turn tested code into exercises, proven both ways", arguments.hollow),
    Command("scaffold", "lay out a task, with its core left open", arguments.scaffold),
    Command("hint", "give the next hint for what you are to write", arguments.hint),
    Command("ask", "ask about the project's rules, tasks and code", mentoring.ask),
    Command("explain", "take a file, function or class apart", mentoring.explain),
    Command("predict", "say which test fails when your code is changed", arguments.predict),
    Command("verify", "prove a roadmap task and tick it", arguments.verify),
    Command("next", "show the task that comes next, and begin it", arguments.next),
    Command("roadmap", "show where you stand, find ticks without proof", arguments.roadmap),
    Command("mode", "show or choose mentor or colleague", arguments.mode),
    Command("grade", "check a class's submissions of a project", arguments.grade),
    Command("curriculum", "prove a curriculum project both ways", arguments.curriculum),
    Command("costs", "show what models cost, by day, tier and task", arguments.costs),
    Command("model", "choose the local model, and show how it does", arguments.model),
    Command("serve", "run the MCP server on standard input and output", arguments.serve),
    Command("lint", "find faults in commands, agents, hooks and plugins", arguments.lint),
    Command("doctor", "say what works here, what does not, and the next move", arguments.doctor),
    Command("install", "make the bare /review work in Claude Code", arguments.install),
    Command("uninstall", "take back exactly what install put there", arguments.uninstall),
    Command("allow", "let the project's own commands run here", arguments.allow),
    Command("deny", "take back what was allowed to run here", arguments.deny),
)


class _Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Prints and ends."""
        print(f"teach {load('mcp_server.identity:product_version')()}")
        parser.exit()


def parser(only: str = "") -> argparse.ArgumentParser:
    """The command line.

    Args:
        only: the one subcommand that is needed; all of them where this is none.
    """
    top = argparse.ArgumentParser(
        prog="teach",
        description="A mentor that holds code to the project's own CLAUDE.md.",
        formatter_class=RichHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    # Without the name argparse would format a usage line to find it, for which rich has to load.
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="teach")
    for command in [one for one in COMMANDS if one.name == only] or COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.purpose,
            description=f"{command.purpose[0].upper()}{command.purpose[1:]}.",
            formatter_class=RichHelpFormatter,
            allow_abbrev=False,
        )
        command.arguments(sub)
        sub.set_defaults(run=f"mcp_server.commands.{command.name}:run", before=command.before)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Whatever the terminal's encoding lacks is shown as its escape, in every form of output.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(argv)
        finally:
            _flush(sys.stdout)
    except BrokenPipeError:
        # The reader (`| head`) has seen enough.
        _forget_output()
        return 0
    except OSError as error:
        if error.filename is not None:  # not an error of writing
            raise
        _forget_output()
        _complain(f"teach: the output cannot be written ({(error.strerror or 'refused').lower()})")
        return 2
    except KeyboardInterrupt:
        return 130


def _run(argv: Sequence[str] | None) -> int:
    words = sys.argv[1:] if argv is None else argv
    top = parser(words[0] if words else "")
    if not words:
        _complain(top.format_help())
        return 2
    options = top.parse_args(argv)
    # Python 3.11 gives an empty list for `--option=--`.
    if odd := [name for name, value in vars(options).items() if value == []]:
        top.error(f"argument --{odd[0].replace('_', '-')}: expected one argument")
    try:
        if sys.stdout is None:
            raise BadInputError("standard output is closed: open it, or send it to a file")
        code = load(options.before)(options) if options.before else None
        return int(load(options.run)(options) if code is None else code)
    except TeachingError as error:
        _complain(f"teach {options.command}: {visible(str(error))}")
        return error.exit_code


def _complain(line: str) -> None:
    # Without the check, print would take standard output for a closed standard error.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        stream.flush()


def _forget_output() -> None:
    """Gives what is still buffered nowhere to go, so that the end of the process does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
