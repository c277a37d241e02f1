"""A server on loopback that behaves as it is told, request by request, and remembers what it was asked.

What an engine can do wrong below its own protocol stands here: hang, trickle, close, send garbage, never end. What it
says when it is well stands in `openai_server.py` and `anthropic_server.py`.
"""

import gzip
import json
import select
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONGEST_S = 60.0
TRICKLE_S = 0.02


@dataclass
class Seen:
    """One request.

    Attributes:
        body: as JSON; None where there was none.
        gone: set when the caller closed its connection before it was answered, where somebody looked.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    at: float = field(default_factory=time.monotonic)
    gone: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Does what the next behaviour does."""

    server: "Fake"
    protocol_version = "HTTP/1.1"
    seen: Seen

    def do_GET(self) -> None:
        self._obey(None)

    def do_HEAD(self) -> None:
        self._obey(None)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._obey(json.loads(content) if content else None)

    def _obey(self, body: Any) -> None:
        self.seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.next_for(self.seen)(self)

    def send(self, content: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer; `content_type="…"` and the like are its headers."""
        self.send_response(status)
        sent = {"content_type": "application/json", "content_length": str(len(content)), **headers}
        for name, value in sent.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_json(self, found: Any, status: int = 200, **headers: str) -> None:
        """The same of JSON."""
        self.send(json.dumps(found).encode(), status, **headers)

    def until_gone(self) -> None:
        """Returns when the caller has gone, or the server is closed."""
        while not self.server.over.is_set():
            if select.select([self.connection], [], [], TRICKLE_S)[0] and not self.connection.recv(1):
                self.seen.gone.set()
                break
        self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""


Behaviour = Callable[[Handler], None]


class Fake(ThreadingHTTPServer):
    """The server.

    Attributes:
        seen: what it was asked, in order.
        over: set when it is closed.
        besides: what answers requests that are no questions to a model; None from it where it is one.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, always: Behaviour, besides: Callable[[Seen], Behaviour | None] = lambda seen: None) -> None:
        """Takes what it does as a rule."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.always = always
        self.seen: list[Seen] = []
        self.over = threading.Event()
        self.besides = besides
        self._then: deque[Behaviour] = deque()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def then(self, *behaviours: Behaviour) -> "Fake":
        """Has the coming questions answered so, one each; `always` answers those behind them."""
        with self._lock:
            self._then.extend(behaviours)
        return self

    def next_for(self, seen: Seen) -> Behaviour:
        """What answers this request."""
        other = self.besides(seen)
        with self._lock:
            self.seen.append(seen)
            if other is not None:
                return other
            return self._then.popleft() if self._then else self.always

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went is no news."""


@contextmanager
def running(fake: Fake) -> Generator[Fake, None, None]:
    """The server, listening."""
    thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.over.set()
        fake.shutdown()
        thread.join()
        fake.server_close()


def hangs(handler: Handler) -> None:
    """Takes the question and says nothing, until the caller goes."""
    handler.until_gone()


def after(gate: threading.Event, behaviour: Behaviour) -> Behaviour:
    """Waits for the gate, then does that."""

    def wait(handler: Handler) -> None:
        gate.wait(LONGEST_S)
        behaviour(handler)

    return wait


def slow(seconds: float, behaviour: Behaviour) -> Behaviour:
    """Does that so much later; sooner where the server is closed."""

    def wait(handler: Handler) -> None:
        handler.server.over.wait(seconds)
        behaviour(handler)

    return wait


def trickles(handler: Handler) -> None:
    """A head, and then a byte now and then, so that no single read ever takes long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    _drip(handler, b" ")


def trickles_its_head(handler: Handler) -> None:
    """The same, and not even the head comes to an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"a")


def _drip(handler: Handler, drop: bytes) -> None:
    handler.close_connection = True
    while not handler.server.over.wait(TRICKLE_S):
        try:
            handler.wfile.write(drop)
            handler.wfile.flush()
        except OSError:
            handler.seen.gone.set()
            raise


def never_ends(handler: Handler) -> None:
    """As much as anybody will read."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    while not handler.server.over.is_set():
        handler.wfile.write(b" " * 65536)


def closes(handler: Handler) -> None:
    """Takes the question and hangs up."""
    handler.close_connection = True


def closes_in_the_middle(handler: Handler) -> None:
    """Half of what it announced, then it hangs up."""
    handler.send(b'{"choices": [{"message": {"content": "hal', content_length="500")
    handler.close_connection = True


def sends(content: bytes, status: int = 200, **headers: str) -> Behaviour:
    """These very bytes: garbage, half of a JSON document, a web page."""
    return lambda handler: handler.send(content, status, **headers)


def talks_nonsense(handler: Handler) -> None:
    """No HTTP at all."""
    handler.close_connection = True
    handler.wfile.write(b"\x00\xff 220 ready for mail\r\n\r\n")


def redirects(to: str) -> Behaviour:
    """Sends the caller elsewhere."""
    return lambda handler: handler.send(b"", 307, location=to)


def packed(found: Any) -> Behaviour:
    """JSON in gzip, whatever the caller takes."""
    return lambda handler: handler.send(gzip.compress(json.dumps(found).encode()), content_encoding="gzip")


def packed_bomb(handler: Handler) -> None:
    """Little that becomes much."""
    handler.send(gzip.compress(b" " * (64 * 1024 * 1024)), content_encoding="gzip")
