"""Finds the root of the project that a path on the command line belongs to."""

import os
import stat
from pathlib import Path

from teaching.errors import BadInputError
from teaching.repository.files import printable
from teaching.repository.git import find_top

# What marks a folder as a project's where there is no git.
_MARKS = ("CLAUDE.md", "AGENTS.md", ".claude/CLAUDE.md", ".teaching")


def root_and_path(path: str, root: str | None) -> tuple[Path, str]:
    """The root to review and the path below it.

    The root is what `--root` says, else the git repository around the path, else the nearest folder above it with
    a constitution, else the path itself (a file's folder). From outside a given root "." is all of it.

    Raises:
        BadInputError: for a path that does not exist, cannot be reached or does not lie in the root.
    """
    given = _absolute(path)
    mode = _mode(given, path, "pass a file or folder to review")
    if stat.S_ISDIR(mode):
        start = folder = given.resolve()
        _require_open(folder, path)
    else:
        start = given.parent.resolve() / given.name
        folder = start.parent
    top = folder_at(root) if root is not None else find_top(folder) or _marked(folder) or folder
    if not start.is_relative_to(top):
        if path == "." and root is not None:  # what is meant where no path was typed: all of the named project
            return top, "."
        raise BadInputError(f"{_shown(path)} lies outside {_shown(root or str(top))}: pass a path inside the root")
    return top, str(start.relative_to(top)) or "."


def folder_at(named: str, move: str = "pass the project's folder with --root") -> Path:
    """The real path of a folder that may be listed and entered.

    Args:
        named: as typed; "~" is understood.
        move: what to do where it is none.

    Raises:
        BadInputError: there is no such folder, or it may not be read.
    """
    folder = _absolute(named)
    if not stat.S_ISDIR(_mode(folder, named, move)):
        raise BadInputError(f"{_shown(named)} is no folder: {move}")
    _require_open(folder, named)
    return folder.resolve()


def _absolute(named: str) -> Path:
    try:
        given = Path(named).expanduser()
    except RuntimeError as error:  # "~" and the name of nobody here
        raise BadInputError(f"{_shown(named)} names a home folder that does not exist: pass the whole path") from error
    if given.is_absolute():
        return given
    try:
        return Path.cwd() / given
    except OSError as error:
        raise BadInputError(
            "this folder was deleted or cannot be reached: change to one that exists, or pass an absolute path"
        ) from error


def _mode(given: Path, named: str, move: str) -> int:
    """What is there, a link followed; of a link that leads nowhere the link itself."""
    shown = _shown(named)
    try:
        mode = os.lstat(given).st_mode
        return os.stat(given).st_mode if stat.S_ISLNK(mode) and not _dangles(given) else mode
    except PermissionError as error:
        raise BadInputError(
            f"{shown} cannot be reached (permission denied): give yourself the right to read it, or pass another path"
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadInputError(f"{shown} does not exist: {move}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name here"
        raise BadInputError(f"{shown} cannot be used ({reason.lower()}): {move}") from error


def _dangles(link: Path) -> bool:
    try:
        os.stat(link)
    except PermissionError:
        return False
    except OSError:
        return True
    return False


def _require_open(folder: Path, named: str) -> None:
    try:
        os.scandir(folder).close()
        # Path drops the dot; only this asks for the right to enter.
        os.stat(os.path.join(folder, "."))
    except OSError as error:
        reason = "permission denied" if isinstance(error, PermissionError) else (error.strerror or "gone").lower()
        raise BadInputError(
            f"{_shown(named)} cannot be read ({reason}): give yourself the right to read it, or pass another folder"
        ) from error


def _shown(named: str) -> str:
    return printable(named) if len(named) <= 200 else f"{printable(named[:200])}…"


def _marked(folder: Path) -> Path | None:
    home = Path(os.path.expanduser("~"))
    for candidate in (folder, *folder.parents):
        if candidate == home or candidate == candidate.parent:
            return None
        # Unlike Path.exists, this takes a mark that cannot be reached for none.
        if any(os.path.exists(candidate / mark) for mark in _MARKS):
            return candidate
    return None
