"""Serves over the standard streams that the front has held since this process began.

The SDK's own transport hands every line to a worker thread and back; here the front's one reading thread puts lines
straight into the event loop, and replies are written from it.
"""

import asyncio
from typing import Any, cast

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server

from mcp_server.launcher.front import Front


class _Inbox:
    """The lines that the front delivers, as the SDK reads them."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()

    def deliver(self, line: str) -> None:
        """Takes a line from any thread."""
        self._put(line)

    def close(self) -> None:
        """The client has closed its end."""
        self._put(None)

    def _put(self, line: str | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            # The loop has ended, and with it the server.
            return

    def __aiter__(self) -> "_Inbox":
        return self

    async def __anext__(self) -> str:
        line = await self._lines.get()
        if line is None:
            raise StopAsyncIteration
        return line


class _Outbox:
    """Where the SDK writes its lines."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def write(self, line: str) -> None:
        self._front.send(line)

    async def flush(self) -> None:
        """Every line is written whole at once."""


async def serve(server: MCPServer[Any], front: Front) -> None:
    """Serves until the client closes its end."""
    inbox = _Inbox()
    stdin, stdout = cast("anyio.AsyncFile[str]", inbox), cast("anyio.AsyncFile[str]", _Outbox(front))
    # MCPServer offers its own transports only, and keeps what any transport needs to itself.
    low = server._lowlevel_server  # pyright: ignore[reportPrivateUsage]
    async with stdio_server(stdin, stdout) as (incoming, outgoing):
        front.attach(inbox.deliver, inbox.close)
        await low.run(incoming, outgoing, low.create_initialization_options())
