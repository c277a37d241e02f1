"""The chosen model for one reply: it has so much time and no more, and is not asked again once it failed.

Whoever words a reply can so ask it as often as there is something to word: after a crash or at the end of the time
every further question fails at once, and the templates stand in.
"""

import time
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from teaching.errors import TeachingError
from teaching.models import choosing
from teaching.models.protocol import Completion, Message, Model, ModelError, Schema

Cancelled = Callable[[], bool]
# What a broken model, or one in a broken place, may raise; none of it is the reply's.
_FAILURES = (TeachingError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)


@runtime_checkable
class Bounded(Protocol):
    """A model that can be told to take less time."""

    def within(self, seconds: float, cancelled: Cancelled | None = None) -> Model:
        """The same with at most so many seconds for an answer."""
        ...


class Voice:
    """A model with the time of one reply, which runs from the first question on.

    Attributes:
        name: how replies call the model; empty where what is chosen cannot be understood.
        problem: why it is asked no more; empty while it is.
    """

    def __init__(
        self, model: Model | None, seconds: float, cancelled: Cancelled | None = None, problem: str = ""
    ) -> None:
        """Takes the model, or why there is none; asks nothing yet."""
        self.name = model.name if model is not None else ""
        self.problem = problem
        self._model, self._seconds, self._cancelled = model, seconds, cancelled
        self._until: float | None = None

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Completes the conversation, in what is left of the time.

        Raises:
            ModelError: it failed, now or before, or the time is over.
        """
        self._until = self._until or time.monotonic() + self._seconds
        left = self._until - time.monotonic()
        if not self.problem and left <= 0:
            self.problem = self._too_long()
        if self.problem or self._model is None:
            raise ModelError(self.problem)
        model = self._model.within(left, self._cancelled) if isinstance(self._model, Bounded) else self._model
        try:
            return model.complete(messages, schema, max_tokens, stop)
        except _FAILURES as error:
            self.problem = self._too_long() if time.monotonic() >= self._until else str(error) or type(error).__name__
            raise ModelError(self.problem) from error

    def _too_long(self) -> str:
        return f"it took longer than the {self._seconds:g} s that a reply has for it"


def chosen(seconds: float, cancelled: Cancelled | None = None) -> Voice | None:
    """The model that this user has chosen, with the time of one reply; None where none is.

    What is chosen and cannot be understood fails when it is asked, and never before.
    """
    try:
        model = choosing.local_model()
    except TeachingError as error:
        return Voice(None, seconds, problem=str(error))
    except OSError as error:
        why = (error.strerror or "refused").lower()
        return Voice(None, seconds, problem=f"what is chosen cannot be read ({why})")
    return None if model is None else Voice(model, seconds, cancelled)
