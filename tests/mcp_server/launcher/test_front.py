"""The front on a pair of pipes: what a client sees before, while and after the server comes up.

Not covered: Windows.
"""

import json
import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcp_server import manifest
from mcp_server.launcher.front import Front

CALL = {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "review_code", "arguments": {}}}
PATIENT = {**CALL, "id": 6, "params": {**CALL["params"], "_meta": {"progressToken": "p"}}}
HELLO = manifest.initialize("2025-11-25")
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
DISCOVER = manifest.requests(["server/discover"], "2026-07-28")[0]


class Wire:
    """Both ends of a front: the client's pipes, and a server that keeps what it is given."""

    def __init__(self) -> None:
        front_reads, self._in = os.pipe()
        out, front_writes = os.pipe()
        self._out = os.fdopen(out, "r", encoding="utf-8")
        self._fronts = (front_reads, front_writes)
        self.front = Front(*self._fronts)
        self.front.start()
        self.delivered: list[str] = []
        self.closed = threading.Event()
        self._arrived = threading.Condition()

    def write(self, data: bytes) -> None:
        """Sends bytes as the client."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._in, view) :]

    def say(self, *messages: dict[str, Any]) -> None:
        """Sends messages as the client."""
        self.write(b"".join(json.dumps(message).encode() + b"\n" for message in messages))

    def hear(self) -> dict[str, Any]:
        """The next message that the client gets."""
        return json.loads(self._out.readline())

    def attach(self) -> None:
        """The server is there."""
        self.front.attach(self._take, self.closed.set)

    def _take(self, line: str) -> None:
        with self._arrived:
            self.delivered.append(line)
            self._arrived.notify_all()

    def wait_for(self, count: int) -> list[Any]:
        """The first messages that the server got."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.delivered) >= count, 10)
            return [json.loads(line) for line in self.delivered]

    def hang_up(self) -> None:
        """Closes the client's end."""
        if self._in >= 0:
            os.close(self._in)
        self._in = -1

    def end(self) -> None:
        """Closes all that is open."""
        self.hang_up()
        self.attach()
        assert self.closed.wait(10)
        self._out.close()
        for descriptor in self._fronts:
            os.close(descriptor)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A front that nothing is attached to."""
    wire = Wire()
    yield wire
    wire.end()


def test_a_client_is_answered_before_there_is_a_server(wire: Wire) -> None:
    wire.say(HELLO, READY, *manifest.requests(["tools/list"]))
    assert wire.hear()["result"]["serverInfo"]["name"] == "assistant"
    assert wire.hear()["result"]["tools"][0]["name"] == "review_code"


def test_the_server_hears_the_handshake_again_and_the_client_does_not(wire: Wire) -> None:
    wire.say(HELLO, READY, CALL)
    wire.hear()
    wire.attach()
    replayed, ready, call = wire.wait_for(3)
    assert {**replayed, "id": HELLO["id"]} == HELLO
    assert [ready, call] == [READY, CALL]
    wire.front.send(json.dumps({"jsonrpc": "2.0", "id": replayed["id"], "result": {"of": "the replay"}}))
    wire.front.send(json.dumps({"jsonrpc": "2.0", "id": 5, "result": {"of": "the call"}}))
    assert wire.hear()["result"] == {"of": "the call"}


def test_the_server_learns_the_era_that_began_without_a_handshake(wire: Wire) -> None:
    wire.say(DISCOVER)
    assert wire.hear()["result"]["supportedVersions"] == ["2026-07-28"]
    wire.attach()
    assert wire.wait_for(1)[0]["method"] == "server/discover"


def test_after_the_server_is_there_lines_pass_untouched_both_ways(wire: Wire) -> None:
    wire.attach()
    wire.write(b'{"odd":  "spacing"}\r\nnot json\n\n')
    wire.say(HELLO)
    with wire._arrived:
        assert wire._arrived.wait_for(lambda: len(wire.delivered) >= 4, 10)
    assert wire.delivered[:3] == ['{"odd":  "spacing"}\r', "not json", ""]
    wire.front.send('{"jsonrpc":"2.0",  "id":0,"result":{}}\n')
    assert wire._out.readline() == '{"jsonrpc":"2.0",  "id":0,"result":{}}\n'


def test_what_comes_before_the_era_is_settled_keeps_its_place(wire: Wire) -> None:
    wire.say(CALL, HELLO)
    wire.attach()
    assert wire.wait_for(2) == [CALL, HELLO]


def test_a_call_that_waits_is_told_why_when_it_asked_for_progress(wire: Wire) -> None:
    wire.front.say("Installing")
    wire.say(HELLO, CALL, PATIENT)
    wire.hear()
    note = wire.hear()
    assert note["method"] == "notifications/progress"
    assert note["params"]["progressToken"] == "p"
    assert note["params"]["message"].startswith("Installing (0 s so far)")


def test_a_failed_start_fails_the_calls_that_wait_with_its_reason_and_the_next_call_is_waited_for(wire: Wire) -> None:
    wire.say(HELLO, CALL)
    wire.hear()
    assert wire.front.wait_for_call()
    wire.front.fail("No Python. Install one.")
    answer = wire.hear()
    assert answer["id"] == 5
    assert answer["result"] == {"content": [{"type": "text", "text": "No Python. Install one."}], "isError": True}
    wire.say({**CALL, "id": 9})
    assert wire.front.wait_for_call()
    wire.attach()
    assert wire.wait_for(2)[1]["id"] == 9


def test_the_reason_comes_in_the_words_of_the_newer_era_too(wire: Wire) -> None:
    params = {**CALL["params"], **DISCOVER["params"]}
    wire.say(DISCOVER, {**CALL, "params": params})
    wire.hear()
    assert wire.front.wait_for_call()
    wire.front.fail("No Python.")
    assert wire.hear()["result"]["resultType"] == "complete"


def test_other_requests_that_wait_get_an_error_when_the_start_fails(wire: Wire) -> None:
    wire.say(HELLO, {"jsonrpc": "2.0", "id": 7, "method": "resources/read", "params": {"uri": "x://y"}}, CALL)
    wire.hear()
    assert wire.front.wait_for_call()
    wire.front.fail("No Python.")
    assert wire.hear() == {"jsonrpc": "2.0", "id": 7, "error": {"code": -32603, "message": "No Python."}}


def test_a_client_that_hangs_up_ends_the_wait_and_closes_the_server(wire: Wire) -> None:
    wire.hang_up()
    assert not wire.front.wait_for_call()
    wire.attach()
    assert wire.closed.wait(10)


def test_the_last_line_needs_no_newline(wire: Wire) -> None:
    wire.attach()
    wire.write(json.dumps(CALL).encode())
    wire.hang_up()
    assert wire.wait_for(1) == [CALL]
    assert wire.closed.wait(10)


def test_garbage_is_the_servers_to_judge(wire: Wire) -> None:
    wire.write(b"\xff\xfe\n[1,2]\n" + b"[" * 100_000 + b"\n" + b'{"a":' * 5_000 + b"\n")
    wire.attach()
    with wire._arrived:
        assert wire._arrived.wait_for(lambda: len(wire.delivered) == 4, 10)
    assert wire.delivered[:2] == ["\ufffd\ufffd", "[1,2]"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_lines_are_whole_however_the_bytes_arrive(texts: list[str], sizes: list[int]) -> None:
    wire = Wire()
    wire.attach()
    data = b"".join(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for text in texts)
    expected = [line.decode("utf-8", "replace") for line in data.split(b"\n")[:-1]]
    position, turn = 0, 0
    while position < len(data):
        size = sizes[turn % len(sizes)]
        wire.write(data[position : position + size])
        position, turn = position + size, turn + 1
    wire.hang_up()
    assert wire.closed.wait(10)
    assert wire.delivered == expected
    wire.end()


def test_a_very_long_line_arrives_whole(wire: Wire) -> None:
    wire.attach()
    wire.say({**CALL, "params": {"text": "x" * 20_000_000}})
    assert len(wire.wait_for(1)[0]["params"]["text"]) == 20_000_000
