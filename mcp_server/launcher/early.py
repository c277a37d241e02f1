"""Which of a client's requests the manifest can answer exactly as the server would."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

Message = dict[str, Any]

MANIFEST = Path(__file__).with_name("manifest.json")
_META = "io.modelcontextprotocol/"
_INITIALIZE = {"protocolVersion", "capabilities", "clientInfo", "_meta"}
_ENVELOPE = {f"{_META}protocolVersion", f"{_META}clientInfo", f"{_META}clientCapabilities", "progressToken"}


@cache
def manifest() -> Message:
    """What the real server answers to the requests that ask what it is and has."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def mapping(value: Any) -> Message:
    """The value when it is a JSON object, else an empty one."""
    return cast(Message, value) if isinstance(value, dict) else {}


class Early:
    """Which requests the manifest answers, and what the server must hear again because it was not there.

    Attributes:
        replays: the request that settled which era of the protocol this connection speaks, once there was one.
    """

    def __init__(self) -> None:
        self.replays: list[Message] = []
        self._era: str | None = None

    def answer(self, message: Message) -> Message | None:
        """The answer, or None where only the server can tell."""
        method, params, name = message.get("method"), message.get("params"), message.get("id")
        if message.get("jsonrpc") != "2.0" or not isinstance(name, (int, str)) or isinstance(name, bool):
            return None
        if not isinstance(method, str):
            return None
        result = self._initialized(mapping(params)) if method == "initialize" else self._known(method, params)
        if result is None:
            return None
        if not self.replays:
            self.replays.append(message)
        return {"jsonrpc": "2.0", "id": name, "result": result}

    def tool_error(self, message: Message, text: str) -> Message:
        """The result of a call that failed, in the words of its era."""
        result: Message = {"content": [{"type": "text", "text": text}], "isError": True}
        if f"{_META}protocolVersion" in mapping(mapping(message.get("params")).get("_meta")):
            result["resultType"] = "complete"
        return result

    def _initialized(self, params: Message) -> Message | None:
        version = params.get("protocolVersion")
        if self._era is not None or not isinstance(version, str) or not set(params) <= _INITIALIZE:
            return None
        if not isinstance(params.get("capabilities"), dict) or not _is_named(params.get("clientInfo")):
            return None
        self._era = "legacy"
        known = manifest()["handshake_versions"]
        return {**manifest()["initialize"], "protocolVersion": version if version in known else known[-1]}

    def _known(self, method: str, params: Any) -> Message | None:
        meta = mapping(mapping(params).get("_meta"))
        if self._era == "legacy":
            plain = params is None or params == {} or (set(params) == {"_meta"} and set(meta) <= {"progressToken"})
            return manifest()["legacy"].get(method) if plain else None
        if set(mapping(params)) != {"_meta"} or not _is_envelope(meta):
            return None
        result = manifest()["modern"].get(method)
        self._era = "modern" if result is not None else self._era
        return result


def _is_envelope(meta: Message) -> bool:
    """Whether this is what every request of the era without a handshake carries, and no more."""
    return (
        set(meta) <= _ENVELOPE
        and meta.get(f"{_META}protocolVersion") in manifest()["modern_versions"]
        and isinstance(meta.get(f"{_META}clientCapabilities"), dict)
        and (f"{_META}clientInfo" not in meta or _is_named(meta[f"{_META}clientInfo"]))
    )


def _is_named(client: Any) -> bool:
    return all(isinstance(mapping(client).get(key), str) for key in ("name", "version"))
