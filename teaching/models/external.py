"""Engines that somebody else runs: their addresses, and what they serve.

Only loopback is spoken to, unless another machine was named as such: what a student wrote does not leave this one by
a typing error.
"""

import http.client
import json
import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.program import teach
from teaching.repository.files import printable

OLLAMA, LLAMA_SERVER = 11434, 8080
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HERE = " on this machine"
_LONGEST_NAME = 80
_WITHIN_S = 2.0
_FAR_WITHIN_S = 10.0
_LOOK_WITHIN_S = 0.3
_READ_AT_MOST = 4 * 1024 * 1024
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER = re.compile(r"[!-~]+")  # what may stand in a header without being taken for another one


@dataclass(frozen=True, slots=True)
class Base:
    """Where an engine listens.

    Attributes:
        secure: whether it is spoken to over https.
        prefix: what stands before `/v1` in its paths; empty as a rule.
    """

    host: str
    port: int
    secure: bool = False
    prefix: str = ""

    @property
    def url(self) -> str:
        """As people type it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.secure and self.port == http.client.HTTPS_PORT
        return f"http{'s' if self.secure else ''}://{host}{'' if usual else f':{self.port}'}{self.prefix}"

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        return self.host in _LOOPBACK

    def connect(self, timeout_s: float) -> http.client.HTTPConnection:
        """A connection that is opened by the first request; proxies are not asked."""
        if self.secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self.host, self.port, timeout=timeout_s, context=context)
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)

    def bearer(self, key_env: str | None) -> Mapping[str, str]:
        """The header with the key that the environment variable of this name holds; none where no name is given.

        Raises:
            BadInputError: that is no name of a variable.
            MissingPartError: the variable is not set.
            RefusedError: the key could be read on the way, or cannot stand in a header.
        """
        if key_env is None:
            return {}
        key = key_of(key_env)
        if not self.secure and not self.here:
            raise RefusedError(
                f"the key in {key_env} could be read on the way to {self.url}: use https, or bring the engine here "
                f"with ssh -N -L {self.port}:127.0.0.1:{self.port} {printable(self.host)}"
            )
        return {"Authorization": f"Bearer {key}"}


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


def key_of(key_env: str) -> str:
    """The key that this environment variable holds.

    Raises:
        BadInputError: that is no name of a variable; it is not repeated, since it may be the key itself.
        MissingPartError: the variable is not set.
        RefusedError: what it holds cannot stand in a header.
    """
    if not _VARIABLE.fullmatch(key_env) or len(key_env) > _LONGEST_NAME:
        raise BadInputError(
            "a key is named by the environment variable that holds it, as in ENGINE_KEY, and never given itself"
        )
    key = os.environ.get(key_env, "").strip()
    if not key:
        raise MissingPartError(f"the environment variable {key_env} is not set: export it where this is started")
    if not _HEADER.fullmatch(key):
        raise RefusedError(f"the key in {key_env} has characters that no key has: export it again")
    return key


def base_of(url: str, *, elsewhere: bool = False) -> Base:
    """The address in a URL.

    Args:
        elsewhere: whether another machine is meant, and https may be spoken.

    Raises:
        BadInputError: it is none, or not on this machine.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise BadInputError(f"{printable(url)[:200]} is no address: {_example()}") from error
    schemes = ("http", "https") if elsewhere else ("http",)
    if parts.scheme not in schemes or not host or parts.username is not None or parts.query or parts.fragment:
        raise BadInputError(f"{_shown(url)} is no address of an engine{'' if elsewhere else _HERE}: {_example()}")
    if host not in _LOOPBACK and not elsewhere:
        raise BadInputError(
            f"{printable(host)[:200]} is not this machine, and what students write stays here: {_example()}. For an "
            f"engine elsewhere, ssh -N -L 11434:127.0.0.1:11434 HOST brings it here; where it may leave this machine, "
            f"{teach('model', 'use', '--url', 'https://HOST')}"
        )
    prefix = parts.path.rstrip("/").removesuffix("/v1")
    if not _PATH.fullmatch(prefix):
        raise BadInputError(f"{_shown(url)} has a path that is not understood: {_example()}")
    secure = parts.scheme == "https"
    return Base("127.0.0.1" if host == "localhost" else host, port or (443 if secure else 80), secure, prefix)


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


def ask(base: Base, key_env: str | None = None) -> Found:
    """What an engine says about itself.

    Args:
        key_env: the environment variable that holds the key for it; None where it wants none.

    Raises:
        MissingPartError: nobody answers there, or nobody that speaks as such engines do; or the key is not set.
        RefusedError: it wants another key.
    """
    return _ask(base, _WITHIN_S if base.here else _FAR_WITHIN_S, base.bearer(key_env))


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
    address = [found.base.url] if found.base.here else ["--url", found.base.url]
    move = teach("model", "use", *address, "--name", found.models[0])
    problem = f"has no model {printable(name)[:80]}" if name else "has several models"
    raise BadInputError(f"the engine at {found.base.url} {problem}: choose one of {shown}, as in {move}")


def _ask(base: Base, within_s: float, headers: Mapping[str, str] | None = None) -> Found:
    listed = _get(base, "/v1/models", within_s, headers or {})
    data = listed.get("data")
    if not isinstance(data, list):
        raise MissingPartError(f"what answers at {base.url} is no engine that is understood: {_example()}")
    rows = [cast(dict[str, Any], row) for row in cast(list[Any], data) if isinstance(row, dict)]
    models = tuple(sorted(str(row["id"]) for row in rows if isinstance(row.get("id"), str)))
    owners = {str(row.get("owned_by", "")) for row in rows}
    kind = "llama-server" if "llamacpp" in owners else "ollama" if base.port == OLLAMA else "server"
    return Found(kind, base, models)


def _get(base: Base, path: str, within_s: float, headers: Mapping[str, str]) -> dict[str, Any]:
    connection = base.connect(within_s)
    try:
        connection.request("GET", f"{base.prefix}{path}", headers={"Accept": "application/json", **headers})
        with connection.getresponse() as response:
            status, body = response.status, response.read(_READ_AT_MOST)
    except ssl.SSLCertVerificationError as error:
        raise RefusedError(
            f"the certificate of {base.url} is not trusted ({printable(error.verify_message)[:120]}): have "
            "SSL_CERT_FILE name the certificate of whoever signed it"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise MissingPartError(f"no engine answers at {base.url}: start it, then try again") from error
    finally:
        connection.close()
    if status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
        raise RefusedError(
            f"the engine at {base.url} wants {'another' if 'Authorization' in headers else 'a'} key: put it into an "
            f"environment variable and name that, as in {teach('model', 'use', '--url', base.url, '--key-env', 'KEY')}"
        )
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MissingPartError(f"what answers at {base.url} is no engine that is understood: {_example()}") from error
    if status != http.client.OK or not isinstance(content, dict):
        raise MissingPartError(f"what answers at {base.url} is no engine that is understood: {_example()}")
    return cast(dict[str, Any], content)


def _shown(url: str) -> str:
    """An address as messages repeat it; a name and password in it are not repeated."""
    return printable(re.sub(r"//[^/@]*@", "//…@", url))[:200]


def _example() -> str:
    return f"pass one such as {teach('model', 'use', f'http://127.0.0.1:{OLLAMA}')} (Ollama)"
