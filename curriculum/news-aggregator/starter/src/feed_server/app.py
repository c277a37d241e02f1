"""Serves the ten feeds on loopback. `?fault=NAME` behind any address asks for a fault of `FAULTS`."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from feed_server.feeds import FAULTS, FEEDS, Feed

MISSING = Feed(b"no such feed", 404, "text/plain")


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in, headers with names in small letters."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)


class FeedServer:
    """The server, in a thread of its own; a context manager.

    Attributes:
        seen: every request, in order.
        patience_s: how long a feed that hangs keeps the connection open before it hangs up.
    """

    def __init__(self, port: int = 0, patience_s: float = 60.0) -> None:
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self.patience_s = patience_s
        self._http = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> "FeedServer":
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, and let go of everyone who still waits."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def wait(self) -> None:
        """Serve until Ctrl-C."""
        try:
            self.closing.wait()
        except KeyboardInterrupt:
            self.closing.set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        return Handler

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Send the feed or the fault that the address names."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.seen.append(Seen(request.path, headers))
        parts = urlsplit(request.path)
        fault = parse_qs(parts.query).get("fault", [""])[0]
        feed = FAULTS.get(fault) or FEEDS.get(parts.path, MISSING)
        if feed.hangs:
            # Neither an answer nor an end: the client has to give up.
            request.close_connection = True
            self.closing.wait(self.patience_s)
            return
        unchanged = _is_unchanged(feed, headers)
        body = b"" if unchanged else feed.body
        request.send_response(304 if unchanged else feed.status)
        for name, value in feed.headers.items():
            request.send_header(name, value)
        if body:
            request.send_header("Content-Type", feed.content_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _is_unchanged(feed: Feed, headers: dict[str, str]) -> bool:
    etag, modified = feed.headers.get("ETag"), feed.headers.get("Last-Modified")
    if etag:
        return headers.get("if-none-match") == etag
    return modified is not None and headers.get("if-modified-since") == modified
