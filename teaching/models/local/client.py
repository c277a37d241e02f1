"""The local model as everybody asks it: through its process, which is started when it is not there.

A request that the engine had not begun when the process died is sent once more, to a new process; one that it had
begun raises. Every wait has an end, and whoever stops waiting (an interrupt, a closed generator) takes the request
back.
"""

import json
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from copy import copy
from dataclasses import dataclass, field
from typing import Any, get_args

from teaching.contracts.weights import Promoted
from teaching.errors import TeachingError
from teaching.models import installed
from teaching.models.local import lifecycle, wire
from teaching.models.local.engine import Answer, Request
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import LIFE_LOCK, Place, place
from teaching.models.protocol import Completion, Failure, Message, ModelError, Schema, Usage
from teaching.program import teach
from teaching.repository.files import printable

_MOVED_AT_MOST = 5
_DYING_S = 0.02
_STATUS_WITHIN_S = 5.0

Told = Callable[[wire.Line], None]


class LocalModel:
    """A GGUF that this user has chosen.

    Attributes:
        name: how replies call it, with what has to be known about it.
    """

    def __init__(
        self,
        promoted: Promoted,
        where: Place | None = None,
        launch: Launch | None = None,
        timeout_s: float = 120.0,
        client: str = "",
    ) -> None:
        """Takes what is asked, and starts nothing yet.

        Args:
            promoted: the model, for its name; which one answers is what `where` has chosen by then.
            where: the process's folders; this user's where they are not given.
            launch: how a process is started.
            timeout_s: how long one answer may take, with waiting and loading.
            client: who takes turns with others; this process where it is not given.
        """
        self.name = installed.label(promoted)
        self._where, self._launch, self._timeout_s, self._client = where, launch or Launch(), timeout_s, client
        self._cancelled: Callable[[], bool] | None = None

    def within(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> "LocalModel":
        """The same with at most so many seconds for an answer, which is taken back when `cancelled` says so."""
        made = copy(self)
        made._timeout_s, made._cancelled = min(seconds, self._timeout_s), cancelled
        return made

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Completes the conversation, greedily.

        Raises:
            ModelError: when there is no answer, it has not the form asked for, or it took too long.
        """
        begun = time.monotonic()
        answer, name = self.ask(Request(tuple(messages), schema, max_tokens, tuple(stop)), self._cancelled)
        return _completion(answer, name, schema, begun)

    def stream(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> Generator[str, None, Completion]:
        """Completes the conversation, and yields its text as it comes; closing the generator takes the request back.

        Args:
            cancelled: asked about ten times a second.

        Raises:
            ModelError: as `complete`; what was yielded by then counts for nothing.
        """
        begun = time.monotonic()
        request = Request(tuple(messages), schema, max_tokens, tuple(stop))
        answer, name = yield from self.pieces(request, streams=True, cancelled=cancelled)
        return _completion(answer, name, schema, begun)

    def ask(self, request: Request, cancelled: Callable[[], bool] | None = None) -> tuple[Answer, str]:
        """The whole answer with its figures, and the name of the model that gave it.

        Raises:
            ModelError: as `complete`.
        """
        exchange = self.pieces(request, streams=False, cancelled=cancelled)
        while True:
            try:
                next(exchange)
            except StopIteration as end:
                return end.value

    def pieces(
        self, request: Request, streams: bool, cancelled: Callable[[], bool] | None = None
    ) -> Generator[str, None, tuple[Answer, str]]:
        """Yields the text as it comes, where it is streamed; returns the answer and the name of who gave it.

        Raises:
            ModelError: as `complete`.
        """
        until = time.monotonic() + self._timeout_s
        said = tuple(message for message in request.messages if message.role != "words")
        # Not replace(): a request that asks nothing is refused before a process is started for it.
        if not said:
            raise ModelError(
                "there is nothing to ask the local model: the conversation has no message for it", "refused"
            )
        sent = Request(said, request.schema, request.max_tokens, request.stop, request.temperature, request.seed)
        line = wire.encode(wire.asked(sent, self._client or f"process {os.getpid()}", streams))
        watch, moved = _Watch(), 0
        while moved < _MOVED_AT_MOST:
            try:
                done = yield from self._once(line, until, cancelled, watch)
            except wire.LostError as error:
                self._after_death(watch, error)
            except wire.WaitedError as error:
                raise ModelError(self._too_long(watch), "slow") from error
            except wire.TakenBackError as error:
                raise ModelError("the request was taken back", "slow") from error
            else:
                if done is not None:
                    return done
                moved += 1
        raise ModelError(f"the local model was changed again and again while it was asked; {self._next_move()}")

    def _after_death(self, watch: "_Watch", error: wire.LostError) -> None:
        """Raises where the request must not be sent again."""
        if watch.begun:
            raise ModelError(f"the local model's process died while it answered; {self._next_move()}") from error
        if watch.pid in watch.died and watch.pid:
            time.sleep(_DYING_S)  # the same one: it dies, and its socket still takes connections
            return
        watch.died.append(watch.pid)
        if len(watch.died) > 1:
            raise ModelError(f"the local model's process died twice before it answered; {self._next_move()}") from error

    def _once(
        self, line: bytes, until: float, cancelled: Callable[[], bool] | None, watch: "_Watch"
    ) -> Generator[str, None, tuple[Answer, str] | None]:
        """One connection; None where the process makes room for another and the request has to be sent again."""
        watch.pid = 0
        with closing(lifecycle.connected(self._place(), self._launch, until)) as connection:
            watch.pid = wire.peer_pid(connection)
            connection.settimeout(max(0.01, until - time.monotonic()))
            try:
                connection.sendall(line)
            except TimeoutError as error:
                raise wire.WaitedError from error
            except OSError as error:
                raise wire.LostError from error
            lines = wire.Lines(connection)
            while True:
                event = lines.read(until, cancelled)
                match event["event"]:
                    case "begun":
                        watch.begun = True
                    case "text":
                        yield str(event["text"])
                    case "done":
                        return _finished(event)
                    case "moved":
                        return None
                    case _:
                        raise ModelError(self._failure(event), _kind_of(event))

    def _place(self) -> Place:
        try:
            self._where = self._where or place()
        except TeachingError as error:
            raise ModelError(f"the local model's process has no place: {error}", "absent") from error
        return self._where

    def _failure(self, event: wire.Line) -> str:
        words = printable(str(event.get("words", "no reason was given")))
        if event.get("kind") == "load":
            return f"the local model did not load: {words}. {teach('model', 'status')} shows what is chosen"
        return f"the local model gave no answer: {words}"

    def _too_long(self, watch: "_Watch") -> str:
        doing = "was still answering" if watch.begun else "had not begun (it loads, or answers others)"
        return (
            f"the local model {doing} after {self._timeout_s:g} seconds: ask for less, or set `timeout_s` under "
            "[model] in config.toml"
        )

    def _next_move(self) -> str:
        return f"its log is {printable(str(self._place().log))}, {teach('model', 'status')} says more; ask again"


@dataclass(slots=True)
class _Watch:
    """What is known of a request on its way.

    Attributes:
        begun: whether the engine works on it.
        pid: of the process that has it.
        died: the processes that had it and are gone.
    """

    begun: bool = False
    pid: int = 0
    died: list[int] = field(default_factory=list[int])


def status(where: Place) -> wire.Line | None:
    """What a running process says about itself; None where none runs.

    Raises:
        ModelError: one runs and does not answer.
    """
    return _told(where, {"do": "status"})


def stop(where: Place) -> bool:
    """Whether a process ran; it ends, and what it was doing is taken back. Returns when it is gone.

    Raises:
        ModelError: it does not answer, or does not go.
    """
    if _told(where, {"do": "stop"}) is None:
        return False
    with where.running().lock_file(LIFE_LOCK) as life:
        if not lifecycle.locked(life, time.monotonic() + 30):
            raise ModelError("the local model's process was told to end and is still there: kill it")
    return True


def _told(where: Place, message: wire.Line) -> wire.Line | None:
    until = time.monotonic() + _STATUS_WITHIN_S
    lifecycle.require_sockets()
    connection = lifecycle.connect(where, until)
    if connection is None:
        return None
    with closing(connection):
        try:
            connection.settimeout(_STATUS_WITHIN_S)
            connection.sendall(wire.encode(message))
            return wire.Lines(connection).read(until)
        except (OSError, wire.LostError):
            return None
        except wire.WaitedError as error:
            raise ModelError("the local model's process does not answer: it is stopped, or very busy") from error


def _kind_of(event: wire.Line) -> Failure:
    said: Any = event.get("failure")
    return said if said in get_args(Failure) else "broken"


def _finished(event: wire.Line) -> tuple[Answer, str]:
    answer = wire.answer_of(event)
    if answer.finish == "cancelled":
        raise ModelError("the local model was stopped while it answered: ask again")
    return answer, str(event["model"])


def _completion(answer: Answer, name: str, schema: Schema | None, begun: float) -> Completion:
    if schema is not None and not _is_json(answer.text):
        raise ModelError("the local model's answer is no JSON: it was cut off, or the model cannot do this")
    usage = Usage(read=answer.read - answer.reused, written=answer.written, cache_read=answer.reused)
    return Completion(answer.text, answer.read + answer.written, 0.0, name, usage, time.monotonic() - begun)


def _is_json(text: str) -> bool:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return found is not None
