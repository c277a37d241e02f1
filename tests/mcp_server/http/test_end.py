"""A signal ends the server at once, with all that is still going on."""

import os
import select
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.mcp_server.http.serving import JSON, initialize, modern, serving

GIT = """\
#!/bin/sh
echo $$ > {pipe}
exec sleep 600
"""
ENDS_S = 60  # a hang, not a speed
STARTS_S = 30


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that is dead and not yet reaped does not."""
    status = Path(f"/proc/{pid}/stat")
    if status.parent.parent.joinpath("self").exists():
        with suppress(FileNotFoundError, ProcessLookupError):
            return status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] not in "ZX"
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def first_line(pipe: Path) -> bytes:
    """What is written first into a named pipe, as soon as it is."""
    with open(os.open(pipe, os.O_RDWR), "rb", buffering=0) as end:
        assert select.select([end], [], [], STARTS_S)[0], "the program did not start"
        return end.readline()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)])
def test_a_signal_ends_it_with_open_streams_and_a_review_whose_program_runs(
    number: signal.Signals, status: int, make_repo: Callable[..., Any], tmp_path: Path
) -> None:
    project = make_repo({"a.py": "x = 1\n"}).root
    pipe, programs = tmp_path / "pid", tmp_path / "bin"
    os.mkfifo(pipe)
    programs.mkdir()
    (programs / "git").write_text(GIT.format(pipe=pipe), encoding="utf-8")
    (programs / "git").chmod(0o755)
    # Whoever runs the tests with nohup has it ignored, and a program inherits that.
    before = signal.signal(number, signal.SIG_DFL if number == signal.SIGHUP else signal.getsignal(number))
    environment = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    with ExitStack() as stack:
        stack.callback(signal.signal, number, before)
        own = stack.enter_context(serving(project, tmp_path / "log", environment=environment))
        client = stack.enter_context(httpx2.Client(headers={**own.bearer, **JSON}, timeout=30))
        session = {"Mcp-Session-Id": client.post(own.url, json=initialize()).headers["mcp-session-id"]}
        stream = stack.enter_context(client.stream("GET", own.url, headers=session))
        assert stream.status_code == 200
        body, headers = modern("tools/call", {"name": "review_code", "arguments": {}})

        def call() -> None:
            with suppress(httpx2.HTTPError):
                own.post(body, headers)

        calling = threading.Thread(target=call)
        calling.start()
        child = int(first_line(pipe))
        assert is_alive(child)
        own.process.send_signal(number)
        assert own.process.wait(ENDS_S) == status
        assert not is_alive(child)
        calling.join(ENDS_S)
        assert not calling.is_alive()
    assert own.said().count("\n") == 3, own.said()


def test_a_client_that_leaves_takes_nothing_down(project: Path, tmp_path: Path) -> None:
    with serving(project, tmp_path / "log") as own:
        body, headers = modern("tools/call", {"name": "review_code", "arguments": {}})
        with pytest.raises(httpx2.TimeoutException):
            httpx2.post(own.url, json=body, headers={**own.bearer, **JSON, **headers}, timeout=0.01)
        body, headers = modern()
        assert own.post(body, headers).status_code == 200
        assert own.said().count("\n") == 3, own.said()
