"""The command `notes`: an argument list becomes a command, a command an exit code.

Exit codes: 0 fine, 1 what was asked for is not there, 2 the call is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TextIO

FOUND_NOTHING = 1
WRONG_CALL = 2


class CommandError(Exception):
    """What ends the command with a message.

    Attributes:
        exit_code: of the process.
    """

    exit_code = WRONG_CALL


class NoteNotFoundError(CommandError):
    """There is no such note."""

    exit_code = FOUND_NOTHING


@dataclass(frozen=True, slots=True)
class Add:
    """Keep a new note."""

    text: str


@dataclass(frozen=True, slots=True)
class Show:
    """Print the newest notes, or one by its number."""

    number: int | None
    limit: int


Command = Add | Show


class Parser(argparse.ArgumentParser):
    """An argument parser that raises an error of ours and never ends the process."""

    def error(self, message: str) -> NoReturn:
        """Called by argparse for a wrong call."""
        raise CommandError(f"{message}\n{self.format_usage().rstrip()}")


@dataclass(slots=True)
class Notes:
    """The notes, by number from 1."""

    texts: list[str] = field(default_factory=list[str])

    def one(self, number: int) -> str:
        """The line of one note.

        Raises:
            NoteNotFoundError: there is none of that number.
        """
        if not 1 <= number <= len(self.texts):
            raise NoteNotFoundError(
                f"there is no note {number}: `notes show` lists them"
            )
        return f"{number}: {self.texts[number - 1]}"


def command_of(argv: Sequence[str]) -> Command:
    """The command that an argument list asks for: `add TEXT…`, or `show [NUMBER]
    [--limit N]` (10 by default).

    Raises:
        CommandError: it asks for none; the message says how it is called.
    """
    parser = Parser(prog="notes")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("add").add_argument("text", nargs="+")
    show = actions.add_parser("show")
    show.add_argument("number", nargs="?", type=int)
    show.add_argument("--limit", type=int, default=10)
    options = parser.parse_args(argv)
    if options.action == "add":
        return Add(" ".join(options.text))
    return Show(options.number, options.limit)


def run(command: Command, notes: Notes) -> str:
    """What the command prints.

    Raises:
        CommandError: it cannot be done.
    """
    match command:
        case Add(text):
            notes.texts.append(text)
            return f"kept as {len(notes.texts)}"
        case Show(int(number), _):
            return notes.one(number)
        case Show(_, limit):
            numbers = range(len(notes.texts), 0, -1)
            return "\n".join(notes.one(number) for number in numbers[:limit])


def main(
    argv: Sequence[str],
    notes: Notes,
    out: TextIO = sys.stdout,
    err: TextIO = sys.stderr,
) -> int:
    """Run one argument list to its exit code: results go to `out`, messages to `err` as
    `notes: MESSAGE`.
    """
    try:
        text = run(command_of(argv), notes)
    except CommandError as error:
        err.write(f"notes: {error}\n")
        return error.exit_code
    out.write(f"{text}\n" if text else "")
    return 0
