"""`teach init`: writes a CLAUDE.md to start from; an existing one is never touched."""

import argparse
import os
from itertools import islice
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mcp_server.commands.places import folder_at
from mcp_server.output.text import say
from teaching.assets import assets
from teaching.errors import BadInputError, RefusedError
from teaching.program import teach
from teaching.repository.files import Root, Skip, Unreadable, printable

_WEB_SUFFIXES = (".ts", ".tsx", ".js", ".jsx")
_TAKEN = {"CLAUDE.md": "a CLAUDE.md", ".claude/CLAUDE.md": "a .claude/CLAUDE.md", "AGENTS.md": "an AGENTS.md"}
_LOOK_AT = 20_000


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    directory = folder_at(options.directory, "make it first, or pass the project's folder")
    for name, words in _TAKEN.items():
        if os.path.lexists(directory / name):
            raise RefusedError(
                f"there is already {words} here, which is yours: `{teach('rules')}` shows how it is read"
            )
    name = _named(directory.name if options.name is None else options.name)
    stack = options.stack or _stack_of(directory)
    environment = Environment(
        loader=FileSystemLoader(assets("claude_templates")), undefined=StrictUndefined, keep_trailing_newline=True
    )
    text = environment.get_template(f"{stack}/CLAUDE.md.j2").render(name=name)
    target = directory / "CLAUDE.md"
    _write(target, text.encode("utf-8"))
    say(f"Wrote {target} for {stack}. Make its rules yours, then run `{teach('rules')}` to see how each is checked.")
    return 0


def _named(name: str) -> str:
    if not name.strip() or name != printable(name) or not name.isprintable():
        raise BadInputError(f"{printable(name)!r} cannot be the project's name: pass one line of text with --name")
    return name


def _write(target: Path, content: bytes) -> None:
    try:
        # "x" refuses a file that appeared since it was looked for.
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise RefusedError("there is already a CLAUDE.md here, which is yours") from error
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise BadInputError(f"{target} cannot be written ({reason}): pass a folder where you may write") from error


def _stack_of(directory: Path) -> str:
    try:
        entries = list(islice(Root(directory).walk(), _LOOK_AT))
    except Unreadable as error:
        raise BadInputError(f"{directory} cannot be read ({error.reason}): pass another folder") from error
    paths = [path for path in entries if not isinstance(path, Skip)]
    web = sum(path.endswith(_WEB_SUFFIXES) for path in paths)
    python = sum(path.endswith(".py") for path in paths)
    if web == python == 0:
        raise BadInputError("this folder has no code yet: say --stack python or --stack typescript")
    return "typescript" if web > python else "python"
