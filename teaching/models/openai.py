"""A model that an engine on this machine serves in OpenAI's form: Ollama, llama-server, vLLM and others.

Not covered: which template that engine renders with, and what it adds to it (llama-server the date of the day).
"""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, cast

from teaching.models.external import Base
from teaching.models.protocol import Completion, Message, ModelError, Schema
from teaching.program import teach
from teaching.repository.files import printable

_READ_AT_MOST = 16 * 1024 * 1024
_CHUNK = 1 << 16


class EngineModel:
    """One model of one engine.

    Attributes:
        name: how replies call it.
    """

    def __init__(self, base: Base, model: str, timeout_s: float = 120.0) -> None:
        """Takes where to ask, and asks nothing yet."""
        self.name = f"{printable(model)} (at {base.url}, unproven)"
        self._base, self._model, self._timeout_s = base, model, timeout_s

    def within(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> "EngineModel":
        """The same with at most so many seconds for an answer; the engine cannot be told that it was cancelled."""
        made = copy(self)
        made._timeout_s = min(seconds, self._timeout_s)
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
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in messages if m.role != "words"],
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": False,
        }
        if not body["messages"]:
            raise ModelError("there is nothing to ask the engine: the conversation has no message for it")
        if stop:
            body["stop"] = list(stop)
        if schema is not None:
            form = {"name": "answer", "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        text, tokens = self._answer(self._ask(body))
        if schema is not None and not _is_json(text):
            raise ModelError(f"{self.name} did not answer in JSON: it was cut off, or the engine cannot do this")
        return Completion(text, tokens=tokens, cost=0.0, model=self.name)

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        until = time.monotonic() + self._timeout_s
        connection = self._base.connect(self._timeout_s)
        try:
            connection.request(
                "POST", "/v1/chat/completions", json.dumps(body).encode("ascii"), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            content = self._read(response, until)
        except TimeoutError as error:
            raise ModelError(
                f"the engine at {self._base.url} did not answer within {self._timeout_s:g} seconds: ask for less, or "
                "set `timeout_s` under [model] in config.toml"
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise ModelError(
                f"the engine at {self._base.url} does not answer: start it, or {teach('model', 'status')} shows what "
                "else there is"
            ) from error
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise ModelError(
                f"the engine at {self._base.url} refused ({response.status}): "
                f"{printable(content[:300].decode('utf-8', 'replace'))}"
            )
        return self._object(content)

    def _read(self, response: http.client.HTTPResponse, until: float) -> bytes:
        content = b""
        while chunk := response.read1(_CHUNK):
            content += chunk
            if time.monotonic() > until:
                raise TimeoutError
            if len(content) > _READ_AT_MOST:
                raise ModelError(f"the engine at {self._base.url} does not come to an end")
        return content

    def _object(self, content: bytes) -> dict[str, Any]:
        try:
            found: Any = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise ModelError(f"what the engine at {self._base.url} answered is no JSON") from error
        if not isinstance(found, dict):
            raise ModelError(f"what the engine at {self._base.url} answered is not understood")
        return cast(dict[str, Any], found)

    def _answer(self, found: dict[str, Any]) -> tuple[str, int]:
        try:
            text = found["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise ModelError(f"what the engine at {self._base.url} answered has no text in it") from error
        if not isinstance(text, str):
            raise ModelError(f"what the engine at {self._base.url} answered has no text in it")
        usage: Any = found.get("usage")
        total: Any = cast(dict[str, Any], usage).get("total_tokens") if isinstance(usage, dict) else 0
        return text, total if isinstance(total, int) else 0


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
