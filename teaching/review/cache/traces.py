"""Asks again what was asked on the way to a result, and tells whether the answers are the same."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from teaching.documents.places import places_of, read_source, standing
from teaching.errors import TeachingError
from teaching.repository.files import Root, Unreadable
from teaching.repository.watching import Asked, Notes, watching

Trace = list[list[str]]  # of each question its kind and arguments, and last the answer


def trace_of(notes: Notes) -> Trace:
    """The notes in a form for a file."""
    return [[*asked, state] for asked, state in notes.seen.items()]


def holds(trace: Trace) -> bool:
    """Whether every question is answered today as it was then; a question that nobody knows is not."""
    for *asked, state in trace:
        if not asked or asked[0] not in _AGAIN or _answer(tuple(asked)) != state:
            return False
    return True


def _answer(asked: Asked) -> str | None:
    with watching() as notes, suppress(Unreadable, TeachingError, OSError, ValueError):
        _AGAIN[asked[0]](*asked[1:])
    return None if notes.torn else notes.seen.get(asked)


@lru_cache(maxsize=8)
def _root(path: str) -> Root:
    return Root(Path(path))


def _read(root: str, path: str, most: str) -> None:
    _root(root).read(path, int(most))


def _size(root: str, path: str) -> None:
    _root(root).size(path)


def _listing(root: str, folder: str) -> None:
    _root(root).listing(folder.split("/") if folder else [])


def _source(top: str, path: str) -> None:
    read_source(Path(top), Path(path))


def _standing(top: str, target: str) -> None:
    standing(Path(top), Path(target))


def _places(root: str, top: str, *folders: str) -> None:
    places_of(Path(root), Path(top), folders)


_AGAIN: Mapping[str, Callable[..., None]] = {
    "read": _read,
    "size": _size,
    "listing": _listing,
    "source": _source,
    "standing": _standing,
    "places": _places,
}
