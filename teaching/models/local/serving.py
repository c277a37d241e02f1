"""The process's side of the socket: takes requests, hands their answers back, and knows when it is time to go."""

import asyncio
import os
import resource
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from teaching.contracts.weights import Promoted
from teaching.errors import TeachingError
from teaching.models import installed
from teaching.models.local import wire
from teaching.models.local.engine import Request
from teaching.models.local.place import Place
from teaching.models.local.turns import Turns
from teaching.models.local.worker import Job, Worker
from teaching.models.protocol import ModelError

FIRST_LINE_WITHIN_S = 10.0
DRAIN_AT_MOST_S = 600.0
STOP_WITHIN_S = 5.0
LOG_AT_MOST = 512 * 1024
LOG_KEPT = 64 * 1024
_TICK_S = 0.5
# A process whose model did not load stays until whoever started it has heard why, and a moment for others.
_TOLD_WITHIN_S = 10.0
_QUIET_S = 1.0
_ROUNDS = 8
_BEGUN_WITHIN_S = 2.0
_TOGETHER_S = 0.04


@dataclass(eq=False, slots=True)
class Asked:
    """One request on one connection; the engine's thread speaks to it, and the loop writes."""

    request: Request
    loop: asyncio.AbstractEventLoop
    write: Callable[[wire.Line], None]
    streams: bool
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _texts: deque[str] = field(default_factory=deque[str])
    _handed_on: float = 0.0

    def begin(self) -> None:
        """Says that its work begins, and returns when that is out."""
        out = threading.Event()

        def write() -> None:
            self.write({"event": "begun"})
            out.set()

        self._soon(write)
        out.wait(_BEGUN_WITHIN_S)

    def say(self, text: str) -> None:
        """Hands on a piece; pieces that come faster than eyes see go out together.

        The loop's work for a piece keeps the engine's thread waiting, which costs a twentieth of the speed.
        """
        if not self.streams:
            return
        self._texts.append(text)
        now = time.monotonic()
        if now - self._handed_on >= _TOGETHER_S:
            self._handed_on = now
            self._soon(self._flush)

    def tell(self, event: wire.Line) -> None:
        """Hands on an event, behind the text before it."""
        self._soon(self._tell, event)

    def _soon(self, function: Callable[..., None], *arguments: Any) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(function, *arguments)

    def _flush(self) -> None:
        pieces: list[str] = []
        while self._texts:
            pieces.append(self._texts.popleft())
        if pieces:
            self.write({"event": "text", "text": "".join(pieces)})

    def _tell(self, event: wire.Line) -> None:
        self._flush()
        if not self.ended.is_set():
            self.write(event)
        if event["event"] in wire.ENDS:
            self.ended.set()


class Server:
    """Everything that the process does besides the engine's work.

    Attributes:
        problem: why the model did not load; empty where it did.
    """

    def __init__(
        self, place: Place, worker: Callable[[Turns[Job], Callable[[], None]], Worker], idle_s: float | None,
        chosen: bytes | None, promoted: Promoted, say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._place, self._idle_s, self._chosen, self._promoted, self._say = place, idle_s, chosen, promoted, say
        self._turns: Turns[Job] = Turns()
        self._worker = worker(self._turns, self._changed)
        self._asked: set[Asked] = set()
        self._connections: set[asyncio.Task[None]] = set()
        self._going = ""
        self._broken = ""  # why no request can be answered any more
        self._told = 0  # requests that were told so
        self._drain_s = DRAIN_AT_MOST_S
        self._started = time.time()
        self._active = time.monotonic()

    @property
    def problem(self) -> str:
        """Why the model did not load; empty where it did."""
        return self._worker.problem

    async def run(self, listening: socket.socket) -> bool:
        """Serves until it is time to go; the engine's thread has ended by itself where this is true."""
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        server = await asyncio.start_unix_server(self._connected, sock=listening, limit=wire.LONGEST_LINE)
        self._worker.start()
        try:
            while not self._going:
                await self._tick()
            self._say(f"going: {self._going}")
        finally:
            # While life.lock is held nobody else listens there.
            self._place.socket.unlink(missing_ok=True)
            for _ in range(_ROUNDS):  # whoever has connected by now is taken in, and gets words
                await asyncio.sleep(0)
            server.close()
        return await self._end()

    def stop(self, reason: str) -> None:
        """Ends at once what waits and what is being answered, and then itself."""
        self._going = self._going or reason
        self._drain_s = STOP_WITHIN_S
        for asked in self._asked:
            asked.cancelled.set()
        for job in self._turns.clear():
            job.tell({"event": "moved"})
        self._wake.set()

    def leave(self, reason: str) -> None:
        """Answers what has been asked, takes nothing more, and ends."""
        self._going = self._going or reason
        self._wake.set()

    def _changed(self) -> None:
        """Called by the engine's thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def _tick(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), _TICK_S)
        except TimeoutError:
            _bound(self._place)
        self._wake.clear()
        if self._worker.state == "ended" and not self._broken:
            self._fail()
        elif self._broken and not self._moved():
            self._leave_broken()
        elif self._moved():
            self.leave("another model is chosen")
        elif self._asked or self._connections:
            self._active = time.monotonic()
        elif self._idle_s is not None and time.monotonic() - self._active >= self._idle_s:
            self.leave("nobody asked anything")

    def _fail(self) -> None:
        """The engine's thread is gone: everybody learns why."""
        self._broken = self.problem or "the engine stopped by a mistake of ours: its log says more"
        self._active = time.monotonic()
        self._say(self._broken)
        for asked in list(self._asked):
            self._tell_broken(asked)
        self._turns.clear()
        if not self.problem or self._idle_s is None:
            self._going = self._going or "the model did not load"

    def _tell_broken(self, asked: Asked) -> None:
        self._told += 1
        asked.tell({"event": "failed", "kind": "load", "words": self._broken, "failure": "absent"})

    def _leave_broken(self) -> None:
        """Loading is tried again by the next process, so that this one only has to answer those who are coming."""
        now = time.monotonic()
        if self._asked or self._connections:
            self._active = now
        elif now - self._active >= (_QUIET_S if self._told else _TOLD_WITHIN_S):
            self.leave("the model did not load")

    async def _end(self) -> bool:
        begun = time.monotonic()
        while self._asked and self._worker.state != "ended" and time.monotonic() - begun < self._drain_s:
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), _TICK_S)
            except TimeoutError:
                continue
        for asked in self._asked:
            asked.cancelled.set()
        self._turns.close()
        if self._connections:  # what was written last goes out
            await asyncio.wait(self._connections, timeout=2)
        return await asyncio.to_thread(self._worker.ended, 10)

    def _moved(self) -> bool:
        """Whether another model is chosen than the one that is served."""
        try:
            now = installed.raw(self._place.data)
            if now == self._chosen:
                return False
            read = installed.read(self._place.data)
        except TeachingError:
            return True
        if read is None or read.model_dump(exclude={"promoted"}) != self._promoted.model_dump(exclude={"promoted"}):
            return True
        self._chosen = now  # the same model, chosen once more
        return False

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            connection: socket.socket = writer.get_extra_info("socket")
            uid = wire.peer_uid(connection)
            if uid is None or uid == os.geteuid():
                await self._serve(reader, writer)
        except (OSError, TimeoutError, ValueError) as error:  # gone, silent, or endless
            self._say(f"a connection ended ({type(error).__name__})")
        finally:
            self._connections.discard(task)
            self._wake.set()
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await asyncio.wait_for(reader.readline(), FIRST_LINE_WITHIN_S)
        if not line:
            return

        def write(event: wire.Line) -> None:
            if not writer.is_closing():
                writer.write(wire.encode(event))

        try:
            message = wire.decode(line)
            if message.get("do") == "status":
                write(self.status())
            elif message.get("do") == "stop":
                write({"event": "stopping"})
                self.stop("it was asked to stop")
            else:
                await self._complete(message, reader, write)
        except ModelError as error:
            write({"event": "failed", "kind": "input", "words": str(error), "failure": error.failure})
        await writer.drain()

    async def _complete(
        self, message: wire.Line, reader: asyncio.StreamReader, write: Callable[[wire.Line], None]
    ) -> None:
        if message.get("protocol") != wire.PROTOCOL:
            self.leave("a caller of another version came")
        elif not self._going and self._moved():
            self.leave("another model is chosen")
        if self._going:
            write({"event": "moved"})
            return
        asked = Asked(wire.request_of(message), self._loop, write, bool(message.get("stream")))
        if self._broken:
            self._tell_broken(asked)
        else:
            self._turns.put(str(message.get("client", "")), asked)
        self._asked.add(asked)
        try:
            await self._until_ended(asked, reader)
        finally:
            self._asked.discard(asked)

    async def _until_ended(self, asked: Asked, reader: asyncio.StreamReader) -> None:
        """Until the answer is out; a caller that goes, or says so, takes its request back."""
        ended = asyncio.ensure_future(asked.ended.wait())
        more: asyncio.Future[bytes] = asyncio.ensure_future(_quietly(reader.readline()))
        try:
            await asyncio.wait({ended, more}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                return
            asked.cancelled.set()
            if self._turns.remove(asked):
                asked.write({"event": "failed", "kind": "cancelled", "words": "the request was taken back"})
            else:
                await ended
        finally:
            ended.cancel()
            more.cancel()

    def status(self) -> wire.Line:
        """What `teach model status` shows of the process."""
        worker = self._worker
        return {
            "event": "status",
            "pid": os.getpid(),
            "state": worker.state,
            "model": worker.label,
            "facts": worker.facts,
            "memory_bytes": _memory(),
            "served": worker.served,
            "failed": worker.failed,
            "waiting": len(self._turns),
            "running_s": round(time.time() - self._started, 1),
            "idle_s": self._idle_s,
        }


async def _quietly(line: Coroutine[Any, Any, bytes]) -> bytes:
    try:
        return await line
    except (OSError, ValueError):
        return b""


def _memory() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _bound(place: Place) -> None:
    """Keeps only the end of a log that has grown long."""
    try:
        with open(place.log, "r+b") as log:
            if log.seek(0, os.SEEK_END) > LOG_AT_MOST:
                log.seek(-LOG_KEPT, os.SEEK_END)
                end = log.read()
                log.seek(0)
                log.write(end)
                log.truncate()
    except FileNotFoundError:
        return
