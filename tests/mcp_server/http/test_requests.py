"""What the HTTP server refuses, one request at a time, and that it still answers afterwards."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.mcp_server.http.serving import JSON, Served, initialize, modern, serving

HEAD = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"


def raw(served: Served, text: str, timeout: float = 20) -> bytes:
    """What comes back for these bytes until the server closes."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=timeout) as connection:
        connection.sendall(text.replace("{port}", str(served.port)).encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


def answers(served: Served) -> bool:
    """Whether a good request still gets its answer."""
    body, headers = modern()
    reply = served.post(body, headers)
    return reply.status_code == 200 and reply.json()["result"]["tools"][0]["name"] == "review_code"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/mcp"), ("GET", "/mcp"), ("DELETE", "/mcp"), ("OPTIONS", "/mcp"), ("HEAD", "/"), ("GET", "/nowhere")]
    + [("GET", "/.well-known/oauth-protected-resource"), ("GET", "/mcp?access_token=TOKEN")],
)
def test_nothing_is_there_without_the_token(served: Served, method: str, path: str) -> None:
    url = f"http://127.0.0.1:{served.port}{path.replace('TOKEN', served.token)}"
    reply = httpx2.request(method, url, headers={"Host": "evil.example"})
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == 'Bearer realm="teach"'
    assert "server" not in reply.headers


@pytest.mark.parametrize(
    "given",
    ["Bearer wrong", "Bearer", "TOKEN", "Basic TOKEN", "Bearer TOKENx", "Bearer TOKEN TOKEN", "Bearer \xff"],
)
def test_a_wrong_token_is_challenged_as_invalid(served: Served, given: str) -> None:
    value = given.replace("TOKEN", served.token).encode("latin-1")
    reply = httpx2.post(served.url, headers=[(b"Authorization", value)], json=initialize())
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == 'Bearer realm="teach", error="invalid_token"'
    assert answers(served)


def test_a_second_authorization_header_is_not_overlooked(served: Served) -> None:
    twice = [("Authorization", f"Bearer {served.token}"), ("Authorization", "Bearer other")]
    assert httpx2.post(served.url, headers=twice, json=initialize()).status_code == 401


def test_the_scheme_is_read_in_any_case(served: Served) -> None:
    body, headers = modern()
    assert served.post(body, {**headers, "Authorization": f"bEARER {served.token}"}).status_code == 200


def test_the_token_is_asked_for_before_the_body_is_read(served: Served) -> None:
    reply = raw(served, HEAD + "Content-Length: 900000\r\n\r\n{")
    assert reply.startswith(b"HTTP/1.1 401 ")


def test_refusals_are_told_once_in_a_while_without_what_was_sent(project: Path, tmp_path: Path) -> None:
    with serving(project, tmp_path / "log") as own:
        for number in range(20):
            httpx2.post(own.url, headers={"Authorization": f"Bearer secret-{number}", "X-Odd": "\x1b[31mred"})
        said = own.said()
    assert said.count("refused") == 1
    assert "teach serve: refused a request without the right token\n" in said
    assert "secret" not in said and "\x1b" not in said and own.token not in said


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:PORT", "127.0.0.1:1@evil.example", "127.0.0.1.evil.example:80", "localhost:PORTx"]
    + ["localhost.:PORT", "0.0.0.0:PORT", "[::]:PORT", "2130706433:PORT", "localhost:", "127.0.0.1:PORT/x"],
)
def test_a_host_that_is_not_this_machine_is_misdirected(served: Served, host: str) -> None:
    reply = served.post(initialize(), {"Host": host.replace("PORT", str(served.port))})
    assert reply.status_code == 421
    assert answers(served)


@pytest.mark.parametrize("host", ["localhost:PORT", "[::1]:PORT", "127.0.0.1:9"])
def test_every_name_and_every_tunnel_of_this_machine_is_served(served: Served, host: str) -> None:
    body, headers = modern()
    named = host.replace("PORT", str(served.port))
    assert served.post(body, {**headers, "Host": named}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://127.0.0.1:1@evil.example", "http://localhost.evil.example", "x"]
)
def test_a_page_of_another_origin_is_forbidden(served: Served, origin: str) -> None:
    assert served.post(initialize(), {"Origin": origin}).status_code == 403


def test_a_page_of_this_machine_may_ask(served: Served) -> None:
    body, headers = modern()
    assert served.post(body, {**headers, "Origin": f"http://localhost:{served.port}"}).status_code == 200


DEEP = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":' + '{"a":' * 100_000 + "1" + "}" * 100_001
HUGE = '{"jsonrpc":"2.0","id":' + "9" * 10_000 + ',"method":"tools/list"}'
MODERN_HEADERS = modern()[1]


@pytest.mark.parametrize("era", ["legacy", "modern"])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("{}", {"Content-Type": "text/plain"}),
        (json.dumps([initialize(), initialize(2)]), {}),
        ("", {}),
        ("not json", {}),
        ('{"jsonrpc": "2.0", "id": 1}', {}),
        (DEEP, {}),
        (HUGE, {}),
        ('{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"x":NaN}}'.encode("utf-16"), {}),
    ],
    ids=["type", "batch", "empty", "no-json", "no-method", "deep", "huge", "encoding"],
)
def test_what_is_no_request_is_a_bad_request(
    served: Served, body: str | bytes, headers: dict[str, str], era: str
) -> None:
    more = MODERN_HEADERS if era == "modern" else {}
    assert served.post(body, {**more, **headers}).status_code == 400
    assert answers(served)


def test_a_header_that_contradicts_the_body_is_refused(served: Served) -> None:
    body, headers = modern()
    reply = served.post(body, {**headers, "Mcp-Method": "tools/call"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, -32020)


def test_an_unknown_version_is_refused(served: Served) -> None:
    body, headers = modern()
    body["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "2031-01-01"
    reply = served.post(body, {**headers, "MCP-Protocol-Version": "2031-01-01"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, -32022)


def test_a_forged_session_is_not_found(served: Served) -> None:
    assert served.post(initialize(), {"Mcp-Session-Id": "0" * 32}).status_code == 404


def test_a_session_is_served_to_nobody_without_its_token(served: Served) -> None:
    session = {"Mcp-Session-Id": served.post(initialize()).headers["mcp-session-id"]}
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    for other in ({}, {"Authorization": "Bearer " + "x" * 32}):
        assert httpx2.post(served.url, json=ping, headers={**JSON, **session, **other}).status_code == 401
        assert httpx2.delete(served.url, headers={**session, **other}).status_code == 401
    assert served.post(ping, session).status_code == 200
    assert httpx2.delete(served.url, headers={**served.bearer, **session}).status_code == 200


MEBIBYTE = 1024 * 1024


def in_pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536):
        yield b" " * 65536


def test_a_body_may_have_a_mebibyte(served: Served) -> None:
    body, headers = modern()
    text = json.dumps(body)
    assert served.post(text.ljust(MEBIBYTE), headers).status_code == 200
    head = HEAD + f"Authorization: Bearer {served.token}\r\n"
    declared = raw(served, f"{head}Content-Length: {MEBIBYTE + 1}\r\n\r\n")
    assert declared.startswith(b"HTTP/1.1 413 ")
    assert served.post(in_pieces(MEBIBYTE + 65536), headers).status_code == 413
    assert answers(served)
