"""Finds the files that ship beside the code, in a checkout and in an installed wheel alike."""

from pathlib import Path
from typing import Literal

from teaching.errors import MissingPartError

Kind = Literal["agents", "claude_templates", "commands", "curriculum", "output-styles"]
_IN_CHECKOUT: dict[Kind, str] = {
    "agents": ".claude/agents",
    "claude_templates": "claude_templates",
    "commands": "commands",
    "curriculum": "curriculum",
    "output-styles": ".claude/output-styles",
}


def assets(kind: Kind) -> Path:
    """The folder of one kind of file.

    Raises:
        MissingPartError: where the installation lost it.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "data" / kind, package.parent / _IN_CHECKOUT[kind]):
        if candidate.is_dir():
            return candidate
    raise MissingPartError(f"the folder of {kind} is missing: install claude-code-teaching-assistant again")
