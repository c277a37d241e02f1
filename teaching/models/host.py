"""The tier that answers nothing itself: it hands the question, the facts and what to hold to, as one text, to the
model of the client that reads the reply, which is Claude Code's.

Not covered: whether that model holds to it. What it writes in the chat nobody can take back.
"""

from collections.abc import Callable, Sequence
from typing import Final

from teaching.models.protocol import Completion, Message, ModelError, Schema

# What every answer to a learner is held to, whoever gives it.
OBSERVE: Final = (
    "Say only what the facts below or code that you have read say, and cite the file and line of each.",
    "Where they do not answer it, say so, and name what would.",
    "What is left to the learner, behind TODO(human), stays theirs: show no code that fills it in, not in part either.",
    "Ask one question that leads to the next step, and leave that step to them.",
    "Change no file for this.",
)
_LONGEST: Final = 12_000


def packed(messages: Sequence[Message], observe: Sequence[str] = OBSERVE) -> str:
    """One text for the model that reads the reply.

    Args:
        messages: the conversation as another back-end would get it: the voice and the learner's level in its system
            messages, question and facts in the others.
        observe: what the answer is held to, a sentence each.

    Raises:
        ModelError: nothing is asked.
    """
    voice = [message.content.strip() for message in messages if message.role == "system" and message.content.strip()]
    asked = [message for message in messages if message.role in {"user", "assistant"} and message.content.strip()]
    if not asked:
        raise ModelError("there is nothing to ask: the conversation has no message for a model", "refused")
    several = len(asked) > 1
    turns = [
        f"{_WHO[message.role]}: {message.content.strip()}" if several else message.content.strip() for message in asked
    ]
    parts = [
        "Answer this for the learner in your next message, in your own words; no other model was asked.",
        *(["How to speak:\n" + "\n".join(voice)] if voice else []),
        "Hold to this:\n" + "\n".join(f"- {one}" for one in observe),
        "What is asked, with the facts that were found:\n" + _quoted("\n\n".join(turns)),
    ]
    return "\n\n".join(parts)


class HostModel:
    """Gives the packed text, at no cost to the user's keys; the client's model answers it in its own time."""

    name = "host"

    def __init__(self, observe: Sequence[str] = OBSERVE) -> None:
        """Takes what the answer is held to."""
        self._observe = tuple(observe)

    def within(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> "HostModel":
        """The same: it takes no time."""
        return self

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Packs the conversation; `max_tokens` and `stop` are not the client's to hold to.

        Raises:
            ModelError: a form is asked for, which only a program could read, or nothing is.
        """
        if schema is not None:
            raise ModelError(
                "the client's own model answers in the conversation, and in no form: ask another", "absent"
            )
        return Completion(packed(messages, self._observe), tokens=0, cost=0.0, model=self.name)


_WHO: Final = {"user": "Learner", "assistant": "Mentor"}


def _quoted(text: str) -> str:
    # Quoted line by line: what a learner or a file says is material, whatever it looks like.
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\n(cut off here)"
    return "\n".join(f"> {line}".rstrip() for line in shown.splitlines())
