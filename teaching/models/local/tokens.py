"""From conversations to tokens and back: nothing that a person wrote becomes a control token, no character is split."""

import codecs
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol


class Vocabulary(Protocol):
    """What turns text into tokens and tokens into bytes."""

    def tokenise(self, text: str, control: bool) -> list[int]:
        """The tokens of a text; names of control tokens count as such only where `control` says so."""
        ...

    def piece(self, token: int) -> bytes:
        """The bytes that a token stands for; none for a control token."""
        ...


class Piece(Protocol):
    """A part of a rendered conversation, as `teaching.prompts.chat.Segment` has it."""

    @property
    def text(self) -> str:
        """The text."""
        ...

    @property
    def control(self) -> bool:
        """Whether it is part of the format, and no person's text."""
        ...


def prompt_tokens(vocabulary: Vocabulary, pieces: Iterable[Piece]) -> list[int]:
    """The tokens of a conversation, tokenised piece by piece."""
    return [token for piece in pieces for token in vocabulary.tokenise(piece.text, piece.control)]


def common_length(first: Sequence[int], second: Sequence[int]) -> int:
    """How many tokens both begin with."""
    for number, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return number
    return min(len(first), len(second))


class Stream:
    """Bytes of tokens in, whole characters out; held back while they may be the beginning of a stop text.

    Attributes:
        text: what was given out so far.
    """

    def __init__(self, stops: Sequence[str], on_text: Callable[[str], None]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._on_text = on_text
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self._said: list[str] = []

    @property
    def text(self) -> str:
        """What was given out so far."""
        return "".join(self._said)

    def feed(self, piece: bytes) -> bool:
        """Takes the bytes of one token. True where a stop text is complete: nothing may follow."""
        self._waiting += self._decoder.decode(piece)
        found = [at for at in map(self._waiting.find, self._stops) if at >= 0]
        if found:
            self._say(self._waiting[: min(found)])
            self._waiting = ""
            return True
        held = max((_begun(self._waiting, stop) for stop in self._stops), default=0)
        ready = len(self._waiting) - held
        self._say(self._waiting[:ready])
        self._waiting = self._waiting[ready:]
        return False

    def finish(self) -> None:
        """Gives out what waited for a stop text that did not come; half a character becomes a question mark."""
        self._say(self._waiting + self._decoder.decode(b"", final=True))
        self._waiting = ""

    def _say(self, text: str) -> None:
        if text:
            self._said.append(text)
            self._on_text(text)


class Characters:
    """Whether the bytes of tokens go on as UTF-8. llama.cpp's grammars do not look at that."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def fit(self, piece: bytes, last: bool = False) -> bool:
        """Whether these bytes may come next; `last` where none may follow."""
        state = self._decoder.getstate()
        try:
            self._decoder.decode(piece, last)
            begun = self._decoder.getstate()[0]
        except UnicodeDecodeError:
            return False
        finally:
            self._decoder.setstate(state)
        # Python refuses half of a surrogate pair only with its third byte; then it is too late for another second one.
        return not (begun[:1] == b"\xed" and begun[1:] >= b"\xa0")

    def take(self, piece: bytes) -> None:
        """Goes on with bytes that fit."""
        self._decoder.decode(piece)


def _begun(text: str, stop: str) -> int:
    """How many characters at the end of a text are the beginning of a stop text."""
    return next((size for size in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:size])), 0)
