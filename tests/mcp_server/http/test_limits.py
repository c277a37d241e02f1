"""How many may come and how long they may take."""

import socket
from pathlib import Path

from tests.mcp_server.http.serving import TOKEN, initialize, modern, serving

HURRIED = (str(Path(__file__).with_name("hurried.py")),)
POLLS = 200


def test_the_sixty_fifth_session_is_refused_and_requests_without_one_are_not(project: Path, tmp_path: Path) -> None:
    with serving(project, tmp_path / "log") as own:
        opened = [own.post(initialize()).status_code for _ in range(66)]
        body, headers = modern()
        assert own.post(body, headers).status_code == 200
    assert opened == [200] * 64 + [503] * 2


def test_a_session_that_nobody_uses_makes_room(project: Path, tmp_path: Path) -> None:
    with serving(project, tmp_path / "log", HURRIED) as own:
        # On a busy machine the first may already have ended when the second comes, so it is tried again.
        opened = ([own.post(initialize()).status_code for _ in range(2)] for _ in range(POLLS))
        assert [200, 503] in opened
        # A refused opening does not keep the open one alive, so this ends.
        assert any(own.post(initialize()).status_code == 200 for _ in range(POLLS))


def test_whoever_sends_too_slowly_is_cut_off(project: Path, tmp_path: Path) -> None:
    with serving(project, tmp_path / "log", HURRIED) as own:
        head = f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{own.port}\r\n"
        body = f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{{"
        for sent, expected in (("", b""), (head, b""), (head + body, b"HTTP/1.1 408 ")):
            with socket.create_connection(("127.0.0.1", own.port), timeout=20) as connection:
                connection.sendall(sent.encode())
                came = b"".join(iter(lambda c=connection: c.recv(65536), b""))
            assert came.startswith(expected) and bool(came) == bool(expected)
