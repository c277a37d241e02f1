"""What both servers over HTTP run on: signals that end them at once, and no connection that says nothing for ever."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Generator
from types import FrameType

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0


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
