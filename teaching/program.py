"""How this user calls the `teach` command, so that every printed next move works as printed."""

import os
import shlex
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

# The plugin's launcher says here how it was called.
CALLED_AS = "TEACH_CALLED_AS"
_lasting: ContextVar[str] = ContextVar("lasting", default="")


def teach(*words: str) -> str:
    """The command line for these words of `teach`, to be printed: `teach rules`, `.venv/bin/teach rules`."""
    return " ".join([_lasting.get() or _program(), *map(shlex.quote, words)])


@contextmanager
def typed_elsewhere() -> Generator[None, None, None]:
    """Within it, `teach` gives what works in every folder, and with another virtual environment active than now."""
    token = _lasting.set(_from_anywhere())
    try:
        yield
    finally:
        _lasting.reset(token)


def own_sources() -> tuple[str, ...]:
    """The packages that our program imports, where they are not installed beside it but stand in a checkout."""
    here = Path(__file__).resolve().parent
    return () if here.is_relative_to(sys.prefix) else (str(here), str(here.parent / "mcp_server"))


def own_program() -> Path | None:
    """The file that starts this very installation; None where it has none, as when run from its sources."""
    mine = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin") / ("teach.exe" if os.name == "nt" else "teach")
    return mine if mine.exists() else None


def _from_anywhere() -> str:
    mine = own_program()
    if (called := os.environ.get(CALLED_AS)) or mine is None:
        return called or f"{shlex.quote(sys.executable)} -m mcp_server"
    active = os.environ.get("VIRTUAL_ENV")
    entries = [entry for entry in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(entry)]
    lasting = [entry for entry in entries if not active or os.path.dirname(entry) != active]
    on_path = shutil.which("teach", path=os.pathsep.join(lasting))
    is_mine = on_path is not None and os.path.realpath(on_path) == os.path.realpath(mine)
    return "teach" if is_mine else shlex.quote(str(mine))


@cache
def _program() -> str:
    if called := os.environ.get(CALLED_AS):
        return called
    mine = own_program()
    on_path = shutil.which("teach")
    if mine is not None and on_path is not None and os.path.realpath(on_path) == os.path.realpath(mine):
        return "teach"
    if mine is not None:
        return shlex.quote(_near(mine))
    return f"{shlex.quote(_near(Path(sys.executable)))} -m mcp_server"


def _near(path: Path) -> str:
    """Relative where the path lies below this folder, as people would type it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
