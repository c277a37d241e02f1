"""Anthropic's Message Batches API: many questions at once, at half the price, answered within a day.

Whoever imports this waits for the SDK, which takes seconds: it is loaded by name where a batch is really wanted. Not
covered: cancelling and deleting batches.
"""

import contextlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

import anthropic

from teaching.contracts.usage import Usage
from teaching.errors import TeachingError
from teaching.models.answers import count, refusal
from teaching.models.anthropic_api import KEY_ENV, ROOM_FOR_THINKING
from teaching.models.external import Base, base_of, key_of
from teaching.models.protocol import ModelError, Schema
from teaching.repository.files import printable

_NO_KEY: Final = "none"
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One request of a batch.

    Attributes:
        id: comes back with the answer; 64 characters at most.
        system: what is the same for all of a batch; kept in the API's cache.
    """

    id: str
    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request.

    Attributes:
        problem: why there is no text; empty where there is.
        charged: whether it is paid for.
    """

    id: str
    text: str
    problem: str
    usage: Usage
    charged: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is."""

    id: str
    ended: bool
    questions: int
    created: datetime


class Batches:
    """The API, with a key that an environment variable holds."""

    def __init__(self, model: str, key_env: str = "", base_url: str = "", timeout_s: float = 120.0) -> None:
        """Takes whom to ask, and asks nothing yet.

        Args:
            model: its id.
            key_env: the variable with the key; empty is ANTHROPIC_API_KEY, and no key where there is a `base_url`.
            base_url: empty is Anthropic's address, or the one in ANTHROPIC_BASE_URL.
            timeout_s: for one request to the API.

        Raises:
            BadInputError: `base_url` is no address.
            MissingPartError: the variable with the key is not set.
        """
        self._base: Base | None = base_of(base_url, elsewhere=True) if base_url else None
        self._who = "Anthropic's API" if self._base is None else f"the engine at {self._base.url}"
        name = key_env or ("" if self._base else KEY_ENV)
        if self._base is not None and name:
            self._base.bearer(name)  # refuses what could be read on the way
        self._key = key_of(name) if name else _NO_KEY
        here = self._base is not None and self._base.here
        # Redirects are not followed: the key would go along. A proxy has nothing to do with this machine.
        http = anthropic.DefaultHttpxClient(follow_redirects=False, trust_env=not here, timeout=timeout_s)
        url = None if self._base is None else self._base.url
        self._client = anthropic.Anthropic(
            api_key=self._key, base_url=url, timeout=timeout_s, max_retries=_TRIES, http_client=http
        )
        self._model = model

    def create(self, questions: Sequence[Question], schema: Schema, max_tokens: int) -> str:
        """Sends them in, once: whether it arrived is found out by `recent`, and not by sending it again.

        Raises:
            ModelError: it was not taken, or nobody said so.
        """
        form = {"type": "json_schema", "schema": anthropic.transform_schema(dict(schema))}
        room = ROOM_FOR_THINKING if self._model.startswith("claude") else 0
        requests: list[Any] = [
            {
                "custom_id": one.id,
                "params": {
                    "model": self._model,
                    "max_tokens": max_tokens + room,
                    "system": [{"type": "text", "text": one.system, "cache_control": {"type": "ephemeral"}}],
                    "messages": [{"role": "user", "content": one.user}],
                    "output_config": {"format": form},
                },
            }
            for one in questions
        ]
        with self._words():
            return self._client.with_options(max_retries=0).messages.batches.create(requests=requests).id

    def standing(self, batch: str) -> Standing:
        """How far it is.

        Raises:
            ModelError: `absent` where there is no such batch.
        """
        with self._words():
            return _standing(self._client.messages.batches.retrieve(batch))

    def recent(self, since: datetime) -> list[Standing]:
        """The batches that were made since then, the newest first.

        Raises:
            ModelError: the API does not say.
        """
        with self._words():
            found = (_standing(one) for one in self._client.messages.batches.list(limit=20).data)
            return [one for one in found if one.created >= since]

    def results(self, batch: str) -> Iterator[Outcome]:
        """What came of each question of a batch that has ended, in any order.

        Raises:
            ModelError: the results cannot be had.
        """
        with self._words():
            place = self._client.messages.batches.retrieve(batch).results_url
            if place and urlsplit(place).netloc not in {"", urlsplit(str(self._client.base_url)).netloc}:
                raise ModelError(f"{self._who} names another machine for its results, where no key is sent", "refused")
            for one in self._client.messages.batches.results(batch):
                yield _outcome(cast(dict[str, Any], one.to_dict()))

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    @contextlib.contextmanager
    def _words(self) -> Generator[None, None, None]:
        """Says what went wrong in words without the key."""
        try:
            yield
        except TeachingError:
            raise
        except anthropic.APIStatusError as error:
            content = printable(error.response.text.replace(self._key, "..."))[:2000].encode()
            named = {401: "See to the key in its environment variable", 404: "It may be another account's, or too old"}
            raise refusal(error.status_code, error.response.headers.get, content, self._who, named) from error
        except anthropic.APITimeoutError as error:
            raise ModelError(f"{self._who} did not answer in time", "slow") from error
        except anthropic.APIConnectionError as error:
            why = printable(str(error.__cause__ or error).replace(self._key, "..."))[:200]
            raise ModelError(f"{self._who} cannot be reached ({why}): see to the network", "absent") from error
        except (anthropic.AnthropicError, OSError, ValueError) as error:
            why = printable(str(error).replace(self._key, "..."))[:200] or type(error).__name__
            raise ModelError(f"{self._who} broke off ({why})") from error


def _standing(batch: Any) -> Standing:
    counts = batch.request_counts
    whole = counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired
    return Standing(batch.id, batch.processing_status == "ended", whole, batch.created_at)


def _outcome(row: Mapping[str, Any]) -> Outcome:
    name, result = str(row["custom_id"]), cast(Mapping[str, Any], row["result"])
    kind = result.get("type")
    if kind != "succeeded":
        error: Any = result.get("error") or {}
        inner: Any = cast(Mapping[str, Any], error).get("error") or error
        why: Any = cast(Mapping[str, Any], inner).get("message", "") if isinstance(inner, Mapping) else ""
        return Outcome(name, "", printable(f"{kind} {why}".strip())[:200], Usage(), charged=False)
    message = cast(Mapping[str, Any], result["message"])
    usage = Usage(
        read=count(message, "usage", "input_tokens"),
        written=count(message, "usage", "output_tokens"),
        cache_read=count(message, "usage", "cache_read_input_tokens"),
        cache_written=count(message, "usage", "cache_creation_input_tokens"),
    )
    blocks = cast(Sequence[Mapping[str, Any]], message.get("content") or ())
    text = "".join(str(block.get("text", "")) for block in blocks if block.get("type") == "text")
    stopped = message.get("stop_reason")
    if stopped == "refusal":
        return Outcome(name, "", "it will not answer this", usage)
    if stopped in {"max_tokens", "model_context_window_exceeded"}:
        return Outcome(name, "", "its answer was cut off", usage)
    return Outcome(name, text, "" if text else "its answer has no text", usage)
