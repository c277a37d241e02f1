"""Serves HTTP until a signal: 0 after SIGTERM, 130 after Ctrl-C, and no program of a review outlives it.

Not covered: clients that read their answer slowly; how many connections there are is left to the system's limit.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Generator
from types import FrameType

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mcp_server.http.address import Address, listen, parse
from mcp_server.http.bearer import Bearer, find
from mcp_server.http.door import BODY_BYTES, Door
from mcp_server.server import build, project_root
from teaching.repository.processes import end_all

SESSIONS = 64
SESSION_IDLE_S = 600.0
HEAD_S = 10.0


def run(options: argparse.Namespace) -> int:
    """Listens where `--http` says until it is told to stop.

    Raises:
        TeachingError: there is nothing to listen on, or no token to ask for.
    """
    wanted = parse(options.http)
    server = build(project_root(options.root))
    bearer = find()
    app = server.streamable_http_app(
        host="127.0.0.1", max_request_body_size=BODY_BYTES, max_sessions=SESSIONS, session_idle_timeout=SESSION_IDLE_S
    )
    config = uvicorn.Config(
        Door(app, bearer.token),
        loop="asyncio",
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=0,
    )
    with listen(wanted) as listening:
        announce(Address(wanted.host, listening.getsockname()[1]), bearer)
        serving = Server(config)
        try:
            serving.run([listening])
        finally:
            end_all()
    return serving.status


def announce(address: Address, bearer: Bearer) -> None:
    """Says where the server is and how Claude Code gets there."""
    if sys.stderr is None:
        return
    add = f"claude mcp add --transport http assistant {address.url()}"
    print(
        f"teach serve: listening on {address.url()}; Ctrl-C ends it",
        f"The token is in {bearer.place}. For Claude Code, in your project's folder:",
        f'  {add} --header "Authorization: Bearer {bearer.in_shell}"',
        sep="\n",
        file=sys.stderr,
        flush=True,
    )


class Server(uvicorn.Server):
    """A server whose signals end it at once, with what is still open, and become its exit status."""

    status = 0

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Unlike the inherited one, neither restores the handlers nor raises the signal again: nothing comes after."""
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.signal(signal.SIGTERM, self.handle_exit)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # which is what nohup asks for
            signal.signal(signal.SIGHUP, self.handle_exit)
        yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asks the loop to stop; whoever asks twice does not want to wait for it."""
        self.status = 130 if sig == signal.SIGINT else 0
        if self.should_exit:
            os._exit(self.status)
        # Every request that is cancelled now would be reported as a failure.
        logging.disable()
        self.should_exit = True


class Protocol(H11Protocol):
    """Closes connections on which no whole request head arrives in time, which uvicorn would keep for ever."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Waits on as long as there is but a part of a request's head."""
        super().data_received(data)
        unfinished = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not unfinished:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_S, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
