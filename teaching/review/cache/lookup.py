"""Finds what an earlier review of the same state gave, and keeps what this one gives.

The name of an entry stands for the program, the request, and what git says. What was read on the way is in the entry,
with what was there, and is read again before the entry counts. What cannot be told for certain is a miss.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from teaching.repository.git import Git, find_top
from teaching.repository.scope import Scope, resolve
from teaching.repository.watching import Notes, digest
from teaching.review.cache.product import called, now, product
from teaching.review.cache.store import get, put
from teaching.review.cache.traces import holds, trace_of

_FORM = "1"  # of an entry
_LOOKED_AT = (".claude", ".claude/checks", ".claude/checks.lock.json")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was found.

    Attributes:
        name: of the entry; empty where nothing may be kept.
        scope: what git said on the way.
        kept: the entry, where it still holds.
    """

    name: str
    scope: Scope
    kept: dict[str, Any] | None


def look(root: Path, path: str, scope: str | None, more: Sequence[object], resolved: Scope | None = None) -> Lookup:
    """Looks for the entry of a request.

    Args:
        more: all else that decides the result.
        resolved: the scope, where git was asked already.

    Raises:
        BadInputError: as `resolve`.
        MissingPartError: as `resolve`.
    """
    asked = resolved or resolve(root, path, scope)
    if not product().settled:
        return Lookup("", asked, None)
    parts = [_FORM, product().name, called(), str(root), path, scope, *more, *_surroundings(root), *_said(asked)]
    name = digest("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")) + ".json"
    kept = get(name)
    if kept is not None and not _is_sound(kept):
        kept = None
    return Lookup(name, asked, kept)


def keep(found: Lookup, notes: Notes, kept: dict[str, Any]) -> None:
    """Keeps a result with what was read for it, unless something speaks against it."""
    if found.name and not notes.torn and now() == product():
        put(found.name, {"trace": trace_of(notes), **kept})


def _is_sound(kept: dict[str, Any]) -> bool:
    trace: Any = kept.get("trace")
    if not isinstance(trace, list):
        return False
    rows = cast("list[Any]", trace)
    if not all(isinstance(row, list) and all(isinstance(word, str) for word in cast("list[Any]", row)) for row in rows):
        return False
    try:
        return holds(cast("list[list[str]]", rows))
    except (TypeError, ValueError):  # a known question with other arguments than it has
        return False


def _surroundings(root: Path) -> list[object]:
    """What a review looks at and nobody notes."""
    home = os.path.expanduser("~")  # an import may lead there
    places = [home, os.path.realpath(root), str(find_top(root))]
    return [os.geteuid(), *places, *(_kind(root / name) for name in _LOOKED_AT)]


def _kind(path: Path) -> tuple[int, bool] | None:
    try:
        return os.lstat(path).st_mode, os.path.isdir(path)
    except OSError:
        return None


def _said(scope: Scope) -> list[object]:
    """All that git said of this scope; its index names the content of each file that is staged."""
    files = [(file.path, file.added, file.origin) for file in scope.files]
    skipped = [(skip.path, skip.reason) for skip in scope.skipped]
    told: list[object] = [scope.kind, scope.title, files, skipped, scope.notes, scope.commits, scope.base]
    return [*told, scope.all_paths(), *(_git(scope.git) if scope.git is not None else ())]


def _git(git: Git) -> list[object]:
    head = _content(git.directory / "HEAD")
    branch = git.branch() if ".invalid" in head else head  # a repository that keeps its branches in tables
    shallow = [_content(place / "shallow") for place in (git.directory, git.directory.parent.parent)]
    return [digest(git.index), git.head(), branch, *shallow, _content(git.directory / "info" / "grafts")]


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("latin-1")
    except OSError as error:
        return f"!{error.errno}"
