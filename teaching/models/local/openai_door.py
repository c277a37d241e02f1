"""The local model in OpenAI's protocol: an ASGI app that asks the one process of this user, as everybody else does.

Whoever serves it stands a guard before it: it asks for no token and looks at no Host header itself.
"""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any, Final

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.streams.memory import MemoryObjectSendStream
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from teaching.errors import BadInputError, TeachingError
from teaching.models.local import openai_form as form
from teaching.models.local.client import LocalModel
from teaching.models.local.engine import Answer, Request
from teaching.models.protocol import ModelError
from teaching.repository.files import printable

MOST_AT_ONCE: Final = 128
_RETRY_S: Final = 1

# Who asks -> the model, for that caller's turns.
Asked = Callable[[str], LocalModel]


class _Crowd:
    """How many are in here; everybody who waits for an answer has a thread."""

    def __init__(self, most: int) -> None:
        self.limiter = anyio.CapacityLimiter(most)
        self._most, self._inside = most, 0

    def enter(self) -> bool:
        """Whether there was room."""
        if self._inside >= self._most:
            return False
        self._inside += 1
        return True

    def leave(self) -> None:
        """Makes room for another."""
        self._inside -= 1


def app(model: Asked, named: Callable[[], str], most: int = MOST_AT_ONCE) -> Starlette:
    """The door.

    Args:
        model: gives what is asked; each caller takes turns with the others.
        named: how the model that is chosen now is called.
        most: how many may wait at the same time.
    """
    crowd = _Crowd(most)

    async def complete(http: HttpRequest) -> Response:
        return await _complete(http, model, named, crowd)

    async def models(_http: HttpRequest) -> Response:
        row = {"id": named(), "object": "model", "created": 0, "owned_by": "teach"}
        return JSONResponse({"object": "list", "data": [row]})

    async def health(_http: HttpRequest) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", complete, methods=["POST"]),
            Route("/v1/models", models),
            Route("/health", health),
        ],
        exception_handlers={404: _elsewhere, 405: _elsewhere},
    )


async def _elsewhere(_http: HttpRequest, error: Exception) -> Response:
    status = int(getattr(error, "status_code", 404))
    return _complaint(status, "there are POST /v1/chat/completions, GET /v1/models and GET /health", "not_found")


async def _complete(http: HttpRequest, model: Asked, named: Callable[[], str], crowd: _Crowd) -> Response:
    try:
        request, rest = form.request_of(await http.body())
        # The port stands for a caller that gives no name: a client keeps its connection.
        caller = rest["user"] or (f"{http.client.host}:{http.client.port}" if http.client else "")
        name, asked = named(), model(f"door {caller}")
    except BadInputError as error:
        return _complaint(400, str(error), "invalid")
    except TeachingError as error:
        return _complaint(503, str(error), "absent")
    if rest["model"] not in {"", name}:
        words = f"there is no model {printable(rest['model'])[:80]} here: ask for {printable(name)}"
        return _complaint(404, words, "model_not_found")
    if not crowd.enter():
        return _complaint(429, "too many wait already: ask again in a moment", "limited")
    return _Answering(asked, request, rest, name, crowd)


def _complaint(status: int, words: str, code: str) -> JSONResponse:
    headers = {"Retry-After": str(_RETRY_S)} if status == 429 else {}
    return JSONResponse(form.complaint(status, words, code), status, headers)


class _Done:
    """What a thread hands on behind the pieces of the text."""

    def __init__(self, answer: Answer | None, error: ModelError | None = None) -> None:
        self.answer, self.error = answer, error


_Item = str | _Done


class _Answering(Response):
    """One request being answered. A caller that goes takes it back, wherever it is by then."""

    def __init__(self, model: LocalModel, request: Request, rest: form.Table, name: str, crowd: _Crowd) -> None:
        super().__init__()
        self._model, self._request, self._rest, self._name, self._crowd = model, request, rest, name, crowd
        self._gone = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers."""
        try:
            async with anyio.create_task_group() as group, AsyncExitStack() as stack:
                stack.callback(group.cancel_scope.cancel)
                stack.callback(self._gone.set)
                group.start_soon(self._watch, receive, group.cancel_scope)
                await self._answer(scope, receive, send, group)
        finally:
            self._gone.set()
            self._crowd.leave()

    async def _watch(self, receive: Receive, scope: anyio.CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        self._gone.set()
        scope.cancel()

    async def _answer(self, scope: Scope, receive: Receive, send: Send, group: Any) -> None:
        into, items = anyio.create_memory_object_stream[_Item](max_buffer_size=float("inf"))
        async with into, items:
            group.start_soon(self._ask, into.clone())
            try:
                first = await items.receive()
                if isinstance(first, _Done) and (first.error is not None or not self._rest["stream"]):
                    await self._whole(first)(scope, receive, send)
                else:
                    await self._streamed(first, items, send)
            finally:
                self._gone.set()  # before the stream is closed, into which the thread puts what comes

    async def _streamed(self, first: _Item, items: Any, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _STREAMED})
        async for chunk in self._chunks(first, items):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _ask(self, into: MemoryObjectSendStream[_Item]) -> None:
        async with into:
            await anyio.to_thread.run_sync(
                self._in_thread, into, abandon_on_cancel=True, limiter=self._crowd.limiter
            )  # fmt: skip

    def _in_thread(self, into: MemoryObjectSendStream[_Item]) -> None:
        def hand_on(item: _Item) -> None:
            if not self._gone.is_set():
                anyio.from_thread.run_sync(into.send_nowait, item)

        try:
            pieces = self._model.pieces(self._request, self._rest["stream"], self._gone.is_set)
            while True:
                try:
                    hand_on(next(pieces))
                except StopIteration as end:
                    answer, _ = end.value
                    break
        except ModelError as error:
            hand_on(_Done(None, error))
        else:
            hand_on(_Done(answer))

    def _whole(self, done: _Done) -> Response:
        if done.answer is not None:
            return JSONResponse(form.whole(done.answer, self._name))
        error = done.error or ModelError("no answer came")
        return _complaint(form.STATUS[error.failure], str(error), error.failure)

    async def _chunks(self, first: _Item, items: Any) -> AsyncIterator[bytes]:
        chunks, item = form.Chunks(self._name), first
        yield chunks.begin()
        while isinstance(item, str):
            yield chunks.piece(item)
            item = await items.receive()
        if item.answer is not None:
            yield chunks.end(item.answer, self._rest["usage"])
        elif item.error is not None:
            yield chunks.failed(item.error)


_STREAMED: Final = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
