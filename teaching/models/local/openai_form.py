"""OpenAI's chat protocol, as far as the local model can answer it: what a request asks for, and how a reply looks.

Not covered, and refused by name: tools, several answers at once, pictures, scores of tokens.
"""

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from teaching.errors import BadInputError
from teaching.models.local.engine import Answer, Request
from teaching.models.protocol import Failure, Message, ModelError, Schema
from teaching.repository.files import printable

MOST_TOKENS: Final = 8192
USUAL_TOKENS: Final = 512
_MOST_MESSAGES: Final = 256
_MOST_STOPS: Final = 16
_LONGEST_NAME: Final = 200
_ROLES: Final[Mapping[str, Literal["system", "user", "assistant"]]] = {
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant",
}  # fmt: skip
_REFUSED: Final = ("tools", "functions", "logprobs", "audio", "prediction")
STATUS: Final[Mapping[Failure, int]] = {"slow": 504, "limited": 429, "refused": 400, "broken": 502, "absent": 503}
_KINDS: Final[Mapping[int, str]] = {400: "invalid_request_error", 404: "invalid_request_error", 429: "rate_limit_error"}

Table = dict[str, Any]


def request_of(body: bytes) -> tuple[Request, Table]:
    """The request for the engine, and the rest of what was asked: `model`, `stream`, `user`, `usage`.

    Raises:
        BadInputError: it cannot be understood or answered; the message says what to change.
    """
    asked = _table(_json(body), "the request")
    for name in _REFUSED:
        if asked.get(name):
            raise BadInputError(f"{name} is not supported here: leave it away")
    if asked.get("n") not in {None, 1}:
        raise BadInputError("n can only be 1: ask several times")
    temperature = _number(asked, "temperature", 0.0, 2.0)
    request = Request(
        messages=_messages(asked.get("messages")),
        schema=_schema(asked.get("response_format")),
        max_tokens=_tokens(asked),
        stop=_stops(asked.get("stop")),
        temperature=temperature,
        seed=_seed(asked.get("seed")),
    )
    options: Any = asked.get("stream_options")
    wants_usage = isinstance(options, dict) and bool(cast(Table, options).get("include_usage"))
    rest = {"stream": asked.get("stream") is True, "usage": wants_usage}
    return request, rest | {name: _name(asked, name) for name in ("model", "user")}


def whole(answer: Answer, model: str) -> Table:
    """The reply to a request that is not streamed."""
    choice = {
        "index": 0, "message": {"role": "assistant", "content": answer.text}, "logprobs": None,
        "finish_reason": _finish(answer),
    }  # fmt: skip
    return _head("chat.completion", model) | {"choices": [choice], "usage": _usage(answer)}


class Chunks:
    """The events of one streamed reply, each as it goes out."""

    def __init__(self, model: str) -> None:
        """Takes how the reply calls the model."""
        self._common = _head("chat.completion.chunk", model)

    def begin(self) -> bytes:
        """The first one."""
        return self._event([self._choice({"role": "assistant", "content": ""})])

    def piece(self, text: str) -> bytes:
        """A piece of the text."""
        return self._event([self._choice({"content": text})])

    def end(self, answer: Answer, usage: bool) -> bytes:
        """The last ones, with what was used where that is wanted."""
        last = self._event([self._choice({}) | {"finish_reason": _finish(answer)}])
        used = _sent(self._common | {"choices": [], "usage": _usage(answer)}) if usage else b""
        return last + used + b"data: [DONE]\n\n"

    def failed(self, error: ModelError) -> bytes:
        """The last one where it came to no end."""
        return _sent(complaint(STATUS[error.failure], str(error), error.failure))

    def _event(self, choices: list[Table]) -> bytes:
        return _sent(self._common | {"choices": choices})

    def _choice(self, delta: Table) -> Table:
        return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}


def complaint(status: int, words: str, code: str) -> Table:
    """An error, as clients of this protocol read it."""
    return {"error": {"message": words, "type": _KINDS.get(status, "server_error"), "param": None, "code": code}}


def _head(kind: str, model: str) -> Table:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def _usage(answer: Answer) -> Table:
    return {
        "prompt_tokens": answer.read, "completion_tokens": answer.written,
        "total_tokens": answer.read + answer.written, "prompt_tokens_details": {"cached_tokens": answer.reused},
    }  # fmt: skip


def _finish(answer: Answer) -> str:
    return "length" if answer.finish == "length" else "stop"


def _sent(found: Table) -> bytes:
    return b"data: " + json.dumps(found, separators=(",", ":")).encode("ascii") + b"\n\n"


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInputError("the body is no JSON: send one object") from error


def _table(value: object, what: str) -> Table:
    if not isinstance(value, dict):
        raise BadInputError(f"{what} is no object: send one with its fields")
    return cast(Table, value)


def _messages(given: object) -> tuple[Message, ...]:
    if not isinstance(given, list) or not given or len(cast(list[Any], given)) > _MOST_MESSAGES:
        raise BadInputError(f"messages has to be a list of 1 to {_MOST_MESSAGES}, each with role and content")
    made: list[Message] = []
    for one in cast(list[Any], given):
        table = _table(one, "a message")
        role = _ROLES.get(str(table.get("role")))
        if role is None:
            raise BadInputError(f"role {printable(str(table.get('role')))[:40]} is not understood: {', '.join(_ROLES)}")
        made.append(Message(role, _content(table.get("content"))))
    return tuple(made)


def _content(given: object) -> str:
    if isinstance(given, str):
        return given
    parts = cast(list[Any], given) if isinstance(given, list) else [None]
    texts: list[str] = []
    for part in parts:
        text: Any = cast(Table, part).get("text") if isinstance(part, dict) else None
        if not isinstance(text, str):
            raise BadInputError("content has to be text, or a list of parts of type text: others cannot be read here")
        texts.append(text)
    return "".join(texts)


def _schema(given: object) -> Schema | None:
    if given is None:
        return None
    form = _table(given, "response_format")
    if form.get("type") == "text":
        return None
    wrapped: Any = form.get("json_schema")
    schema: Any = cast(Table, wrapped).get("schema") if isinstance(wrapped, dict) else None
    if form.get("type") != "json_schema" or not isinstance(schema, dict):
        raise BadInputError('response_format has to be {"type": "json_schema", "json_schema": {"schema": {…}}} or text')
    return cast(Table, schema)


def _tokens(asked: Table) -> int:
    given: Any = asked.get("max_completion_tokens") or asked.get("max_tokens")
    if given is None:
        return USUAL_TOKENS
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= MOST_TOKENS:
        raise BadInputError(f"max_tokens has to be a number from 1 to {MOST_TOKENS}")
    return given


def _number(asked: Table, name: str, usual: float, most: float) -> float:
    given: Any = asked.get(name)
    if given is None:
        return usual
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 <= given <= most:
        raise BadInputError(f"{name} has to be a number from 0 to {most:g}")
    return float(given)


def _seed(given: object) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 1 << 31 else 0


def _stops(given: object) -> tuple[str, ...]:
    texts: Any = [given] if isinstance(given, str) else given or []
    if isinstance(texts, list):
        listed = cast(list[Any], texts)
        if len(listed) <= _MOST_STOPS and all(isinstance(one, str) and one for one in listed):
            return tuple(listed)
    raise BadInputError(f"stop has to be a text, or a list of up to {_MOST_STOPS}")


def _name(asked: Table, name: str) -> str:
    given: Any = asked.get(name)
    if given is not None and (not isinstance(given, str) or len(given) > _LONGEST_NAME):
        raise BadInputError(f"{name} has to be a text of up to {_LONGEST_NAME} characters")
    return given or ""
