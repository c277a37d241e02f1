"""How a conversation is spelled for a model: in our own format, or by the template that a foreign file carries."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from teaching.models.local.tokens import Vocabulary, prompt_tokens
from teaching.models.protocol import Message, ModelError
from teaching.prompts import chat

UNPROVEN = "unproven"


class Format(Protocol):
    """Turns conversations into prompts."""

    @property
    def name(self) -> str:
        """The id of the format."""
        ...

    @property
    def digest(self) -> str:
        """The digest of its template."""
        ...

    def tokens(self, vocabulary: Vocabulary, messages: Sequence[Message]) -> list[int]:
        """The prompt, up to where the answer begins.

        Raises:
            ModelError: the format cannot spell this conversation.
        """
        ...


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """The format of `teaching.prompts.chat`."""

    name: str = chat.FORMAT
    digest: str = chat.DIGEST

    def tokens(self, vocabulary: Vocabulary, messages: Sequence[Message]) -> list[int]:
        """The prompt, up to where the answer begins."""
        return prompt_tokens(vocabulary, chat.segments(messages))


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    control: bool


class ForeignFormat:
    """The template in a file that was not made here.

    What people wrote is put in after rendering, in place of a mark, so that it can be told from the template's own
    text. A template that does more with it than cutting off blanks is not followed in that.
    """

    name = UNPROVEN

    def __init__(self, template: str, begin: tuple[int | None, bool], names: tuple[str, str]) -> None:
        """Reads a template.

        Args:
            begin: the token that a prompt begins with, and whether the file asks for it.
            names: how the first and the last token of a turn are spelled.

        Raises:
            ModelError: the template cannot be read, or loses what it is given.
        """
        self.digest = hashlib.sha256(template.encode()).hexdigest()
        self._begin = begin
        today = datetime.now().astimezone()  # as long as the model is loaded: a prompt's beginning is to stay the same

        def refuse(message: str) -> None:
            raise TemplateError(message)

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        self._values: Mapping[str, Any] = {
            "raise_exception": refuse, "strftime_now": today.strftime, "bos_token": names[0], "eos_token": names[1],
            "add_generation_prompt": True, "tools": None,
        }  # fmt: skip
        try:
            self._template = environment.from_string(template)
        except TemplateError as error:
            raise ModelError(f"the chat template in the file cannot be read: {error}") from error
        self._system = True
        trial = [Message("system", "a"), Message("user", "b"), Message("assistant", "c"), Message("user", "d")]
        try:
            self._parts(trial)
        except ModelError:
            self._system = False  # some templates know no system turn
            self._parts(trial)

    def tokens(self, vocabulary: Vocabulary, messages: Sequence[Message]) -> list[int]:
        """The prompt, up to where the answer begins."""
        parts = self._parts([message for message in messages if message.role != "words"])
        apart = prompt_tokens(vocabulary, parts)
        # A vocabulary may join a turn's text with what stands around it, so the whole is nearer to what the model
        # knows; but only where it holds no token that somebody wrote.
        whole = vocabulary.tokenise("".join(part.text for part in parts), control=True)
        tokens = whole if _unwritten(vocabulary, whole) == _unwritten(vocabulary, apart) else apart
        token, asked = self._begin
        if asked and token is not None and tokens[:1] != [token]:
            return [token, *tokens]
        return tokens

    def _parts(self, messages: Sequence[Message]) -> list[_Part]:
        if not self._system:
            messages = _without_system(messages)
        marks = [secrets.token_hex(16) for _ in messages]
        turns = [{"role": one.role, "content": mark} for one, mark in zip(messages, marks, strict=True)]
        try:
            rest = self._template.render(messages=turns, **self._values)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise ModelError(f"the model's own chat template refuses this conversation: {error}") from error
        parts: list[_Part] = []
        for message, mark in zip(messages, marks, strict=True):
            before, found, rest = rest.partition(mark)
            if not found or mark in rest:
                raise ModelError(f"the model's own chat template leaves out or repeats the turn of the {message.role}")
            parts += [_Part(before, control=True), _Part(message.content.strip(), control=False)]
        return [*parts, _Part(rest, control=True)]


def _without_system(messages: Sequence[Message]) -> list[Message]:
    """System turns become the beginning of the turn behind them."""
    turns: list[Message] = []
    waiting = ""
    for message in messages:
        if message.role == "system":
            waiting += f"{message.content}\n\n"
        else:
            turns.append(Message(message.role, waiting + message.content))
            waiting = ""
    return turns + ([Message("user", waiting)] if waiting else [])


def _unwritten(vocabulary: Vocabulary, tokens: Sequence[int]) -> list[int]:
    """The control tokens among these: those that stand for no text."""
    return [token for token in tokens if not vocabulary.piece(token)]
