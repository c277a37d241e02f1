"""What every model answers to, from templates to Claude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from teaching.errors import TeachingError

Schema = Mapping[str, Any]


class ModelError(TeachingError):
    """A model did not answer, or not in the form that was asked for; the caller falls to the next tier."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn.

    Attributes:
        role: `words` is never sent to an engine: it carries the text to use where there is none.
    """

    role: Literal["system", "user", "assistant", "words"]
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer.

    Attributes:
        tokens: tokens read and written, in the model's own count; 0 for templates.
        cost: in US dollars.
    """

    text: str
    tokens: int
    cost: float
    model: str


class Model(Protocol):
    """A tier: something that completes a conversation."""

    @property
    def name(self) -> str:
        """How replies and logs call it."""
        ...

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Completes the conversation.

        Args:
            schema: a JSON schema that the text must satisfy.
            max_tokens: the longest answer, in the model's tokens.
            stop: texts at which the answer ends.

        Raises:
            ModelError: when there is no answer or it has not the form asked for.
        """
        ...
