"""Which commands work in a folder: found in its files and looked up on this machine, before they are written down."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.verification import Step
from teaching.errors import TeachingError
from teaching.repository import processes
from teaching.verification import detect
from teaching.verification.commands import Command
from teaching.verification.environment import search_path

_ASK_S = 20.0

# Stack -> what a project of it usually calls, where its files say nothing.
_PYTHON: dict[Step, tuple[str, ...]] = {
    "test": ("python", "-m", "pytest"),
    "lint": ("ruff", "check", "."),
    "typecheck": ("pyright",),
}
_WEB: dict[Step, tuple[str, ...]] = {
    "test": ("npm", "test"),
    "lint": ("npm", "run", "lint"),
    "typecheck": ("npx", "tsc", "--noEmit"),
    "build": ("npm", "run", "build"),
}


@dataclass(frozen=True, slots=True)
class Working:
    """The commands of a folder.

    Attributes:
        commands: those that work, by step.
        missing: steps that nothing answers to yet, with an example.
    """

    commands: tuple[Command, ...]
    missing: tuple[tuple[Step, str], ...]


def working(root: Path, stack: str) -> Working:
    """The commands that work in a folder of this stack."""
    usual = _PYTHON if stack in ("python", "fastapi") else _WEB
    commands: list[Command] = []
    missing: list[tuple[Step, str]] = []
    for step, argv in usual.items():
        found = next(iter(detect.find(root, step)), None)
        here = found[0] if found else argv if usual is _PYTHON else None
        if here is not None and _works(root, here):
            commands.append(Command(step, here, "CLAUDE.md"))
        else:
            missing.append((step, " ".join(argv)))
    return Working(tuple(commands), tuple(missing))


def _works(root: Path, argv: tuple[str, ...]) -> bool:
    """Whether the program is there, and for `python -m x` the module."""
    program = shutil.which(argv[0], path=os.pathsep.join(search_path(root)))
    if program is None:
        return False
    if argv[1:2] != ("-m",):
        return True
    look = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({argv[2]!r}) is None)"
    try:
        # -I: nothing of the folder is imported.
        return processes.run([program, "-I", "-c", look], cwd=root, timeout_s=_ASK_S).exit == 0
    except TeachingError:
        return False
