"""What a person is told before commands of a project run, and what their yes is worth, at a terminal and in a form."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from teaching.verification import sandbox
from teaching.verification.consent import Allowed, By, NotAllowed, grant, once


def told(one: NotAllowed) -> str:
    """One command, where it comes from, and why nobody's consent covers it."""
    changed = f" ({', '.join(one.changed)})" if one.changed else ""
    return f"  {shlex.join(one.command.argv)}  from {one.command.source}; it {one.reason}{changed}"


def surroundings() -> str:
    """What keeps the commands from the rest of the machine."""
    return "In a sandbox without network." if lasts() else "WITHOUT a sandbox: they can reach all that you can."


def lasts() -> bool:
    """Whether a yes may be kept: without the sandbox a command could write consent itself."""
    return sandbox.probe() == "bwrap"


def given(root: Path, missing: Sequence[NotAllowed], by: By, *, keep: bool) -> list[Allowed]:
    """Consent to these, kept where that was asked for and may be."""
    commands = [one.command for one in missing]
    return grant(root, commands, by) if keep and lasts() else [once(root, command) for command in commands]
