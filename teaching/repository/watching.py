"""What was looked at on the way to a result, so that it can be told later whether the result would be the same.

Whoever reads files of a project says here what was asked and what was there; `teaching.review.cache.traces` asks again.
While nobody watches this costs one look into a variable.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b

Asked = tuple[str, ...]


class Notes:
    """What was asked and what came back.

    Attributes:
        seen: by the question (its kind and its arguments) the state that was met, in the order of asking.
        torn: whether the notes tell nothing: something changed on the way, or the result is a failure's.
    """

    def __init__(self) -> None:
        """Begins with an empty list."""
        self.seen: dict[Asked, str] = {}
        self.torn = False

    def add(self, asked: Asked, state: str) -> None:
        """Notes one answer; two answers to one question make the notes worthless."""
        if self.seen.setdefault(asked, state) != state:
            self.torn = True


_open: ContextVar[tuple[Notes, ...]] = ContextVar("open", default=())


def watched() -> bool:
    """Whether anybody takes notes."""
    return bool(_open.get())


def note(asked: Asked, state: str) -> None:
    """Tells everybody who takes notes."""
    for notes in _open.get():
        notes.add(asked, state)


def spoil() -> None:
    """Says that what comes of this must not be taken for the result of another time."""
    for notes in _open.get():
        notes.torn = True


@contextmanager
def watching() -> Generator[Notes, None, None]:
    """Takes notes of what is looked at within, in this thread."""
    notes = Notes()
    token = _open.set((*_open.get(), notes))
    try:
        yield notes
    finally:
        _open.reset(token)


def digest(content: bytes) -> str:
    """A name for this content."""
    return blake2b(content, digest_size=16).hexdigest()
