"""Claude through Anthropic's API, with a key of the user's own; or whatever speaks like it at another address.

The SDK is imported when something is asked, which takes seconds where it is the first time. Not covered: streaming,
tools, batches; and what a request costs that was given up on its way.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from importlib import import_module
from typing import Any, Final, cast

from teaching.costs.prices import DEFAULTS, Prices, cost_of
from teaching.errors import TeachingError
from teaching.models.answers import READ_AT_MOST, complaint_in, count, object_of, refusal
from teaching.models.external import Base, base_of, key_of
from teaching.models.forms import require
from teaching.models.protocol import Completion, Message, ModelError, Schema, Usage
from teaching.models.waiting import waited
from teaching.repository.files import printable

KEY_ENV: Final = "ANTHROPIC_API_KEY"
# Claude thinks before it writes where it finds that worth it, and both count: a short answer needs room for it.
ROOM_FOR_THINKING: Final = 4096
_NO_KEY: Final = "none"  # for engines that want none; the SDK sends one in any case, and else looks for the user's own
_CONNECT_S: Final = 10.0
_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 2.0
# Worth asking once more: what the API itself calls passing.
_PASSING: Final = frozenset({408, 409, 429, 500, 502, 503, 504, 529})


class AnthropicModel:
    """One model behind the Messages API.

    Attributes:
        name: how replies call it.
    """

    def __init__(
        self,
        model: str,
        key_env: str | None = None,
        base_url: str | None = None,
        timeout_s: float = 120.0,
        prices: Prices = DEFAULTS,
    ) -> None:
        """Takes what to ask, and neither asks nor imports anything yet.

        Args:
            model: its id.
            key_env: the environment variable with the key; empty is ANTHROPIC_API_KEY, and no key where there is a
                `base_url`: the usual key is for Anthropic.
            base_url: where it is asked; empty is Anthropic's address, or the one in ANTHROPIC_BASE_URL.
            timeout_s: for one answer.
            prices: of the models.

        Raises:
            BadInputError: `base_url` is no address.
        """
        self._base: Base | None = base_of(base_url, elsewhere=True) if base_url else None
        self._key_env = key_env or ("" if self._base else KEY_ENV)
        self._model, self._timeout_s, self._prices = model, timeout_s, prices
        self.name = printable(model) if self._base is None else f"{printable(model)} (at {self._base.url}, unproven)"
        self._who = "Anthropic's API" if self._base is None else f"the engine at {self._base.url}"
        self._cancelled: Callable[[], bool] | None = None

    def within(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> "AnthropicModel":
        """The same with at most so many seconds for an answer; when `cancelled` says so nobody waits any more."""
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
        """Completes the conversation. What stands in its system messages is kept in the API's cache.

        Raises:
            ModelError: there is no answer in time, or it has not the form asked for.
        """
        begun = time.monotonic()
        request = self._request(messages, max_tokens, stop)
        asking = _Asking(self._who, self._key(), self._base, begun + self._timeout_s, self._timeout_s)
        found = waited(
            lambda: asking.ask(request, schema), begun + self._timeout_s, self._cancelled, asking.give_up,
            self._too_long,
        )  # fmt: skip
        text, usage = _cut(self._text(found), stop), _usage(found)
        if schema is not None:
            require(schema, text, self.name)
        cost = cost_of(self._model, usage, self._prices)
        known = cost is not None or (self._base is not None and self._base.here)
        return Completion(text, usage.total, cost or 0.0, self.name, usage, time.monotonic() - begun, priced=known)

    def _request(self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str]) -> dict[str, Any]:
        system = [message.content for message in messages if message.role == "system" and message.content.strip()]
        turns = [{"role": m.role, "content": m.content} for m in messages if m.role in {"user", "assistant"}]
        if not turns:
            raise ModelError("there is nothing to ask Claude: the conversation has no message for it", "refused")
        is_claude = self._model.startswith("claude")
        request: dict[str, Any] = {
            "model": self._model,
            "max_tokens": max_tokens + (ROOM_FOR_THINKING if is_claude else 0),
            "messages": turns,
        }
        if system:
            blocks: list[dict[str, Any]] = [{"type": "text", "text": text} for text in system]
            blocks[-1]["cache_control"] = {"type": "ephemeral"}
            request["system"] = blocks
        # The API refuses those of white space only; all of them are cut off below in any case.
        if texts := [text for text in stop if text.strip()]:
            request["stop_sequences"] = texts
        if not is_claude:  # Claude takes no temperature any more; what llama-server serves is to be greedy
            request["extra_body"] = {"temperature": 0}
        return request

    def _key(self) -> str:
        if not self._key_env:
            return _NO_KEY
        try:
            if self._base is not None:
                self._base.bearer(self._key_env)  # refuses what could be read on the way
            return key_of(self._key_env)
        except TeachingError as error:
            raise ModelError(f"{self._who} is not asked: {error}", "refused") from error

    def _too_long(self) -> str:
        return (
            f"{self._who} did not answer within {self._timeout_s:g} seconds: ask for less, or set `timeout_s` of its "
            "table in config.toml"
        )

    def _text(self, found: dict[str, Any]) -> str:
        if (complaint := complaint_in(found, self._who)) is not None:
            raise complaint
        blocks: Any = found.get("content")
        if not isinstance(blocks, list):
            raise ModelError(f"what {self._who} answered has no text in it")
        if found.get("stop_reason") == "refusal":
            details: Any = found.get("stop_details")
            why: Any = cast(dict[str, Any], details).get("explanation") if isinstance(details, dict) else None
            raise ModelError(f"Claude will not answer this{f': {printable(str(why))[:200]}' if why else ''}", "refused")
        texts = list(_texts(cast(list[Any], blocks)))
        if not texts:
            spent = found.get("stop_reason") in {"max_tokens", "model_context_window_exceeded"}
            why = ": it used all of its tokens before it wrote" if spent else ""
            raise ModelError(f"what {self._who} answered has no text in it{why}")
        return "".join(texts)


class _Asking:
    """One request on its way, and once more where that is worth it; another thread may give it up."""

    def __init__(self, who: str, key: str, base: Base | None, until: float, timeout_s: float) -> None:
        self._who, self._key, self._base = who, key, base
        self._until, self._enough_s = until, timeout_s / 2
        self._given_up = threading.Event()
        self._client: Any = None

    def ask(self, request: dict[str, Any], schema: Schema | None) -> dict[str, Any]:
        """The answer, or ModelError."""
        sdk = self._sdk()
        if schema is not None:
            # It moves into descriptions what the API does not hold an answer to; `forms` holds it to that.
            form = {"type": "json_schema", "schema": sdk.transform_schema(dict(schema))}
            request = {**request, "output_config": {"format": form}}
        try:
            return self._once(sdk, request)
        except _PassingError as passing:
            wait = _WAIT_S if passing.error.retry_after_s is None else passing.error.retry_after_s
            left = self._until - time.monotonic() - wait
            if wait > _LONGEST_WAIT_S or left < self._enough_s or self._given_up.wait(wait):
                raise passing.error from passing
        try:
            return self._once(sdk, request)
        except _PassingError as passing:
            raise passing.error from passing

    def give_up(self) -> None:
        """Nothing more is asked, and what is being read ends soon."""
        self._given_up.set()
        if self._client is not None:
            self._client.close()

    def _sdk(self) -> Any:
        try:
            return import_module("anthropic")
        except ImportError as error:
            raise ModelError("anthropic is not installed: install teach again with pip", "absent") from error

    def _once(self, sdk: Any, request: dict[str, Any]) -> dict[str, Any]:
        left = max(0.1, self._until - time.monotonic())
        httpx2 = import_module("httpx2")
        timeout = sdk.Timeout(left, connect=min(left, _CONNECT_S))
        # Redirects are not followed: the key would go along. A proxy has nothing to do with this machine.
        here = self._base is not None and self._base.here
        http = sdk.DefaultHttpxClient(follow_redirects=False, trust_env=not here, timeout=timeout)
        url = None if self._base is None else self._base.url
        self._client = sdk.Anthropic(
            api_key=self._key, base_url=url, timeout=timeout, max_retries=0, http_client=http
        )  # fmt: skip
        with self._client as client:
            try:
                with client.messages.with_streaming_response.create(**request) as response:
                    return object_of(self._read(response.iter_bytes()), self._who)
            except sdk.APIStatusError as error:
                raise self._refused(error) from error
            except sdk.APITimeoutError as error:
                raise ModelError(f"{self._who} did not answer in time", "slow") from error
            except sdk.APIConnectionError as error:
                gone = f"{self._who} cannot be reached ({self._masked(str(error.__cause__ or error))})"
                raise _PassingError(ModelError(f"{gone}: see to the network", "absent")) from error
            except httpx2.TimeoutException as error:  # while the answer is read, where the SDK wraps nothing
                raise ModelError(f"{self._who} did not answer in time", "slow") from error
            except (sdk.AnthropicError, httpx2.HTTPError, httpx2.StreamError, OSError, ValueError) as error:
                why = self._masked(str(error)) or type(error).__name__
                raise ModelError(f"{self._who} broke off ({why})") from error

    def _read(self, chunks: Iterator[bytes]) -> bytes:
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > READ_AT_MOST:
                raise ModelError(f"{self._who} does not come to an end")
        return bytes(content)

    def _refused(self, error: Any) -> Exception:
        content = self._masked(error.response.text, 2000).encode()
        made = refusal(error.status_code, error.response.headers.get, content, self._who, self._moves())
        if "credit balance" in str(made):  # which comes as 400
            made = ModelError(str(made), "limited")
        return _PassingError(made) if error.status_code in _PASSING else made

    def _moves(self) -> Mapping[int, str]:
        key = "See to the key in the variable that `key_env` of its table in config.toml names"
        return {401: key, 403: key, 404: "See to `model` of its table in config.toml"}

    def _masked(self, text: str, longest: int = 200) -> str:
        return printable(text.replace(self._key, "..."))[:longest]


class _PassingError(Exception):
    """A failure that may be over in a moment."""

    def __init__(self, error: ModelError) -> None:
        super().__init__(str(error))
        self.error = error


def _texts(blocks: list[Any]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, dict) and cast(dict[str, Any], block).get("type") == "text":
            text: Any = cast(dict[str, Any], block).get("text")
            if isinstance(text, str) and text:
                yield text


def _cut(text: str, stop: Sequence[str]) -> str:
    ends = [place for one in stop if one and (place := text.find(one)) >= 0]
    return text[: min(ends)] if ends else text


def _usage(found: Mapping[str, Any]) -> Usage:
    return Usage(
        read=count(found, "usage", "input_tokens"),
        written=count(found, "usage", "output_tokens"),
        cache_read=count(found, "usage", "cache_read_input_tokens"),
        cache_written=count(found, "usage", "cache_creation_input_tokens"),
    )
