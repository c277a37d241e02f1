"""The chat format of the local model, used alike by training, by the parity gate and by serving.

It has Llama 3's headers and no date, so that a prompt is the same tomorrow. Content is never changed: what a student's
file holds stays text because the pieces are tokenised one by one, and only the control pieces as control tokens.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

FORMAT: Final = "teach-chat-1"
TEMPLATE: Final = Path(__file__).with_name("chat.jinja").read_text(encoding="utf-8")
DIGEST: Final = hashlib.sha256(TEMPLATE.encode()).hexdigest()

BEGIN: Final = "<|begin_of_text|>"
END_OF_TURN: Final = "<|eot_id|>"
PAD: Final = "<|finetune_right_pad_id|>"
HEADER: Final = "<|start_header_id|>"
HEADER_ENDS: Final = "<|end_header_id|>"
ROLES: Final = ("system", "user", "assistant")


class Said(Protocol):
    """One turn, as `teaching.models.protocol.Message` has it."""

    @property
    def role(self) -> str:
        """Who speaks; turns of the role `words` are left out."""
        ...

    @property
    def content(self) -> str:
        """What was said."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a rendered conversation, to be tokenised by itself.

    Attributes:
        control: exactly one control token; every other piece is tokenised without control tokens.
        answer: what the model is trained to say: the assistant's words and the token that ends them.
    """

    text: str
    control: bool
    answer: bool = False


def segments(messages: Sequence[Said], open_answer: bool = True) -> list[Segment]:
    """The conversation in pieces; joined they are what the template renders.

    Args:
        messages: turns of the role `words` are for callers without a model, and are left out.
        open_answer: end with the header of an answer that is still to be written.

    Raises:
        ValueError: for a role that the format does not have.
    """
    pieces = [Segment(BEGIN, control=True)]
    for message in messages:
        if message.role == "words":
            continue
        if message.role not in ROLES:
            raise ValueError(f"{FORMAT} knows the roles {', '.join(ROLES)}, not {message.role}")
        pieces += _turn(message)
    if open_answer:
        pieces += [*_header("assistant"), Segment("\n\n", control=False)]
    return pieces


def rendered(messages: Sequence[Said], open_answer: bool = True) -> str:
    """The conversation as one text, for reading and comparing; it is never tokenised as a whole."""
    return "".join(piece.text for piece in segments(messages, open_answer))


def _turn(message: Said) -> Iterator[Segment]:
    yield from _header(message.role)
    if message.role == "assistant":
        # An answer is written behind a prompt that ends with the two newlines, so it is tokenised apart from them.
        yield Segment("\n\n", control=False)
        if message.content:
            yield Segment(message.content, control=False, answer=True)
        yield Segment(END_OF_TURN, control=True, answer=True)
    else:
        yield Segment("\n\n" + message.content, control=False)
        yield Segment(END_OF_TURN, control=True)


def _header(role: str) -> Iterator[Segment]:
    yield Segment(HEADER, control=True)
    yield Segment(role, control=False)
    yield Segment(HEADER_ENDS, control=True)
