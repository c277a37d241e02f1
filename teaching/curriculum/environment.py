"""What a project needs of this machine: where its packages are installed, what is there, and how to get the rest."""

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from teaching.curriculum.model import Needs, Spec
from teaching.errors import BadInputError, MissingPartError, TeachingError
from teaching.program import own_sources
from teaching.repository import processes
from teaching.repository.files import printable

_ASK_S = 20.0
_COMPILED = "lib/python*/site-packages/_pytest/__pycache__/*.pyc"
_MOST = 0.9  # of our own files: a few that were changed since are compiled as they are imported
# Program -> where people get it.
_GET = {
    "git": "https://git-scm.com/downloads",
    "node": "https://nodejs.org",
    "chromium": "https://www.chromium.org/getting-involved/download-chromium",
    "docker": "https://docs.docker.com/get-docker",
    "psql": "https://www.postgresql.org/download",
    "postgres": "https://www.postgresql.org/download",
    "claude": "https://code.claude.com/docs",
}
_NODE = "Node.js"
# Other names of a program.
_ALSO_CALLED = {"chromium": ("chromium-browser", "google-chrome", "google-chrome-stable", "Chromium", "Google Chrome")}
# Programs that distributions keep off PATH.
_ELSEWHERE = {
    "chromium": ("/Applications/Chromium.app/Contents/MacOS", "/Applications/Google Chrome.app/Contents/MacOS"),
    "postgres": (
        *("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"),
        *("/usr/local/opt/postgresql*/bin", "/Applications/Postgres.app/Contents/Versions/*/bin"),
    ),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a project needs.

    Attributes:
        name: what it is, with the version that is needed.
        found: what is there; "" where it is missing or too old.
        get: how to get it.
    """

    name: str
    found: str
    get: str = ""


def installed_in(named: str | None) -> Path | None:
    """The virtual environment, or `node_modules`, whose packages a project's tests use: the named one, else our own.

    Raises:
        BadInputError: the named one is none.
    """
    if named is not None:
        place = Path(named).expanduser().absolute()
        if not (place / "pyvenv.cfg").is_file() and not (place.name == "node_modules" and place.is_dir()):
            raise BadInputError(
                f"{printable(named)} is no virtual environment and no node_modules: make one with `python3 -m venv` "
                "or `npm install`"
            )
        return place
    own = Path(sys.prefix)
    return own if (own / "pyvenv.cfg").is_file() else None


def is_compiled(venv: Path | None) -> bool:
    """Whether what Python tests import, and this program that they start, lies there compiled already.

    pip compiles what it installs and uv does not; compiling it anew for each folder takes as long as two runs.
    """
    if venv is None or not any(venv.glob(_COMPILED)):
        return False
    ours = [path for folder in own_sources() for path in Path(folder).rglob("*.py")]
    return sum(map(_has_bytecode, ours)) >= _MOST * len(ours)


def _has_bytecode(source: Path) -> bool:
    compiled = Path(cache_from_source(str(source)))
    return compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime


def needs_of(spec: Spec) -> list[Need]:
    """What a project needs, and whether it is here."""
    needs = spec.needs
    found: list[Need] = []
    if needs.python:
        found.append(_python(needs))
    if needs.node:
        found.append(_versioned(_NODE, needs.node, "node", "https://nodejs.org"))
    for name in dict.fromkeys(("git", *needs.programs)):
        found.append(Need(name, place_of(name), f"install {name}" + (f" ({_GET[name]})" if name in _GET else "")))
    return found


def require_programs(spec: Spec) -> None:
    """Look whether the programs that the tests start are here.

    Raises:
        MissingPartError: one is not; the message says how to get it.
    """
    programs = {*spec.needs.programs}
    lacking = [need for need in needs_of(spec) if not need.found]
    # An older node takes the words of the test command for the names of files.
    missing = [need for need in lacking if need.name in programs or need.name.startswith(_NODE)]
    if missing:
        names = ", ".join(need.name for need in missing)
        raise MissingPartError(f"the tests of {spec.slug} start {names}: {'; '.join(need.get for need in missing)}")


def place_of(program: str) -> str:
    """Where a program lies, on PATH or where distributions keep it; "" where it is missing."""
    names = (program, *_ALSO_CALLED.get(program, ()))
    patterns = [pattern.lstrip("/") for pattern in _ELSEWHERE.get(program, ())]
    places = sorted(str(place) for pattern in patterns for place in Path("/").glob(pattern))
    folders = (_absolute_path(), *reversed(places))
    return next(filter(None, (shutil.which(name, path=folder) for folder in folders for name in names)), "")


def first_steps(spec: Spec, directory: str) -> list[str]:
    """The commands that a student types first, one a line."""
    lines = [] if directory == "." else [f"cd {shlex.quote(directory)}"]
    if spec.language == "python":
        lines += [f"{_python_program(spec.needs)} -m venv .venv", ". .venv/bin/activate"]
    return [*lines, *(_quoted(line) for line in spec.install)]


def _quoted(line: str) -> str:
    # zsh takes `.[test]` for a pattern.
    return " ".join(f"'{word}'" if set(word) & set("[]*?") else word for word in line.split())


def _python(needs: Needs) -> Need:
    name = f"Python {needs.python} or newer"
    program = _python_program(needs)
    version = _version(program)
    if version and _at_least(version, needs.python):
        return Need(name, f"{program} is {version}")
    return Need(name, "", f"install it from https://www.python.org/downloads; {program} is {version or 'not here'}")


def _python_program(needs: Needs) -> str:
    """The name of a Python that is new enough, `python3` where none is."""
    wanted = needs.python or "3"
    names = ("python3", f"python{wanted}", "python3.14", "python3.13", "python3.12", "python3.11", "python")
    for name in dict.fromkeys(names):
        if (version := _version(name)) and _at_least(version, wanted):
            return name
    return "python3"


def _versioned(title: str, wanted: str, program: str, get: str) -> Need:
    version = _version(program)
    if version and _at_least(version, wanted):
        return Need(f"{title} {wanted} or newer", f"{program} is {version}")
    return Need(f"{title} {wanted} or newer", "", f"install it from {get}; {program} is {version or 'not here'}")


def _version(program: str) -> str:
    """What `PROGRAM --version` says; "" where it is not there."""
    if shutil.which(program, path=_absolute_path()) is None:
        return ""
    try:
        done = processes.run([program, "--version"], cwd=Path("/"), timeout_s=_ASK_S)
    except TeachingError:
        return ""
    words = (done.stdout + done.stderr).decode("utf-8", "replace").replace("v", " ").split()
    return next((word for word in words if word[:1].isdigit()), "")


def _at_least(version: str, wanted: str) -> bool:
    return _numbers(version) >= _numbers(wanted)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _absolute_path() -> str:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if os.path.isabs(entry))
