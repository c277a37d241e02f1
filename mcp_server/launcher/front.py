"""Answers a client on standard input and output from the first moment, while the real server still comes up.

Clients wait only seconds for `initialize` and the lists, and importing the server takes longer. What it says of itself
never changes at run time, so a generated manifest answers for it; everything else waits, and is told why.
Once the server is attached, lines pass through untouched. A message that the manifest cannot answer exactly as the
server would is never answered here.

Not covered: Windows, where the duplicates of standard streams need more than `dup2`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from mcp_server.launcher.early import Early, Message, mapping

if sys.platform != "win32":
    import fcntl

_CHUNK = 1 << 16
_TICK_S = 3.0


class Front:
    """The client's side of the wire, owned by this process from its start to its end."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._writing = threading.Lock()
        # Guards what follows. Taken by the reading thread for each line until the server is attached.
        self._state = threading.Condition()
        self._deliver: Callable[[str], None] | None = None
        self._close: Callable[[], None] | None = None
        self._early = Early()
        self._waiting: list[tuple[str, Message | None]] = []
        self._swallow: set[str] = set()
        self._status: str | None = None
        self._since = 0.0
        self._ended = False

    def start(self) -> None:
        """Begins to read and to answer."""
        threading.Thread(target=self._read, name="front", daemon=True).start()

    def attach(self, deliver: Callable[[str], None], close: Callable[[], None]) -> None:
        """Hands the wire over: the server gets what waited, and from now on every line.

        Args:
            deliver: takes one line, without its newline.
            close: called once, when the client has closed its end.
        """
        with self._state:
            for number, message in enumerate(self._early.replays, start=1):
                name = f"front-{number}"
                self._swallow.add(name)
                deliver(json.dumps({**message, "id": name}))
            for line, _ in self._waiting:
                deliver(line)
            self._waiting.clear()
            self._deliver, self._close, self._status = deliver, close, None
            self._state.notify_all()
            if self._ended:
                close()

    def say(self, status: str) -> None:
        """Says why calls wait, to each that asked for progress; again every few seconds until they are answered."""
        with self._state:
            first = self._status is None
            self._status, self._since = status, time.monotonic()
            self._tell(0)
        if first:
            threading.Thread(target=self._tick, name="front-progress", daemon=True).start()

    def fail(self, reason: str) -> None:
        """Tells every call that waits why there is no server, and what to do."""
        with self._state:
            self._status = None
            for _, message in self._waiting:
                self._refuse(message, reason)
            self._waiting.clear()
            self._state.notify_all()

    def wait_for_call(self) -> bool:
        """Blocks until a call arrives that a failed start has to be tried again for; False when the client is gone."""
        with self._state:
            self._state.wait_for(lambda: self._ended or any(_is_call(message) for _, message in self._waiting))
            return not self._ended

    def wait_for_end(self) -> None:
        """Blocks until the client has closed its end, or the server is attached."""
        with self._state:
            self._state.wait_for(lambda: self._ended or self._deliver is not None)

    def send(self, line: str) -> None:
        """Writes one line of the server's, unless it answers what was answered here before."""
        if self._swallow and self._is_swallowed(line):
            return
        self._write(line)

    def _write(self, line: str) -> None:
        data = (line if line.endswith("\n") else line + "\n").encode("utf-8", "surrogatepass")
        view = memoryview(data)
        with self._writing:
            while view:
                view = view[os.write(self._write_fd, view) :]

    def _is_swallowed(self, line: str) -> bool:
        message = _parsed(line)
        name = message.get("id") if message is not None else None
        if isinstance(name, str) and name in self._swallow:
            self._swallow.discard(name)
            return True
        return False

    def _read(self) -> None:
        with suppress(OSError):  # the client is gone
            for line in self._lines():
                self._take(line)
        with self._state:
            self._ended = True
            self._state.notify_all()
            if self._close is not None:
                self._close()

    def _lines(self) -> Iterator[str]:
        rest = bytearray()
        searched = 0
        while True:
            chunk = os.read(self._read_fd, _CHUNK)
            if not chunk:
                break
            rest += chunk
            while (end := rest.find(b"\n", searched)) >= 0:
                line = rest[:end].decode("utf-8", "replace")
                del rest[: end + 1]
                searched = 0
                yield line
            searched = len(rest)
        if rest:
            yield rest.decode("utf-8", "replace")

    def _take(self, line: str) -> None:
        deliver = self._deliver
        if deliver is not None:
            deliver(line)
            return
        with self._state:
            if self._deliver is not None:
                self._deliver(line)
                return
            message = _parsed(line)
            # What came before the era was settled decides it, and that is the server's to do.
            plain = message is not None and (bool(self._early.replays) or not self._waiting)
            answer = self._early.answer(message) if message is not None and plain else None
            if answer is not None:
                self._write(json.dumps(answer, separators=(",", ":"), ensure_ascii=False))
                return
            self._waiting.append((line, message))
            self._state.notify_all()
            if self._status is not None:
                self._tell(0)

    def _refuse(self, message: Message | None, reason: str) -> None:
        if message is None or "id" not in message or "method" not in message:
            return
        if message["method"] == "tools/call":
            body: Message = {"result": self._early.tool_error(message, reason)}
        else:
            body = {"error": {"code": -32603, "message": reason}}
        self._write(json.dumps({"jsonrpc": "2.0", "id": message["id"], **body}, ensure_ascii=False))

    def _tick(self) -> None:
        beat = 0
        with self._state:
            while not self._state.wait_for(lambda: self._status is None or self._ended, _TICK_S):
                beat += 1
                self._tell(beat)

    def _tell(self, beat: int) -> None:
        for _, call in self._waiting:
            token = _progress_token(call)
            if token is not None:
                message = f"{self._status} ({time.monotonic() - self._since:.0f} s so far)"
                params = {"progressToken": token, "progress": beat, "message": message}
                note = {"jsonrpc": "2.0", "method": "notifications/progress", "params": params}
                self._write(json.dumps(note, ensure_ascii=False))


def _is_call(message: Message | None) -> bool:
    return message is not None and message.get("method") == "tools/call"


def _progress_token(message: Message | None) -> Any:
    if message is None or not _is_call(message):
        return None
    return mapping(mapping(message.get("params")).get("_meta")).get("progressToken")


def _parsed(line: str) -> Message | None:
    try:
        return mapping(json.loads(line)) or None
    except (ValueError, RecursionError):
        return None


@cache
def stdio() -> Front:
    """The front of this process's own standard streams; the first call takes them and starts it.

    Afterwards descriptor 0 reads nothing and 1 is standard error, so no stray print or child can touch the wire.

    Raises:
        OSError: standard input or output is closed.
    """
    read_fd, write_fd = _above_standard(0), _above_standard(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(nothing, 1)
    os.close(nothing)
    for descriptor in (read_fd, write_fd):
        os.set_blocking(descriptor, True)
    front = Front(read_fd, write_fd)
    front.start()
    return front


def _above_standard(descriptor: int) -> int:
    """A duplicate that no child inherits and that never becomes 0, 1 or 2."""
    if sys.platform == "win32":
        return os.dup(descriptor)
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
