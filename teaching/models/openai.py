"""A model that an engine serves in OpenAI's form: Ollama, llama-server, vLLM and others, here or elsewhere.

Not covered: which template that engine renders with, and what it adds to it (llama-server the date of the day).
"""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from typing import Any, cast

from teaching.costs.prices import Prices, cost_of
from teaching.errors import TeachingError
from teaching.models.answers import body_of, complaint_in, count, object_of, refusal
from teaching.models.external import Base
from teaching.models.forms import require
from teaching.models.protocol import Completion, Message, ModelError, Schema, Usage
from teaching.models.waiting import waited
from teaching.program import teach
from teaching.repository.files import printable


class EngineModel:
    """One model of one engine.

    Attributes:
        name: how replies call it.
    """

    def __init__(
        self,
        base: Base,
        model: str,
        timeout_s: float = 120.0,
        key_env: str | None = None,
        prices: Prices | None = None,
    ) -> None:
        """Takes where to ask, and asks nothing yet.

        Args:
            base: the engine.
            model: which of its models.
            timeout_s: for one answer.
            key_env: the environment variable that holds the key for it, read when something is asked; it may be empty.
            prices: of models that cost something. One that is not among them costs nothing on this machine, and
                elsewhere nobody knows what.
        """
        self.name = f"{printable(model)} (at {base.url}, unproven)"
        self._base, self._model, self._timeout_s, self._key_env = base, model, timeout_s, key_env or None
        self._prices: Prices = prices or {}
        self._who = f"the engine at {base.url}"
        self._cancelled: Callable[[], bool] | None = None

    def within(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> "EngineModel":
        """The same with at most so many seconds for an answer; when `cancelled` says so the connection is closed."""
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
            ModelError: the engine does not answer in time, or not in the form asked for.
        """
        begun = time.monotonic()
        asking = _Asking(self._base, self._key_env, self._who, self._timeout_s)
        body = self._body(messages, schema, max_tokens, stop)
        found = waited(
            lambda: asking.ask(body), begun + self._timeout_s, self._cancelled, asking.give_up, self._too_long
        )
        text, usage = self._answer(found)
        if schema is not None:
            require(schema, text, self.name)
        cost = cost_of(self._model, usage, self._prices)
        known = cost is not None or self._base.here
        return Completion(text, usage.total, cost or 0.0, self.name, usage, time.monotonic() - begun, priced=known)

    def _body(
        self, messages: Sequence[Message], schema: Schema | None, max_tokens: int, stop: Sequence[str]
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in messages if m.role != "words"],
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": False,
        }
        if not body["messages"]:
            raise ModelError("there is nothing to ask the engine: the conversation has no message for it", "refused")
        if stop:
            body["stop"] = list(stop)
        if schema is not None:
            form = {"name": "answer", "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body

    def _too_long(self) -> str:
        return (
            f"{self._who} did not answer within {self._timeout_s:g} seconds: ask for less, or set `timeout_s` of its "
            "table in config.toml"
        )

    def _answer(self, found: dict[str, Any]) -> tuple[str, Usage]:
        if (complaint := complaint_in(found, self._who)) is not None:
            raise complaint
        try:
            choice: Any = found["choices"][0]
            message: Any = choice["message"]
            text: Any = message["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise ModelError(f"what {self._who} answered has no text in it") from error
        if isinstance(message, dict) and (said := cast(dict[str, Any], message).get("refusal")):
            raise ModelError(f"{self._who} will not answer this: {printable(str(said))[:200]}", "refused")
        if isinstance(choice, dict) and cast(dict[str, Any], choice).get("finish_reason") == "content_filter":
            raise ModelError(f"{self._who} will not answer this: its filter held the answer back", "refused")
        if not isinstance(text, str):
            raise ModelError(f"what {self._who} answered has no text in it")
        return text, _usage(found)


class _Asking:
    """One request on its way, which another thread may give up."""

    def __init__(self, base: Base, key_env: str | None, who: str, timeout_s: float) -> None:
        self._base, self._key_env, self._who = base, key_env, who
        self._connection = base.connect(timeout_s)

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer, or ModelError."""
        try:
            key = self._base.bearer(self._key_env)
        except TeachingError as error:
            raise ModelError(str(error), "refused") from error
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **key}
        try:
            self._connection.request(
                "POST", f"{self._base.prefix}/v1/chat/completions", json.dumps(body).encode("ascii"), headers
            )
            with self._connection.getresponse() as response:
                content = body_of(response, self._who)
        except TimeoutError as error:
            raise ModelError(f"{self._who} did not answer in time", "slow") from error
        except ssl.SSLCertVerificationError as error:
            raise ModelError(f"the certificate of {self._base.url} is not trusted", "refused") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ModelError(
                f"{self._who} does not answer: start it, or {teach('model', 'status')} shows what else there is",
                "absent",
            ) from error
        finally:
            self._connection.close()
        if response.status != http.client.OK:
            raise refusal(response.status, response.getheader, _masked(content, key), self._who, self._moves())
        return object_of(content, self._who)

    def give_up(self) -> None:
        """Ends the connection, so that the thread that reads from it ends, and the engine learns it as well."""
        opened = self._connection.sock
        if opened is not None:
            with suppress(OSError):  # not the method of a TLS socket, which would first take its layer off
                socket.socket.shutdown(opened, socket.SHUT_RDWR)

    def _moves(self) -> dict[int, str]:
        choose = teach("model", "use", *(() if self._base.here else ("--url",)), self._base.url)
        if self._key_env is None:
            wants = f"It wants a key: {teach('model', 'use', '--url', self._base.url, '--key-env', 'KEY')} names one"
        else:
            wants = f"See to the key in the environment variable {self._key_env}"
        return {401: wants, 403: wants, 404: f"{choose} shows which models it has"}


def _masked(content: bytes, headers: Mapping[str, str]) -> bytes:
    """Without the key, which an engine may repeat when it refuses it."""
    for value in headers.values():
        content = content.replace(value.removeprefix("Bearer ").encode("ascii"), b"...")
    return content


def _usage(found: dict[str, Any]) -> Usage:
    read = count(found, "usage", "prompt_tokens")
    cached = count(found, "usage", "prompt_tokens_details", "cached_tokens")
    written = count(found, "usage", "completion_tokens")
    if not read and not written:  # an engine that tells only the sum
        return Usage(read=count(found, "usage", "total_tokens"))
    return Usage(read=max(0, read - cached), written=written, cache_read=min(cached, read))
