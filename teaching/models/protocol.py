"""What every model answers to, from templates to Claude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from teaching.contracts.usage import Usage as Usage
from teaching.errors import TeachingError

Schema = Mapping[str, Any]


# `slow` it did not answer in time; `limited` it was asked too often, or the account has no money left; `refused` it
# answered that it will not, or may not be asked; `broken` what it sent has not the form asked for; `absent` nobody
# answers there, or nothing is chosen.
Failure = Literal["slow", "limited", "refused", "broken", "absent"]


class ModelError(TeachingError):
    """A model did not answer, or not in the form that was asked for; the caller falls to the next tier."""

    def __init__(self, message: str, failure: Failure = "broken", retry_after_s: float | None = None) -> None:
        """Takes what happened in words, in one of five kinds, and when it is worth asking again, if that was said."""
        super().__init__(message)
        self.failure: Failure = failure
        self.retry_after_s = retry_after_s


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
        usage: the same tokens in their parts, as far as the engine tells them.
        seconds: from the question to the whole answer.
        priced: whether the price is known; where it is not, `cost` is 0 and says nothing.
    """

    text: str
    tokens: int
    cost: float
    model: str
    usage: Usage = Usage()
    seconds: float = 0.0
    priced: bool = True


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
