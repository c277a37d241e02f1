"""What an engine is to the process around it: one request at a time, streamed, and to be cancelled at any moment."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from teaching.models.protocol import Message, Schema

Finish = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True, slots=True)
class Request:
    """One conversation to complete.

    Attributes:
        schema: a JSON schema that the answer must satisfy; only flat ones are supported (see `grammar.py`).
        max_tokens: the longest answer, in the model's tokens.
        stop: texts at which the answer ends; they are not part of it.
        temperature: 0 is greedy.
        seed: what a temperature above 0 draws from.
    """

    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_tokens: int = 512
    stop: tuple[str, ...] = ()
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A completed request.

    Attributes:
        read: tokens of the prompt.
        written: tokens of the answer.
        reused: tokens of the prompt that were still there from the request before.
        finish: why it ended. A cancelled answer has the text that was there by then.
        first_token_s: seconds until the first token was chosen; 0 where none was.
        total_s: seconds altogether.
    """

    text: str
    read: int
    written: int
    reused: int
    finish: Finish
    first_token_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the model that is loaded.

    Attributes:
        context: the most tokens that prompt and answer may have together.
        prompt_format: `unproven` where the file does not carry our metadata and speaks through its own template.
        prompt_digest: the digest of the template in use.
        proven: whether the file says that it was trained with our template. Whether it passed the gate, its
            certificate says.
        toy: whether it is a model that only tests the path.
    """

    name: str
    file: Path
    sha256: str
    context: int
    prompt_format: str
    prompt_digest: str
    proven: bool
    toy: bool


class Engine(Protocol):
    """A loaded model. It is used by one thread at a time; another may make `cancelled` true."""

    @property
    def facts(self) -> Facts:
        """What is known of the model."""
        ...

    def generate(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        """Completes the conversation.

        Args:
            on_text: is given the answer's text piece by piece, in whole characters; joined they are `Answer.text`.
            cancelled: is asked between tokens and while the prompt is read; it must be quick.

        Raises:
            ModelError: when there is no answer or it has not the form asked for. The engine can be used on.
        """
        ...

    def close(self) -> None:
        """Gives the memory back. A second call does nothing; `generate` raises ModelError from then on."""
        ...
