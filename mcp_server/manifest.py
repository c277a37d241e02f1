"""What the server says of itself before anything is asked of it, for the front to say at once.

docs/generate.py writes it to `mcp_server/launcher/manifest.json`, and a test holds the two identical.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import anyio
from mcp.server.stdio import stdio_server
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from mcp_server.server import build

LISTS = ("tools/list", "prompts/list", "resources/list", "resources/templates/list")
_CLIENT = {"name": "manifest", "version": "1"}
Message = dict[str, Any]


def manifest() -> Message:
    """The manifest of the server as it is now."""
    asked = anyio.run(ask, [initialize(HANDSHAKE_PROTOCOL_VERSIONS[-1]), *requests([*LISTS, "ping"])])
    modern = anyio.run(ask, requests(["server/discover", *LISTS], MODERN_PROTOCOL_VERSIONS[-1]))
    first, *legacy = [answer["result"] for answer in asked]
    first.pop("protocolVersion")
    return {
        "handshake_versions": list(HANDSHAKE_PROTOCOL_VERSIONS),
        "modern_versions": list(MODERN_PROTOCOL_VERSIONS),
        "initialize": first,
        "legacy": dict(zip([*LISTS, "ping"], legacy, strict=True)),
        "modern": dict(zip(["server/discover", *LISTS], [a["result"] for a in modern], strict=True)),
    }


def text() -> str:
    """The manifest as its file has it."""
    return json.dumps(manifest(), indent=1, ensure_ascii=False) + "\n"


def initialize(version: str) -> Message:
    """The handshake of the older era."""
    params = {"protocolVersion": version, "capabilities": {}, "clientInfo": _CLIENT}
    return {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}


def requests(methods: list[str], version: str | None = None) -> list[Message]:
    """A request of each method; with a version, in the form of the era without a handshake."""
    prefix = "io.modelcontextprotocol/"
    meta = {f"{prefix}protocolVersion": version, f"{prefix}clientInfo": _CLIENT, f"{prefix}clientCapabilities": {}}
    params: Message = {} if version is None else {"params": {"_meta": meta}}
    return [{"jsonrpc": "2.0", "id": n, "method": name, **params} for n, name in enumerate(methods, start=1)]


async def ask(messages: list[Message]) -> list[Message]:
    """The real server's answers, one by one, over streams in memory."""
    answers: list[Message] = []
    answered = asyncio.Event()

    class Outbox:
        async def write(self, line: str) -> None:
            answers.append(json.loads(line))
            answered.set()

        async def flush(self) -> None:
            """Nothing is held back."""

    async def lines() -> AsyncIterator[str]:
        for message in messages:
            yield json.dumps(message)
            await answered.wait()
            answered.clear()
            if message["method"] == "initialize":
                yield json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"})

    server = build(Path.cwd())._lowlevel_server  # pyright: ignore[reportPrivateUsage]
    async with stdio_server(cast("anyio.AsyncFile[str]", lines()), cast("anyio.AsyncFile[str]", Outbox())) as streams:
        await server.run(*streams, server.create_initialization_options())
    return answers
