"""Engines that somebody else runs on this machine: their addresses, and what they serve.

Only loopback is spoken to: what a student wrote does not leave the machine by a typing error.
"""

import http.client
import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from teaching.errors import BadInputError, MissingPartError
from teaching.program import teach
from teaching.repository.files import printable

OLLAMA, LLAMA_SERVER = 11434, 8080
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_WITHIN_S = 2.0
_LOOK_WITHIN_S = 0.3
_READ_AT_MOST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Base:
    """Where an engine listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As people type it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def connect(self, timeout_s: float) -> http.client.HTTPConnection:
        """A connection that is opened by the first request."""
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)


@dataclass(frozen=True, slots=True)
class Found:
    """An engine that answers.

    Attributes:
        kind: `ollama`, `llama-server` or `server`.
        models: what it says that it serves.
    """

    kind: str
    base: Base
    models: tuple[str, ...]


def base_of(url: str) -> Base:
    """The address in a URL.

    Raises:
        BadInputError: it is none, or not on this machine.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise BadInputError(f"{printable(url)[:200]} is no address: {_example()}") from error
    if parts.scheme != "http" or not host or parts.username is not None:
        raise BadInputError(f"{printable(url)[:200]} is no address of an engine on this machine: {_example()}")
    if host not in _LOOPBACK:
        raise BadInputError(
            f"{printable(host)[:200]} is not this machine, and what students write stays here: {_example()}. For an "
            "engine elsewhere, ssh -N -L 11434:127.0.0.1:11434 HOST brings it here"
        )
    return Base("127.0.0.1" if host == "localhost" else host, port or 80)


def look() -> list[Found]:
    """The engines that answer at their usual ports; those that do not are left out within a moment."""
    found: list[Found] = []
    for port in (OLLAMA, LLAMA_SERVER):
        base = Base("127.0.0.1", port)
        try:
            found.append(_ask(base, _LOOK_WITHIN_S))
        except MissingPartError:
            continue
    return found


def ask(base: Base) -> Found:
    """What an engine says about itself.

    Raises:
        MissingPartError: nobody answers there, or nobody that speaks as such engines do.
    """
    return _ask(base, _WITHIN_S)


def model_of(found: Found, name: str) -> str:
    """Which of its models is meant.

    Raises:
        BadInputError: none of that name, or several and no name; the message lists them.
    """
    shown = ", ".join(printable(model)[:80] for model in found.models[:20])
    if not name and len(found.models) == 1:
        return found.models[0]
    if not found.models:
        raise BadInputError(f"the engine at {found.base.url} serves no model: load one there first")
    if name in found.models:
        return name
    move = teach("model", "use", found.base.url, "--name", found.models[0])
    problem = f"has no model {printable(name)[:80]}" if name else "has several models"
    raise BadInputError(f"the engine at {found.base.url} {problem}: choose one of {shown}, as in {move}")


def _ask(base: Base, within_s: float) -> Found:
    listed = _get(base, "/v1/models", within_s)
    data = listed.get("data")
    if not isinstance(data, list):
        raise MissingPartError(f"what answers at {base.url} is no engine that is understood: {_example()}")
    rows = [cast(dict[str, Any], row) for row in cast(list[Any], data) if isinstance(row, dict)]
    models = tuple(sorted(str(row["id"]) for row in rows if isinstance(row.get("id"), str)))
    owners = {str(row.get("owned_by", "")) for row in rows}
    kind = "llama-server" if "llamacpp" in owners else "ollama" if base.port == OLLAMA else "server"
    return Found(kind, base, models)


def _get(base: Base, path: str, within_s: float) -> dict[str, Any]:
    connection = base.connect(within_s)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        content: Any = json.loads(response.read(_READ_AT_MOST))
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise MissingPartError(f"no engine answers at {base.url}: start it, then try again") from error
    finally:
        connection.close()
    if response.status != http.client.OK or not isinstance(content, dict):
        raise MissingPartError(f"what answers at {base.url} is no engine that is understood: {_example()}")
    return cast(dict[str, Any], content)


def _example() -> str:
    return f"pass one such as {teach('model', 'use', f'http://127.0.0.1:{OLLAMA}')} (Ollama)"
