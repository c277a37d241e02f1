"""`teach init`: writes a CLAUDE.md to start from; an existing one is never touched."""

import argparse
import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mcp_server.output.text import say
from teaching.assets import assets
from teaching.errors import BadInputError, RefusedError
from teaching.repository.files import Root, Skip

_WEB_SUFFIXES = (".ts", ".tsx", ".js", ".jsx")


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    directory = Path(options.directory).expanduser()
    if not directory.is_dir():
        raise BadInputError(f"{options.directory} is no folder: make it first, or pass the project's folder")
    target = directory / "CLAUDE.md"
    for name in ("CLAUDE.md", "AGENTS.md"):
        if os.path.lexists(directory / name):
            raise RefusedError(f"there is already a {name} here, which is yours: `teach rules` shows how it is read")
    stack = options.stack or _stack_of(directory)
    environment = Environment(
        loader=FileSystemLoader(assets("claude_templates")), undefined=StrictUndefined, keep_trailing_newline=True
    )
    name = options.name or directory.resolve().name
    text = environment.get_template(f"{stack}/CLAUDE.md.j2").render(name=name)
    # "x" refuses a file that appeared since the look above.
    with target.open("x", encoding="utf-8") as file:
        file.write(text)
    say(f"Wrote {target} for {stack}. Make its rules yours, then run `teach rules` to see how each is checked.")
    return 0


def _stack_of(directory: Path) -> str:
    paths = [path for path in Root(directory).walk() if not isinstance(path, Skip)]
    web = sum(path.endswith(_WEB_SUFFIXES) for path in paths)
    python = sum(path.endswith(".py") for path in paths)
    if web == python == 0:
        raise BadInputError("this folder has no code yet: say --stack python or --stack typescript")
    return "typescript" if web > python else "python"
