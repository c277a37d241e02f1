"""How this user calls the `teach` command, so that every printed next move works as printed."""

import os
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path

# The plugin's launcher says here how it was called.
CALLED_AS = "TEACH_CALLED_AS"


def teach(*words: str) -> str:
    """The command line for these words of `teach`, to be printed: `teach rules`, `.venv/bin/teach rules`."""
    return " ".join([_program(), *map(shlex.quote, words)])


@cache
def _program() -> str:
    if called := os.environ.get(CALLED_AS):
        return called
    here = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin")
    mine = here / ("teach.exe" if os.name == "nt" else "teach")
    on_path = shutil.which("teach")
    if on_path is not None and os.path.realpath(on_path) == os.path.realpath(mine):
        return "teach"
    if mine.exists():
        return shlex.quote(_near(mine))
    return f"{shlex.quote(_near(Path(sys.executable)))} -m mcp_server"


def _near(path: Path) -> str:
    """Relative where the path lies below this folder, as people would type it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
