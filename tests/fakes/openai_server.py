"""An engine that speaks OpenAI's protocol, on loopback: `with serving() as fake: fake.then(limited(3))`."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from tests.fakes.loopback import Behaviour, Fake, Handler, Seen, running

MODEL = "tutor-8b"


def says(text: str | Callable[[Any], str] = "fine", *, read: int = 5, written: int = 2, cached: int = 0) -> Behaviour:
    """Answers; a function makes the text from the question's body. Streamed where that is asked for."""

    def answer(handler: Handler) -> None:
        said = text if isinstance(text, str) else text(handler.seen.body)
        if handler.seen.body.get("stream"):
            _stream(handler, said)
            return
        usage: dict[str, Any] = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        if cached:
            usage["prompt_tokens_details"] = {"cached_tokens": cached}
        message = {"role": "assistant", "content": said}
        handler.send_json(
            {
                "id": "chatcmpl-1", "object": "chat.completion", "model": handler.seen.body["model"], "usage": usage,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
        )  # fmt: skip

    return answer


def streams_unasked(handler: Handler) -> None:
    """Events, though one whole answer was asked for."""
    _stream(handler, "in pieces")


def _stream(handler: Handler, text: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    deltas: list[dict[str, Any]] = [{"content": piece} for piece in text.split(" ")]
    for delta in deltas:
        chunk = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.write(b"data: [DONE]\n\n")


def refuses(why: str = "I cannot help with that.") -> Behaviour:
    """The model will not answer."""
    message = {"role": "assistant", "content": None, "refusal": why}
    return lambda handler: handler.send_json({"choices": [{"message": message, "finish_reason": "stop"}]})


def fails(status: int = 500, why: str = "out of memory", **headers: str) -> Behaviour:
    """An error as such engines word it."""
    return lambda handler: handler.send_json({"error": {"message": why, "type": "server_error"}}, status, **headers)


def limited(seconds: float | None = None) -> Behaviour:
    """Asked too often; it may say for how long."""
    return fails(429, "rate limit reached", **({} if seconds is None else {"retry_after": f"{seconds:g}"}))


def complains(code: int | str = "context_length_exceeded") -> Behaviour:
    """An error under a status that says that all is well."""
    return lambda handler: handler.send_json({"error": {"message": "the prompt is too long", "code": code}})


def wants_key(key: str) -> Callable[[Behaviour], Behaviour]:
    """Does what it is given only for whoever brings the key; repeats the one that was brought, as some engines do."""

    def guarded(behaviour: Behaviour) -> Behaviour:
        def check(handler: Handler) -> None:
            brought = handler.seen.headers.get("authorization", "")
            if brought == f"Bearer {key}":
                behaviour(handler)
            else:
                handler.send_json({"error": {"message": f"incorrect API key: {brought}"}}, 401)

        return check

    return guarded


def besides(models: tuple[str, ...] = (MODEL,)) -> Callable[[Seen], Behaviour | None]:
    """What answers requests that ask no model: which models there are."""
    listed = {"object": "list", "data": [{"id": name, "object": "model", "owned_by": "vllm"} for name in models]}

    def answer(seen: Seen) -> Behaviour | None:
        return (lambda handler: handler.send_json(listed)) if seen.path.endswith("/v1/models") else None

    return answer


@contextmanager
def serving(always: Behaviour | None = None, models: tuple[str, ...] = (MODEL,)) -> Generator[Fake, None, None]:
    """The engine, which answers `fine` where it is not told otherwise."""
    with running(Fake(always or says(), besides(models))) as fake:
        yield fake
