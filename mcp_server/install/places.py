"""Where the parts go: in a project, or in the folder in which Claude Code keeps what is the user's own."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from mcp_server.commands.places import root_and_path
from mcp_server.install.tree import Tree
from teaching.errors import RefusedError
from teaching.program import teach
from teaching.repository.private import state_folder

Scope = Literal["project", "user"]
SCOPES: tuple[Scope, ...] = ("project", "user")


@dataclass(frozen=True)
class Place:
    """One scope's folder, and where its parts and its receipt lie.

    Attributes:
        root: the project's root, or the user's folder of Claude Code.
    """

    scope: Scope
    root: Path

    @cached_property
    def tree(self) -> Tree:
        """The folder that the parts go to."""
        return Tree(self.root)

    @property
    def folder(self) -> str:
        """What precedes the paths of commands, styles and settings."""
        return ".claude/" if self.scope == "project" else ""

    @property
    def settings(self) -> str:
        """The settings with the hooks."""
        return f"{self.folder}settings.json"

    @property
    def servers(self) -> str | None:
        """The file with the servers, where it is ours to edit."""
        return ".mcp.json" if self.scope == "project" else None

    @property
    def receipts(self) -> Tree:
        """The folder that the receipt's path begins in."""
        return self.tree if self.scope == "project" else Tree(state_folder().parent)

    @property
    def receipt(self) -> str:
        """The receipt's path."""
        return ".teaching/installed.json" if self.scope == "project" else "teach/installed.json"

    @property
    def mark(self) -> str | None:
        """A digest of the folder, where the receipt lies elsewhere."""
        return None if self.scope == "project" else hashlib.sha256(os.fsencode(self.root)).hexdigest()


def place_of(scope: Scope, root: str | None = None) -> Place:
    """The place for this scope, as seen from this folder.

    Raises:
        BadInputError: there is no such folder.
        RefusedError: the project's `.claude` is the user's own folder.
    """
    if scope == "user":
        return Place("user", Path(os.path.realpath(config_home())))
    found, _ = root_and_path(root or ".", root)
    if os.path.realpath(found / ".claude") == os.path.realpath(config_home()):
        move = teach("install", "--user")
        raise RefusedError(f"{found}/.claude is your own folder of Claude Code, no project's: `{move}`")
    return Place("project", found)


def config_home() -> Path:
    """The folder in which Claude Code keeps the user's own commands and settings."""
    given = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(given) if given else Path(os.path.expanduser("~")) / ".claude"


def user_servers() -> Path:
    """The file in which Claude Code keeps the user's own servers."""
    given = os.environ.get("CLAUDE_CONFIG_DIR")
    return (Path(given) if given else Path(os.path.expanduser("~"))) / ".claude.json"
