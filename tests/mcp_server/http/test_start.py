"""Where the server listens, which token it wants, and what it says of both."""

import os
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server import cli
from mcp_server.http import bearer
from mcp_server.http.address import parse
from tests.mcp_server.http.serving import TOKEN, Served, initialize, serving


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this user's state, where nothing is yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "teach"


@pytest.fixture
def complaint(state: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], tuple[int, str]]:
    """How `teach serve --http` refuses to start."""

    def start(where: str = "0") -> tuple[int, str]:
        status = cli.main(["serve", "--http", where])
        return status, capsys.readouterr().err

    return start


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("8000", "http://127.0.0.1:8000/mcp"),
        (":8000", "http://127.0.0.1:8000/mcp"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/mcp"),
        ("LocalHost:8000", "http://127.0.0.1:8000/mcp"),
        ("[::1]:8000", "http://[::1]:8000/mcp"),
        ("::1:8000", "http://[::1]:8000/mcp"),
    ],
)
def test_addresses_of_this_machine_are_read(text: str, url: str) -> None:
    assert parse(text).url() == url


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "192.168.0.7", "example.org", "127.0.0.2", "*", "\x1b[2J"])
def test_another_address_is_refused_with_a_tunnel_as_the_next_move(
    host: str, complaint: Callable[[str], tuple[int, str]]
) -> None:
    status, said = complaint(f"{host}:8000")
    assert status == 2
    assert "ssh -N -L 8000:127.0.0.1:8000" in said and "serve --http 8000 here" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("text", ["", "x", "-1", "65536", "127.0.0.1", "127.0.0.1:", "8000:", "٨٠٠٠", "1e3"])
def test_what_is_no_port_is_refused_with_an_example(text: str, complaint: Callable[[str], tuple[int, str]]) -> None:
    status, said = complaint(text)
    assert status == 2
    assert "serve --http 8765" in said


def test_a_port_in_use_is_refused_with_the_next_move(complaint: Callable[[str], tuple[int, str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, said = complaint(str(taken.getsockname()[1]))
    assert status == 2
    assert "is in use" in said and "serve --http 0" in said


def test_the_token_is_made_for_its_owner_alone_and_kept(state: Path) -> None:
    first = bearer.find()
    assert first.token == bearer.find().token == (state / "http-token").read_text(encoding="ascii").strip()
    assert len(first.token) >= 32 and first.token not in repr(first)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "http-token").stat().st_mode) == 0o600
    assert [path.name for path in state.iterdir()] == ["http-token"]


def open_to_others(state: Path) -> None:
    bearer.find()
    (state / "http-token").chmod(0o640)


def folder_open_to_others(state: Path) -> None:
    state.mkdir(parents=True)
    state.chmod(0o770)


def a_link(state: Path) -> None:
    state.mkdir(parents=True, mode=0o700)
    (state.parent / "elsewhere").write_text(TOKEN, encoding="ascii")
    (state.parent / "elsewhere").chmod(0o600)
    (state / "http-token").symlink_to("../elsewhere")


def a_dangling_link(state: Path) -> None:
    state.mkdir(parents=True, mode=0o700)
    (state / "http-token").symlink_to("nowhere")


def a_linked_folder(state: Path) -> None:
    (state.parent / "other").mkdir(parents=True, mode=0o700)
    state.symlink_to("other")


def a_pipe(state: Path) -> None:
    state.mkdir(parents=True, mode=0o700)
    os.mkfifo(state / "http-token", 0o600)


def too_short(state: Path) -> None:
    bearer.find()
    (state / "http-token").write_text("short\n", encoding="ascii")


def no_header(state: Path) -> None:
    bearer.find()
    (state / "http-token").write_text("x" * 31 + " y" * 8, encoding="ascii")


def a_file_for_the_folder(state: Path) -> None:
    state.parent.mkdir(parents=True)
    state.write_text("", encoding="ascii")


@pytest.mark.parametrize(
    ("arrange", "told"),
    [
        (open_to_others, "open to other users"),
        (folder_open_to_others, "chmod 700"),
        (a_link, "symbolic link"),
        (a_dangling_link, "symbolic link"),
        (a_linked_folder, "symbolic link"),
        (a_pipe, "is no file"),
        (too_short, "shorter than 32"),
        (no_header, "a header cannot carry"),
        (a_file_for_the_folder, "TEACH_HTTP_TOKEN"),
    ],
)
def test_a_token_that_others_could_know_is_refused(
    arrange: Callable[[Path], None], told: str, state: Path, complaint: Callable[[], tuple[int, str]]
) -> None:
    arrange(state)
    status, said = complaint()
    assert status == 1
    assert told in said


def test_a_token_of_another_user_is_refused(
    state: Path, complaint: Callable[[], tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer.find()
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    status, said = complaint()
    assert status == 1
    assert "belongs to another user" in said


@pytest.mark.parametrize("token", ["", "x" * 31, "x" * 40 + "\n", "x" * 40 + "é", "x y" * 20])
def test_a_weak_token_in_the_environment_is_refused(
    token: str, complaint: Callable[[], tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACH_HTTP_TOKEN", token)
    status, said = complaint()
    assert status == 1
    assert said.startswith("teach serve: TEACH_HTTP_TOKEN ") and "openssl rand -hex 32" in said
    assert not token or token not in said


def printed_header(served: Served) -> str:
    """What a shell makes of the header in the printed line."""
    line = served.said().splitlines()[2]
    command = line.replace("claude mcp add", "printf '%s\\n'")
    environment = {"PATH": os.environ["PATH"], "TEACH_HTTP_TOKEN": TOKEN}
    run = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, encoding="utf-8", check=True)
    words = run.stdout.splitlines()
    assert words[:5] == ["--transport", "http", "assistant", served.url, "--header"]
    return words[5]


def test_the_printed_line_carries_the_token_of_the_file(project: Path, tmp_path: Path) -> None:
    state = tmp_path / "a 'state'"
    environment = {"XDG_STATE_HOME": str(state)}
    with serving(project, tmp_path / "log", environment=environment, token=None) as own:
        token = (state / "teach" / "http-token").read_text(encoding="ascii").strip()
        assert printed_header(own) == f"Authorization: Bearer {token}"
        assert own.post(initialize(), {"Authorization": f"Bearer {token}"}).status_code == 200
        assert token not in own.said()


def test_the_printed_line_carries_the_token_of_the_environment(served: Served) -> None:
    assert printed_header(served) == f"Authorization: Bearer {TOKEN}"
    assert "environment variable TEACH_HTTP_TOKEN" in served.said()
    assert TOKEN not in served.said()


def test_http_is_not_loaded_for_standard_input_and_output(run_python: Callable[..., str]) -> None:
    loaded = run_python("-c", "import sys, mcp_server.commands.serve; print(*sys.modules)").split()
    # The SDK itself imports uvicorn's front door; its server for HTTP/1.1 and ours are left alone.
    assert not {name for name in loaded if name.startswith(("mcp_server.http", "uvicorn.protocols", "h11"))}
