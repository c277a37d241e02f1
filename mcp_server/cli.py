"""The `teach` command: the table of its subcommands, and how errors become exit codes.

Exit codes: 0 fine, 1 findings, red or refused, 2 bad input, 3 a part is missing.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from rich_argparse import RichHelpFormatter

from mcp_server.dispatch import load
from teaching.errors import TeachingError
from teaching.guard import visible

DISTRIBUTION = "claude-code-teaching-assistant"
Parser = argparse.ArgumentParser


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
    parser.add_argument("--stack", choices=["python", "typescript"], help="default: what the folder's files say")
    parser.add_argument("--name", help="the project's name (default: the folder's)")


def _serve(parser: Parser) -> None:
    _root(parser)


def _doctor(parser: Parser) -> None:
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


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
    Command("init", "write a CLAUDE.md to start from", _init, "mcp_server.commands.init:run"),
    Command("serve", "run the MCP server on standard input and output", _serve, "mcp_server.commands.serve:run"),
    Command(
        "doctor", "say what works here, what does not, and the next move", _doctor, "mcp_server.commands.doctor:run"
    ),
)


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="teach",
        description="A mentor that holds code to the project's own CLAUDE.md.",
        formatter_class=RichHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"teach {version(DISTRIBUTION)}")
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
    options = parser().parse_args(argv)
    try:
        return int(load(options.run)(options))
    except TeachingError as error:
        print(f"teach {options.command}: {visible(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
