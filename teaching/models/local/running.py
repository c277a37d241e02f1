"""The engine on llama.cpp: one conversation at a time, whatever threads ask for it."""

import json
import os
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from teaching.models.local.engine import Answer, Facts, Finish, Request
from teaching.models.local.formats import Format
from teaching.models.local.grammar import grammar_of
from teaching.models.local.llama import BATCH, Grammar, Llama
from teaching.models.local.sampling import Sampler
from teaching.models.local.shapes import Shape, faults, shape_of
from teaching.models.local.tokens import Stream, common_length
from teaching.models.protocol import ModelError

_UNUSED: Final = 0


class LlamaEngine:
    """A loaded model. What llama.cpp would crash on, as two threads at once, waits here or is refused."""

    def __init__(self, llama: Llama, form: Format, facts: Facts) -> None:
        """Takes what `loading.load` has checked."""
        self._llama, self._format, self._facts = llama, form, facts
        self._held: list[int] = []  # the tokens that llama.cpp remembers
        self._lock = threading.Lock()
        self._user = _UNUSED  # the thread that generates
        self._closing = self._closed = False
        self._process = os.getpid()

    @property
    def facts(self) -> Facts:
        """What is known of the model."""
        return self._facts

    def generate(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        """Completes the conversation; see `Engine.generate`.

        Raises:
            ModelError: when there is no answer or it has not the form asked for.
        """
        with self._alone():
            return self._generate(request, on_text, lambda: self._closing or cancelled())

    def close(self) -> None:
        """Cancels what is being generated, waits for its end and gives the memory back."""
        self._closing = True
        if self._user == threading.get_ident():
            return  # called from `on_text` or `cancelled`: it closes as soon as that answer has ended
        with self._lock:
            self._free()

    @contextmanager
    def _alone(self) -> Generator[None]:
        if os.getpid() != self._process:
            raise ModelError("the model was loaded by another process, and threads do not survive a fork: load it here")
        if self._user == threading.get_ident():
            raise ModelError("the model is answering; ask again when that answer has ended")
        with self._lock:
            if self._closing:
                self._free()
                raise ModelError("the model was closed")
            self._user = threading.get_ident()
            try:
                yield
            finally:
                self._user = _UNUSED
                if self._closing:
                    self._free()

    def _free(self) -> None:
        if not self._closed:
            self._closed = True
            self._llama.close()

    def _generate(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        started = perf_counter()
        shape = shape_of(request.schema) if request.schema is not None else None
        prompt = self._format.tokens(self._llama, request.messages)
        room = min(self._room(len(prompt)), request.max_tokens)
        if room < 1:
            raise ModelError(f"max_tokens is {request.max_tokens}: ask for at least 1")
        grammar = self._llama.grammar(grammar_of(shape)) if shape is not None else None
        try:
            return self._answer(request, prompt, room, grammar, shape, _Told(started, on_text, cancelled))
        finally:
            if grammar is not None:
                grammar.close()

    def _room(self, prompt: int) -> int:
        room = self._llama.context - prompt
        if room < 1:
            raise ModelError(
                f"the prompt has {prompt:,} tokens, and the model takes {self._llama.context:,} with its answer: "
                "ask about less at a time"
            )
        return room

    def _answer(
        self,
        request: Request,
        prompt: list[int],
        room: int,
        grammar: Grammar | None,
        shape: Shape | None,
        told: "_Told",
    ) -> Answer:
        stream = Stream(request.stop, told.on_text)
        reused, complete = self._read(prompt, told.cancelled)
        finish: Finish = "cancelled"
        written, first = 0, 0.0
        if complete:
            sampler = Sampler(self._llama, request.temperature, request.seed, grammar)
            for token in self._tokens(sampler, told.cancelled):
                first = first or told.passed()
                if self._llama.ends(token):
                    finish = "stop"
                    break
                written += 1
                if stream.feed(self._llama.piece(token)):
                    finish = "stop"
                    break
                if written == room:
                    finish = "length"
                    break
        stream.finish()
        if shape is not None and finish != "cancelled":
            _check(shape, stream.text, finish)
        return Answer(stream.text, len(prompt), written, reused, finish, first, told.passed())

    def _read(self, prompt: list[int], cancelled: Callable[[], bool]) -> tuple[int, bool]:
        """Reads what of the prompt is not remembered. Returns how much was, and whether it came to the end."""
        # The last token is read again, for its scores.
        reused = min(common_length(self._held, prompt), len(prompt) - 1)
        if not self._llama.forget(reused):
            reused = 0
            self._llama.forget(0)
        self._held = prompt[:reused]
        for start in range(reused, len(prompt), BATCH):
            chunk = prompt[start : start + BATCH]
            try:
                complete = not cancelled() and self._llama.read(chunk, cancelled)
            except ModelError:
                self._start_afresh()
                raise
            if not complete:
                self._llama.forget(len(self._held))
                return reused, False
            self._held += chunk
        return reused, True

    def _tokens(self, sampler: Sampler, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Tokens, until nobody wants another."""
        while not cancelled():
            token = sampler.next()
            yield token
            try:
                self._llama.read_one(token)
            except ModelError:
                self._start_afresh()
                raise
            self._held.append(token)

    def _start_afresh(self) -> None:
        self._llama.forget(0)
        self._held = []


class _Told:
    """What belongs to one call."""

    def __init__(self, started: float, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> None:
        self._started, self.on_text, self.cancelled = started, on_text, cancelled

    def passed(self) -> float:
        """Seconds since the call began."""
        return perf_counter() - self._started


def _check(shape: Shape, text: str, finish: Finish) -> None:
    """The grammar should leave nothing to find here, but for an answer that was cut off."""
    if finish == "length":
        raise ModelError("the answer was cut off before its JSON was complete: ask for less, or raise max_tokens")
    try:
        wrong = next(faults(shape, json.loads(text)), None)
    except ValueError as error:
        raise ModelError(f"the answer is no JSON: {error}") from error
    if wrong is not None:
        raise ModelError(f"the answer has not the form asked for: {wrong}")
