"""Who allowed which command: records outside the repository, each for one root and one argument list.

A record counts while the root is the same folder, the command is the same but for the tests that it selects, and the
files that decide what it does are unchanged. It is written by a person's yes only: at a terminal, in a form of the
client, or when `teach` itself wrote the command. Nothing in a repository, no variable and no tool argument grants.
Where no sandbox works, a stored yes does not count and every run is asked for: the command could write records itself.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from teaching.errors import BadInputError
from teaching.repository.private import PrivateFolder
from teaching.verification import sandbox
from teaching.verification.commands import Command
from teaching.verification.deciding import changes, digests
from teaching.verification.selectors import without_selectors

By = Literal["terminal", "elicitation", "init"]
FOLDER = "allow"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,100}")
# With these a variable would be code, or would undo the sandbox's own settings.
_NEVER_PASSED = re.compile(r"LD_.*|DYLD_.*|PATH|HOME|TMPDIR|PYTEST_ADDOPTS|BASH_ENV|ENV|IFS|XDG_.*|TEACH_.*")


class Consent(BaseModel):
    """One record, as stored.

    Attributes:
        argv: without what only selects tests.
        env: names of variables that the command is given.
        network: whether it may reach other machines, and servers of this one.
        files: digests of the deciding files, by path.
        at: UTC, ISO 8601, whole seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    root: str
    device: int
    inode: int
    folder: str
    argv: list[str]
    env: list[str]
    network: bool
    files: dict[str, str]
    by: By
    at: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """Consent to one command; `run_step` takes nothing else, and looks again at what decides.

    Attributes:
        env: names of the variables that are passed on.
        files: digests of the deciding files when the consent was found.
    """

    command: Command
    env: tuple[str, ...]
    network: bool
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """No consent to one command.

    Attributes:
        reason: the end of a sentence about the command: "was never allowed here".
        changed: what differs from what was allowed, in words.
    """

    command: Command
    reason: str
    changed: tuple[str, ...] = ()


def is_allowed(root: Path, command: Command) -> Allowed | NotAllowed:
    """Whether a stored consent covers the command as it is now.

    Raises:
        RefusedError: the records could have been written by somebody else.
    """
    real = Path(os.path.realpath(root))
    record = _read(_identity(real, command))
    if record is None:
        return NotAllowed(command, "was never allowed here")
    now = digests(real, command)
    if changed := changes(record.files, now):
        return NotAllowed(command, "has changed since it was allowed", changed)
    if sandbox.probe() != "bwrap":
        return NotAllowed(command, "has to be allowed at each run, for no sandbox keeps it from your files")
    return Allowed(command, tuple(record.env), record.network, now)


def once(root: Path, command: Command, env: Iterable[str] = (), network: bool = False) -> Allowed:
    """Consent for one run, which is not stored: call it only after a person's yes to exactly this command."""
    return Allowed(command, _checked(env), network, digests(Path(os.path.realpath(root)), command))


def grant(
    root: Path, commands: Iterable[Command], by: By, env: Iterable[str] = (), network: bool = False
) -> list[Allowed]:
    """Store a person's yes to these commands as they are now.

    Args:
        by: where the person said so; "init" for commands that `teach` wrote itself.
        env: names of variables to pass on.

    Raises:
        BadInputError: a name that is no variable's, or that is never passed on.
    """
    real = Path(os.path.realpath(root))
    names = _checked(env)
    status = os.stat(real)
    granted: list[Allowed] = []
    for command in commands:
        files = digests(real, command)
        record = Consent(
            root=str(real),
            device=status.st_dev,
            inode=status.st_ino,
            folder=command.folder,
            argv=list(without_selectors(real, command)),
            env=list(names),
            network=network,
            files=files,
            by=by,
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        PrivateFolder(FOLDER).write(_identity(real, command), record.model_dump_json(indent=1).encode())
        granted.append(Allowed(command, names, network, files))
    return granted


def revoke(root: Path, commands: Iterable[Command] | None = None) -> int:
    """Take consent back, for these commands or for all of the root; returns how many records went."""
    real = Path(os.path.realpath(root))
    folder = PrivateFolder(FOLDER)
    if commands is not None:
        return sum(folder.remove(name) for name in {_identity(real, command) for command in commands})
    return sum(folder.remove(name) for name, _ in _records(real))


def granted(root: Path) -> list[Consent]:
    """The records of this root, whether they still count or not."""
    return [record for _, record in _records(Path(os.path.realpath(root)))]


def _records(real: Path) -> list[tuple[str, Consent]]:
    status = os.stat(real)
    found = [(name, _read(name)) for name in PrivateFolder(FOLDER).names()]
    return [
        (name, record)
        for name, record in found
        if record is not None
        and (record.root, record.device, record.inode) == (str(real), status.st_dev, status.st_ino)
    ]


def _read(name: str) -> Consent | None:
    content = PrivateFolder(FOLDER).read(name)
    if content is None:
        return None
    try:
        return Consent.model_validate_json(content)
    except ValidationError:
        return None  # cut short, or of another version: asked for again


def _identity(real: Path, command: Command) -> str:
    status = os.stat(real)
    said = [str(real), status.st_dev, status.st_ino, command.folder, list(without_selectors(real, command))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _checked(names: Iterable[str]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(names))
    for name in kept:
        if not _NAME.fullmatch(name):
            raise BadInputError(f"{name!r} is no name of a variable: pass the name alone, without its value")
        if _NEVER_PASSED.fullmatch(name):
            raise BadInputError(
                f"{name} is never passed on, for it changes what runs: set it in the tool's configuration"
            )
    return kept
