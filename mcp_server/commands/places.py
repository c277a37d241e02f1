"""Finds the root of the project that a path on the command line belongs to."""

import os
from pathlib import Path

from teaching.errors import BadInputError
from teaching.repository.git import find_top

# What marks a folder as a project's where there is no git.
_MARKS = ("CLAUDE.md", "AGENTS.md", ".claude/CLAUDE.md", ".teaching")


def root_and_path(path: str, root: str | None) -> tuple[Path, str]:
    """The root to review and the path below it.

    The root is what `--root` says, else the git repository around the path, else the nearest folder above it with
    a constitution, else the path itself (a file's folder).

    Raises:
        BadInputError: for a path that does not exist or does not lie in the root.
    """
    given = Path(path).expanduser()
    if not os.path.lexists(given):
        raise BadInputError(f"{path} does not exist: pass a file or folder to review")
    start = given.resolve() if given.is_dir() else given.parent.resolve() / given.name
    folder = start if given.is_dir() else start.parent
    if root is not None:
        top = Path(root).expanduser().resolve()
        if not top.is_dir():
            raise BadInputError(f"{root} is no folder: pass the project's folder with --root")
    else:
        top = find_top(folder) or _marked(folder) or folder
    if not start.is_relative_to(top):
        raise BadInputError(f"{path} lies outside {root}: pass a path inside the root")
    return top, str(start.relative_to(top)) or "."


def _marked(folder: Path) -> Path | None:
    home = Path.home()
    for candidate in (folder, *folder.parents):
        if candidate == home or candidate == candidate.parent:
            return None
        if any((candidate / mark).exists() for mark in _MARKS):
            return candidate
    return None
