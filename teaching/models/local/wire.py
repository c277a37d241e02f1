"""What goes over the socket: one line of JSON per message, one connection per request, and who is at the other end.

A caller sends `{"do": "complete" | "status" | "stop", …}` and reads events until one of ENDS. Closing the connection,
or `{"do": "cancel"}`, takes a request back.
"""

import json
import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, cast

from teaching.models.local.engine import Answer, Request
from teaching.models.protocol import Message, ModelError

PROTOCOL = 1  # raise it whenever a message changes: a process of another version then makes room
LONGEST_LINE = 16 * 1024 * 1024
ENDS = frozenset({"done", "failed", "moved", "status", "stopping"})
_CHUNK = 1 << 16
_ASKED_EVERY_S = 0.1
_MAC_LOCAL_PEERCRED = 1
_MAC_LOCAL_PEERPID = 2

Line = dict[str, Any]


class LostError(Exception):
    """The other end closed the connection."""


class WaitedError(Exception):
    """The deadline passed."""


class TakenBackError(Exception):
    """The caller no longer wants the answer."""


def encode(message: Mapping[str, Any]) -> bytes:
    """One line; text that is no UTF-8 survives as escapes."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> Line:
    """The message of a line.

    Raises:
        ModelError: it is none.
    """
    try:
        message: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ModelError("the message is no JSON") from error
    if not isinstance(message, dict):
        raise ModelError("the message is no JSON object")
    return cast(Line, message)


def asked(request: Request, client: str, stream: bool) -> Line:
    """The message that asks for a completion."""
    return {"do": "complete", "protocol": PROTOCOL, "client": client, "stream": stream, "request": asdict(request)}


def request_of(message: Line) -> Request:
    """The request in such a message.

    Raises:
        ModelError: something in it has not the right form.
    """
    try:
        given = cast(Line, message["request"])
        return Request(
            messages=tuple(Message(one["role"], _text(one["content"])) for one in given["messages"]),
            schema=given["schema"],
            max_tokens=int(given["max_tokens"]),
            stop=tuple(_text(one) for one in given["stop"]),
            temperature=float(given["temperature"]),
            seed=int(given["seed"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"the request has not the form that is understood ({error})") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is no text")
    return value


def answer_of(event: Line) -> Answer:
    """The answer in a `done` event."""
    return Answer(**event["answer"])


def peer_uid(connection: socket.socket) -> int | None:
    """Whose process is at the other end; None where the system does not say."""
    if hasattr(socket, "SO_PEERCRED"):
        packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", packed)[1])
    if sys.platform == "darwin":
        packed = connection.getsockopt(0, _MAC_LOCAL_PEERCRED, 8)
        return int(struct.unpack("2I", packed)[1])
    return None


def peer_pid(connection: socket.socket) -> int:
    """The number of the process that listens at the other end; 0 where the system does not say."""
    if hasattr(socket, "SO_PEERCRED"):
        packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", packed)[0])
    if sys.platform == "darwin":
        return int(connection.getsockopt(0, _MAC_LOCAL_PEERPID))
    return 0


def is_ours(connection: socket.socket) -> bool:
    """Whether the other end runs as this user, as far as the system says."""
    uid = peer_uid(connection)
    return uid is None or uid == os.geteuid()


class Lines:
    """The messages that come over a connection, read with a deadline."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._unread = bytearray()

    def read(self, until: float, cancelled: Callable[[], bool] | None = None) -> Line:
        """The next message.

        Args:
            until: on the monotonic clock.
            cancelled: asked about ten times a second.

        Raises:
            LostError: the other end closed the connection.
            WaitedError: the deadline passed.
            TakenBackError: `cancelled` said so.
            ModelError: what came is no message.
        """
        searched = 0
        while (end := self._unread.find(b"\n", searched)) < 0:
            searched = len(self._unread)
            if searched > LONGEST_LINE:
                raise ModelError("the message is too long")
            self._more(until, cancelled)
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return decode(line)

    def _more(self, until: float, cancelled: Callable[[], bool] | None) -> None:
        while True:
            if cancelled is not None and cancelled():
                raise TakenBackError
            left = until - time.monotonic()
            if left <= 0:
                raise WaitedError
            self._connection.settimeout(left if cancelled is None else min(left, _ASKED_EVERY_S))
            try:
                chunk = self._connection.recv(_CHUNK)
            except TimeoutError:
                continue
            except OSError as error:
                raise LostError from error
            if not chunk:
                raise LostError
            self._unread += chunk
            return
