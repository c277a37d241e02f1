"""Small things on loopback and on disk that tests of the local model need: a GGUF's head, and servers."""

import json
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def text(value: str) -> bytes:
    """A text as GGUF has it."""
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf(values: dict[str, Any], behind: bytes = b"weights") -> bytes:
    """A GGUF file with this metadata (texts, yes or no, lists of texts) and nothing that could be loaded."""
    made = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    for key, value in values.items():
        made += text(key)
        if isinstance(value, bool):
            made += struct.pack("<I?", 7, value)
        elif isinstance(value, list):
            made += struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(text, value))
        else:
            made += struct.pack("<I", 8) + text(value)
    return made + behind


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's `answers`, and remembers what was asked."""

    server: "Server"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        self.server.asked.append((self.path, dict(self.headers), body))
        status, headers, content = self.server.answers(self.path, dict(self.headers), body)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """One server on loopback."""

    daemon_threads = True

    def __init__(self, answers: Any) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(answers: Any) -> Generator[Server, None, None]:
    """A server that gives what `answers(path, headers, body)` returns: status, headers, content."""
    with Server(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def file(content: bytes, etag: str = '"one"') -> Any:
    """A file that can be fetched in parts."""

    def answers(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        asked = headers.get("Range", "")
        if asked and headers.get("If-Range", etag) == etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            return (
                206,
                {"ETag": etag, "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"},
                content[start:],
            )
        return 200, {"ETag": etag}, content

    return answers


def engine(answer: str = "fine", models: tuple[str, ...] = ("llama3.2",), status: int = 200) -> Any:
    """What Ollama and llama-server have in common."""

    def answers(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        if path == "/v1/models":
            found: Any = {"object": "list", "data": [{"id": name, "owned_by": "library"} for name in models]}
            return 200, {}, json.dumps(found).encode()
        found = {"choices": [{"message": {"content": answer}}], "usage": {"total_tokens": 7}}
        return status, {}, json.dumps(found).encode()

    return answers
