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
from typing import Any, TextIO

from rich_argparse import RichHelpFormatter

from mcp_server.dispatch import load
from mcp_server.identity import product_version
from teaching.errors import BadInputError, TeachingError
from teaching.guard import visible

Parser = argparse.ArgumentParser
STACKS = ("python", "fastapi", "typescript", "react", "node", "playwright")


def _review(parser: Parser) -> None:
    parser.add_argument("path", nargs="?", default=".", help="file or folder to review (default: this folder)")
    parser.add_argument(
        "--scope",
        metavar="S",
        help="working (changes since the last commit; default in git), staged, all (default outside git), "
        "a revision to compare with, or A..B",
    )
    parser.add_argument("--format", choices=["text", "json", "sarif", "markdown"], default="text")
    parser.add_argument(
        "--max-findings", type=int, metavar="N", help="how many to show; 0 shows all (default: 7; in SARIF: all)"
    )
    parser.add_argument("--no-baseline", action="store_true", help="apply the project's own rules only")
    _root(parser)


def _rules(parser: Parser) -> None:
    parser.add_argument("path", nargs="?", default=".", help="folder whose rules to show (default: this folder)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _init(parser: Parser) -> None:
    parser.add_argument("directory", nargs="?", default=".", help="the project's folder (default: this folder)")
    parser.add_argument("--stack", choices=STACKS, help="default: what the folder's files say")
    parser.add_argument("--name", help="the project's name (default: the folder's)")


def _serve(parser: Parser) -> None:
    parser.add_argument(
        "--http", metavar="PORT", help="serve over HTTP to this machine, on PORT or HOST:PORT; 0 takes any free port"
    )
    _root(parser)


def _lint(parser: Parser) -> None:
    parser.add_argument("path", nargs="?", default=".", help="folder or file to lint (default: this folder)")
    parser.add_argument("--strict", action="store_true", help="end with 1 on warnings too")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def _doctor(parser: Parser) -> None:
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _install(parser: Parser) -> None:
    _scope(parser)
    parser.add_argument(
        "--plugin", choices=["auto", "yes", "no"], default="auto", help="whether the plugin is loaded (default: auto)"
    )
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--force", action="store_true", help="replace files of yours with the same name; kept aside")
    other.add_argument("--keep", action="store_true", help="leave what is yours and install the rest")


def _uninstall(parser: Parser) -> None:
    _scope(parser)
    parser.add_argument("--force", action="store_true", help="remove what was changed since, too")


def _scope(parser: Parser) -> None:
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--project", action="store_true", help="in this project (default)")
    scope.add_argument("--user", action="store_true", help="in your own folder of Claude Code, for all projects")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    _root(parser)


def _plan(parser: Parser) -> None:
    parser.add_argument("goal", nargs="?", default="", metavar="GOAL", help="what is to be built, in a sentence")
    parser.add_argument(
        "--requirement", metavar="TEXT", action=_Several, default=(), help="a wish, limit or number; may be repeated"
    )
    parser.add_argument(
        "--answer", metavar="ID=ANSWER", action=_Several, default=(), help="answers a question; may be repeated"
    )
    parser.add_argument("--source", metavar="FILE", help="a file of requirements inside the project")
    parser.add_argument("--draft", metavar="FILE", help="judge this plan instead of making one; - reads a pipe")
    parser.add_argument("--write", action="store_true", help="merge it into ROADMAP.md")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _verify(parser: Parser) -> None:
    parser.add_argument("task", metavar="TASK", help="its id, position (2.3) or title in ROADMAP.md")
    parser.add_argument(
        "--attest", metavar="REASON", help="tick what no command can prove, on your word; at a terminal only"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _next(parser: Parser) -> None:
    parser.add_argument("--start", action="store_true", help="mark it as (In Progress)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _roadmap(parser: Parser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=["show", "audit"],
        default="show",
        help="show (default): where the project stands; audit: hold every tick against its evidence",
    )
    parser.add_argument("--html", metavar="FILE", help="write what show tells as one web page")
    parser.add_argument("--rerun", action="store_true", help="run the commands of every ticked task again")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _mode(parser: Parser) -> None:
    parser.add_argument(
        "mode", nargs="?", choices=["mentor", "colleague", "auto"], help="choose it; auto leaves it to CLAUDE.md"
    )
    parser.add_argument(
        "--marker-guard",
        action=argparse.BooleanOptionalAction,
        help="whether a mentor keeps Claude from filling a TODO(human)",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _allow(parser: Parser) -> None:
    _steps(parser)
    parser.add_argument(
        "--env", metavar="NAME", action=_Several, default=(), help="pass this variable of yours on; may be repeated"
    )
    parser.add_argument("--network", action="store_true", help="let the commands reach the network")
    parser.add_argument("--list", action="store_true", help="only show what is allowed here")
    _root(parser)


def _deny(parser: Parser) -> None:
    _steps(parser)
    _root(parser)


def _steps(parser: Parser) -> None:
    parser.add_argument(
        "steps",
        nargs="*",
        metavar="STEP",
        action=_Several,
        default=(),
        type=_step,
        help="test, lint, typecheck or build (default: all of them)",
    )


def _step(word: str) -> str:
    if word not in (steps := ("test", "lint", "typecheck", "build")):
        raise argparse.ArgumentTypeError(f"{word!r} is no step: pass one of {', '.join(steps)}")
    return word


class _Several(argparse.Action):
    """Keeps what is given as a tuple, for a list among the values means a mistake here (see `_run`)."""

    def __call__(
        self,
        parser: Parser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        kept = (values,) if isinstance(values, str) else tuple(values or ())
        if option_string is not None and not kept:
            parser.error(f"argument {option_string}: expected one argument")
        before = getattr(namespace, self.dest) if option_string is not None else ()
        setattr(namespace, self.dest, (*before, *kept))


def _root(parser: Parser) -> None:
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from the path)")


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: what it is for, its arguments, and the function `(options) → exit code` behind it."""

    name: str
    purpose: str
    arguments: Callable[[Parser], None]
    run: str


COMMANDS: tuple[Command, ...] = (
    Command("review", "review code against the project's CLAUDE.md", _review, "mcp_server.commands.review:run"),
    Command("rules", "show how each rule was understood and is checked", _rules, "mcp_server.commands.rules:run"),
    Command("init", "write a CLAUDE.md and a ROADMAP.md to start from", _init, "mcp_server.commands.init:run"),
    Command("plan", "plan a goal in phases and tasks, into ROADMAP.md", _plan, "mcp_server.commands.plan:run"),
    Command("verify", "prove a roadmap task and tick it", _verify, "mcp_server.commands.verify:run"),
    Command("next", "show the task that comes next, and begin it", _next, "mcp_server.commands.next:run"),
    Command("roadmap", "show where you stand, find ticks without proof", _roadmap, "mcp_server.commands.roadmap:run"),
    Command("mode", "show or choose mentor or colleague", _mode, "mcp_server.commands.mode:run"),
    Command("serve", "run the MCP server on standard input and output", _serve, "mcp_server.commands.serve:run"),
    Command("lint", "find faults in commands, agents, hooks and plugins", _lint, "mcp_server.commands.lint:run"),
    Command(
        "doctor", "say what works here, what does not, and the next move", _doctor, "mcp_server.commands.doctor:run"
    ),
    Command("install", "make the bare /review work in Claude Code", _install, "mcp_server.commands.install:run"),
    Command("uninstall", "take back exactly what install put there", _uninstall, "mcp_server.commands.uninstall:run"),
    Command("allow", "let the project's own commands run here", _allow, "mcp_server.commands.allow:run"),
    Command("deny", "take back what was allowed to run here", _deny, "mcp_server.commands.deny:run"),
)


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="teach",
        description="A mentor that holds code to the project's own CLAUDE.md.",
        formatter_class=RichHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"teach {product_version()}")
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.purpose,
            description=f"{command.purpose[0].upper()}{command.purpose[1:]}.",
            formatter_class=RichHelpFormatter,
            allow_abbrev=False,
        )
        command.arguments(sub)
        sub.set_defaults(run=command.run)
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
    top = parser()
    options = top.parse_args(argv)
    # Python 3.11 gives an empty list for `--option=--`.
    if odd := [name for name, value in vars(options).items() if isinstance(value, list)]:
        top.error(f"argument --{odd[0].replace('_', '-')}: expected one argument")
    try:
        if sys.stdout is None:
            raise BadInputError("standard output is closed: open it, or send it to a file")
        return int(load(options.run)(options))
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
