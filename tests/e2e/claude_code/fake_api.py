"""A Messages API on loopback that plays a script and keeps every request whole.

A script is a list of turns of the main conversation: blocks made by `say` and `call`, one or several to a turn, or a
function that makes them of the request. Requests beside the conversation (titles, summaries, the safety classifier)
get a fixed answer and cost no turn; anything but `/v1/messages` is refused and remembered.
Not covered: thinking blocks, errors of the API and its limits, counting tokens.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Block = dict[str, Any]
WAITS = "WaitForMcpServers"  # the client's own tool for a model whose servers are still on their way


def say(text: str) -> Block:
    """The model speaks."""
    return {"type": "text", "text": text}


def call(tool: str, **arguments: Any) -> Block:
    """The model calls a tool."""
    return {"type": "tool_use", "name": tool, "input": arguments}


@dataclass(frozen=True)
class ToolResult:
    """What the model is given for one call of its own."""

    id: str
    text: str
    is_error: bool


@dataclass(frozen=True)
class Request:
    """One request for a message, as it came."""

    body: dict[str, Any]

    @property
    def tools(self) -> list[dict[str, Any]]:
        """The tools on offer, as the client describes them."""
        return self.body.get("tools") or []

    @property
    def tool_names(self) -> list[str]:
        """Their names."""
        return [tool["name"] for tool in self.tools]

    @property
    def is_conversation(self) -> bool:
        """Whether it belongs to the conversation itself: only that offers the client's own tools."""
        return "Read" in self.tool_names

    @property
    def system(self) -> str:
        """All that was said as the system; newer clients say most of it in messages."""
        return "\n".join([_text_of(self.body.get("system") or ""), *self._said_by("system")])

    @property
    def user_text(self) -> str:
        """All that was said on the user's side, reminders of the client's included, results of tools not."""
        return "\n".join(self._said_by("user"))

    @property
    def tool_results(self) -> list[ToolResult]:
        """What the script's calls came to so far, in the order of the calls."""
        waits = {block["id"] for block in self._blocks("tool_use") if block["name"] == WAITS}
        results = [
            ToolResult(block["tool_use_id"], _text_of(block.get("content") or ""), bool(block.get("is_error")))
            for block in self._blocks("tool_result")
            if block["tool_use_id"] not in waits
        ]
        # A call that is refused may be answered before an earlier one that runs.
        return sorted(results, key=lambda result: result.id)

    def _blocks(self, kind: str) -> list[Block]:
        contents = [message["content"] for message in self.body["messages"]]
        lists = [content for content in contents if isinstance(content, list)]
        return [block for blocks in lists for block in blocks if block["type"] == kind]

    def _said_by(self, role: str) -> list[str]:
        return [_text_of(message["content"]) for message in self.body["messages"] if message["role"] == role]


Turn = Block | Sequence[Block] | Callable[[Request], Block | Sequence[Block]]


@dataclass
class FakeApi:
    """The API of one session.

    Attributes:
        wait_for: a tool without which the script does not begin; the client is asked to wait for its servers.
        at_end: called in place of an answer when the client comes back after the script; it then gets none at all.
        requests: every request for a message, in the order in which they came.
        elsewhere: what else was asked for.
        overrun: how often the client came back after the script had ended.
    """

    script: Sequence[Turn]
    wait_for: str | None = None
    at_end: Callable[[], None] | None = None
    requests: list[Request] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    overrun: int = 0
    url: str = ""
    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def conversation(self) -> list[Request]:
        """The requests of the main conversation."""
        return [request for request in self.requests if request.is_conversation]

    def answer(self, body: dict[str, Any]) -> list[Block] | None:
        """The blocks that a request is answered with; nothing where it is to stay without an answer."""
        with self._lock:
            request = Request(body)
            self.requests.append(request)
            if not request.is_conversation:
                return [say(_beside(request))]
            if self._turn == 0 and self.wait_for not in {None, *request.tool_names} and WAITS in request.tool_names:
                return [call(WAITS)]
            if self._turn >= len(self.script):
                self.overrun += 1
                return [say("The script is over.")] if self.at_end is None else None
            turn = self.script[self._turn]
            self._turn += 1
            made = turn(request) if callable(turn) else turn
            return [made] if isinstance(made, dict) else list(made)


@contextmanager
def serving(api: FakeApi) -> Iterator[FakeApi]:
    """The API behind a free loopback port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.api = api
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _text_of(content: str | Sequence[Block]) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block["type"] == "text")


def _beside(request: Request) -> str:
    """An answer to what the client asks beside the conversation."""
    if "title" in request.system.lower():
        return json.dumps({"title": "A test"})
    return "ok"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: FakeApi

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to standard error."""

    def do_HEAD(self) -> None:
        self._reply(200 if self.path == "/" else self._refused(), "text/plain", b"")

    def do_GET(self) -> None:
        self._reply(self._refused(), "application/json", b'{"type":"error"}')

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.partition("?")[0] != "/v1/messages":
            self._reply(self._refused(), "application/json", b'{"type":"error"}')
            return
        body = json.loads(data)
        blocks = self.server.api.answer(body)
        if blocks is None:
            self._fall_silent()
            return
        message = _message(body, blocks, len(self.server.api.requests))
        if body.get("stream"):
            self._reply(200, "text/event-stream", b"".join(_events(message)))
        else:
            self._reply(200, "application/json", json.dumps(message).encode())

    def _fall_silent(self) -> None:
        """Answers nothing until the client hangs up."""
        assert self.server.api.at_end is not None
        self.server.api.at_end()
        self.rfile.read(1)
        self.close_connection = True

    def _refused(self) -> int:
        self.server.api.elsewhere.append(f"{self.command} {self.path}")
        return 404

    def _reply(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _message(body: dict[str, Any], blocks: Sequence[Block], number: int) -> dict[str, Any]:
    calls = any(block["type"] == "tool_use" for block in blocks)
    content = [
        {**block, "id": f"toolu_{number:04}_{place:02}"} if block["type"] == "tool_use" else block
        for place, block in enumerate(blocks)
    ]
    return {
        "id": f"msg_{number:04}",
        "type": "message",
        "role": "assistant",
        "model": body.get("model", "model"),
        "content": content,
        "stop_reason": "tool_use" if calls else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 100, "output_tokens": 10},
    }


def _events(message: dict[str, Any]) -> Iterator[bytes]:
    """The message as the events of a stream."""
    yield _event({"type": "message_start", "message": {**message, "content": [], "stop_reason": None}})
    for index, block in enumerate(message["content"]):
        if block["type"] == "text":
            empty, delta = {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            empty = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield _event({"type": "content_block_start", "index": index, "content_block": empty})
        yield _event({"type": "content_block_delta", "index": index, "delta": delta})
        yield _event({"type": "content_block_stop", "index": index})
    end = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield _event({"type": "message_delta", "delta": end, "usage": {"output_tokens": 10}})
    yield _event({"type": "message_stop"})


def _event(data: dict[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()
