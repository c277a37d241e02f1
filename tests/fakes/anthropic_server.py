"""Anthropic's Messages API on loopback, for our own back-end: `with serving() as fake: fake.then(overloaded())`.

Real Claude Code is driven against the fake in tests/e2e/claude_code, which plays whole conversations with tools.
"""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tests.fakes.loopback import Behaviour, Fake, Handler, Seen, closes, running

KEY = "sk-ant-of-the-tests-0123456789"


def message(*texts: str, stop_reason: str = "end_turn", model: str = "claude-opus-5-5", **usage: int) -> dict[str, Any]:
    """One answer, a block for each text."""
    tokens = {"input_tokens": 12, "output_tokens": 3, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0}
    return {
        "id": "msg_01", "type": "message", "role": "assistant", "model": model, "stop_sequence": None,
        "content": [{"type": "text", "text": text} for text in texts],
        "stop_reason": stop_reason, "usage": tokens | usage,
    }  # fmt: skip


def says(*texts: str | Callable[[Any], str], **more: Any) -> Behaviour:
    """Answers in so many blocks; a function makes a text from the question's body. Streamed where that is asked for."""

    def answer(handler: Handler) -> None:
        body = handler.seen.body
        said = [text if isinstance(text, str) else text(body) for text in texts or ("fine",)]
        found = message(*said, model=body["model"], **more)
        if body.get("stream"):
            _stream(handler, found)
        else:
            handler.send_json(found, request_id="req_01")

    return answer


def answers(found: Any) -> Behaviour:
    """Answers with a document as it stands."""
    return lambda handler: handler.send_json(found)


def refuses(why: str = "This is about something that I do not help with.") -> Behaviour:
    """The model will not answer."""
    details = {"type": "refusal", "category": "cyber", "explanation": why}
    return answers(message("Half an", stop_reason="refusal") | {"stop_details": details})


def fails(status: int, kind: str, why: str = "something went wrong", **headers: str) -> Behaviour:
    """An error as the API words it."""
    found = {"type": "error", "error": {"type": kind, "message": why}, "request_id": "req_02"}
    return lambda handler: handler.send_json(found, status, **headers)


def limited(seconds: float | None = None) -> Behaviour:
    """Asked too often; it may say for how long."""
    after = {} if seconds is None else {"retry_after": f"{seconds:g}"}
    return fails(429, "rate_limit_error", "too many requests", **after)


def overloaded() -> Behaviour:
    """Too many others ask."""
    return fails(529, "overloaded_error", "Overloaded")


def no_money() -> Behaviour:
    """The account is empty, which comes as a bad request."""
    return fails(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.")


def wants_key(behaviour: Behaviour, key: str = KEY) -> Behaviour:
    """Does that only for whoever brings the key; repeats the one that was brought."""

    def check(handler: Handler) -> None:
        brought = key_of(handler.seen)
        if brought == key:
            behaviour(handler)
        else:
            fails(401, "authentication_error", f"invalid API key {brought}")(handler)

    return check


def key_of(seen: Seen) -> str:
    """The key that came with a request: the SDK sends it as a bearer, older clients in a header of its own."""
    return seen.headers.get("authorization", "").removeprefix("Bearer ") or seen.headers.get("x-api-key", "")


def _stream(handler: Handler, found: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": found | {"content": [], "stop_reason": None}},
        *(
            event
            for number, block in enumerate(found["content"])
            for event in (
                {"type": "content_block_start", "index": number, "content_block": block | {"text": ""}},
                {
                    "type": "content_block_delta",
                    "index": number,
                    "delta": {"type": "text_delta", "text": block["text"]},
                },
                {"type": "content_block_stop", "index": number},
            )
        ),
        {"type": "message_delta", "delta": {"stop_reason": found["stop_reason"]}, "usage": found["usage"]},
        {"type": "message_stop"},
    ]
    for event in events:
        handler.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())


@contextmanager
def serving(always: Behaviour | None = None, batches: "Batches | None" = None) -> Generator[Fake, None, None]:
    """The API, which answers `fine` where it is not told otherwise."""
    with running(Fake(always or says("fine"), batches or (lambda seen: None))) as fake:
        yield fake


class Batches:
    """The Message Batches API beside the other one: what is sent in is answered when `ended` is set.

    Attributes:
        made: the requests of each batch, by its id.
        deaf: takes the next batch, and hangs up instead of saying so.
    """

    def __init__(self, answer: Callable[[Any], dict[str, Any]]) -> None:
        """Takes what gives the result of one request: `succeeded(…)`, or another one."""
        self.made: dict[str, list[Any]] = {}
        self.ended = threading.Event()
        self.ended.set()
        self.deaf = False
        self._answer = answer

    def __call__(self, seen: Seen) -> Behaviour | None:
        """What answers a request for it; None where it is another one."""
        path = seen.path.partition("?")[0]
        if not path.startswith("/v1/messages/batches"):
            return None
        name = path.removeprefix("/v1/messages/batches").strip("/")
        if seen.method == "POST":
            return self._create
        if not name:
            return lambda handler: handler.send_json(
                {"data": [self._standing(handler, one) for one in reversed(self.made)], "has_more": False}
            )
        if name.endswith("/results"):
            return lambda handler: self._results(handler, name.removesuffix("/results"))
        if name not in self.made:
            return fails(404, "not_found_error", "no such batch")
        return lambda handler: handler.send_json(self._standing(handler, name))

    def _create(self, handler: Handler) -> None:
        name = f"msgbatch_{len(self.made) + 1:02}"
        self.made[name] = handler.seen.body["requests"]
        if self.deaf:
            self.deaf = False
            closes(handler)
        else:
            handler.send_json(self._standing(handler, name))

    def _standing(self, handler: Handler, name: str) -> dict[str, Any]:
        count, over = len(self.made[name]), self.ended.is_set()
        counts = {"processing": 0 if over else count, "succeeded": count if over else 0}
        return {
            "id": name, "type": "message_batch", "processing_status": "ended" if over else "in_progress",
            "request_counts": counts | {"errored": 0, "canceled": 0, "expired": 0},
            "created_at": datetime.now(UTC).isoformat(), "expires_at": "2099-01-01T00:00:00Z", "ended_at": None,
            "archived_at": None, "cancel_initiated_at": None,
            "results_url": f"{handler.server.url}/v1/messages/batches/{name}/results" if over else None,
        }  # fmt: skip

    def _results(self, handler: Handler, name: str) -> None:
        # The API promises no order.
        rows = [
            {"custom_id": one["custom_id"], "result": self._answer(one["params"])} for one in reversed(self.made[name])
        ]
        content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
        handler.send(content, content_type="application/x-jsonl")


def succeeded(text: str, **more: Any) -> dict[str, Any]:
    """One request's result, answered."""
    return {"type": "succeeded", "message": message(text, **more)}


def errored(kind: str = "invalid_request_error", why: str = "too long") -> dict[str, Any]:
    """One that the API could not make sense of; it costs nothing."""
    return {"type": "errored", "error": {"type": "error", "error": {"type": kind, "message": why}}}
