"""Runs the real Claude Code client, without a terminal, in an environment that holds nothing of the user's.

Every run gets a script for its API on loopback, and every other address is answered by a proxy on loopback that
refuses and remembers. Not covered: the terminal interface, a login, and macOS when it comes to processes left over.
"""

import json
import os
import select
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.claude_code.fake_api import FakeApi, ToolResult, Turn, serving

PINS = Path(__file__).resolve().parent / "pins"
# The oldest client that is supported, and the current one.
VERSIONS = ("2.1.197", "2.1.330")

SESSION_S = 120
GONE_S = 10
MARK = "RUN_OF_THE_TEST"  # in the environment of whatever a session starts
QUIET = {
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "DISABLE_TELEMETRY": "1",
    "DISABLE_ERROR_REPORTING": "1",
    "DISABLE_AUTOUPDATER": "1",
}


@dataclass
class Session:
    """What one run of the client came to.

    Attributes:
        asked_outside: the first line of each request for a host that is not this one.
        left_over: the command lines of processes that outlived the client.
        at_stop: the command lines of the session's processes when it was stopped.
    """

    returncode: int
    output: str
    errors: str
    debug: str
    home: Path
    project: Path
    api: FakeApi
    asked_outside: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    at_stop: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines of the stream."""
        return [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]

    @property
    def init(self) -> dict[str, Any]:
        """The client's account of what it loaded."""
        return next(event for event in self.events if event.get("subtype") == "init")

    @property
    def result(self) -> dict[str, Any]:
        """The client's account of how it ended."""
        return next(event for event in self.events if event["type"] == "result")

    @property
    def denials(self) -> list[str]:
        """The tools that were called and for which permission was missing."""
        return [denial["tool_name"] for denial in self.result["permission_denials"]]

    @property
    def tool_results(self) -> list[ToolResult]:
        """What the model was given for its calls, in their order."""
        return self.api.conversation[-1].tool_results

    def story(self) -> str:
        """What a person wants to see of a session that went wrong."""
        parts = {"output": self.output, "errors": self.errors, "debug": self.debug}
        return "\n".join(f"--- {name}\n{text[-3000:]}" for name, text in parts.items())


@dataclass(frozen=True)
class Client:
    """One version of the client, and where its runs may write."""

    version: str
    binary: Path
    scratch: Path

    def run(
        self,
        prompt: str,
        script: Sequence[Turn],
        *,
        project: Path,
        plugin_dir: Path | None = None,
        home: Path | None = None,
        wait_for: str | None = None,
        args: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        stop: signal.Signals | None = None,
    ) -> Session:
        """One session with one prompt, to its end.

        Args:
            plugin_dir: the folder of a plugin to load.
            home: one that an earlier run left something in; otherwise an empty one.
            wait_for: a tool without which the script does not begin.
            args: more of the client's own options.
            env: more for its environment.
            stop: what the client gets in place of an answer once the script is over.
        """
        run = _Run()
        api = FakeApi(script, wait_for, at_end=None if stop is None else lambda: run.stop(stop))
        debug = self.scratch / f"debug-{uuid.uuid4().hex}.log"
        line = ["-p", prompt, "--output-format", "stream-json", "--verbose", "--debug-file", str(debug), *args]
        if plugin_dir is not None:
            line += ["--plugin-dir", str(plugin_dir)]
        home = home or self.new_home()
        with serving(api):
            more = {"ANTHROPIC_BASE_URL": api.url, "ANTHROPIC_API_KEY": "none", **(env or {})}
            run.process(self.binary, line, project, home, more)
        log = debug.read_text(encoding="utf-8", errors="replace") if debug.exists() else ""
        session = Session(
            run.code, run.output, run.errors, log, home, project, api, run.outside, run.left_over, run.at_stop
        )
        assert session.asked_outside == [], "the client asked for another host"
        assert session.left_over == [], f"processes outlived the session\n{session.story()}"
        assert stop is not None or session.returncode == 0, session.story()
        assert stop is not None or api.overrun == 0, f"the client came back after the script\n{session.story()}"
        return session

    def command(self, *words: str, home: Path, cwd: Path) -> str:
        """What `claude WORDS` prints, which must end well and ask nobody."""
        run = _Run()
        run.process(self.binary, words, cwd, home, {})
        assert run.code == 0, f"claude {' '.join(words)} ended with {run.code}\n{run.output}\n{run.errors}"
        assert run.outside == [], "the client asked for another host"
        return run.output + run.errors

    def new_home(self) -> Path:
        """An empty home."""
        home = self.scratch / f"home-{uuid.uuid4().hex[:8]}"
        home.mkdir()
        return home


@dataclass
class _Run:
    """One process of the client, and all that it started."""

    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    code: int = -1
    output: str = ""
    errors: str = ""
    outside: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    at_stop: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None

    def process(self, binary: Path, words: Sequence[str], cwd: Path, home: Path, more: dict[str, str]) -> None:
        """Runs it to its end, or to the end of its time."""
        # A short one: the client makes a socket in it, and a socket's path has room for about 100 characters.
        with _refusing() as proxy, tempfile.TemporaryDirectory(prefix="run-") as scratch:
            self._process = process = subprocess.Popen(
                [str(binary), *words],
                cwd=cwd,
                env={**_environment(home, proxy.url, scratch), MARK: self.mark, **more},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                start_new_session=True,
            )
            try:
                self.output, self.errors = process.communicate(timeout=SESSION_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                self.output, self.errors = process.communicate()
                self.errors += f"\nkilled after {SESSION_S} s"
            self.code = process.returncode
            self.left_over = still_there(self.mark)
            self.outside = proxy.asked

    def stop(self, number: signal.Signals) -> None:
        """Signals the client, as a terminal or an editor that closes does."""
        assert self._process is not None
        self.at_stop = [_words_of(pid) for pid in _marked(self.mark)]
        self._process.send_signal(number)


def _environment(home: Path, proxy: str, scratch: str) -> dict[str, str]:
    """An environment made from nothing; Python and `teach` are those that run the tests."""
    git = shutil.which("git") or "git"
    path = [str(Path(sys.executable).parent), str(Path(git).parent), *os.defpath.split(os.pathsep)]
    return {
        "PATH": os.pathsep.join(part for part in path if part),
        "HOME": str(home),
        "TMPDIR": scratch,
        "CLAUDE_CODE_TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HTTP_PROXY": proxy,
        "HTTPS_PROXY": proxy,
        "NO_PROXY": "127.0.0.1,localhost",
        **QUIET,
    }


class _Refusal(socketserver.StreamRequestHandler):
    server: "_Proxy"

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline(4096).decode("utf-8", "replace").strip())
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusal)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@contextmanager
def _refusing() -> Iterator[_Proxy]:
    """A proxy that remembers what was asked for and gives nothing."""
    server = _Proxy()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def still_there(mark: str, wait_s: float = GONE_S) -> list[str]:
    """The processes with this mark that are there even a while later; they are ended."""
    left = []
    for pid in _marked(mark):
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            watch = select.poll()
            watch.register(descriptor, select.POLLIN)
            if not watch.poll(wait_s * 1000):
                left.append(f"{pid}: {_words_of(pid)}")
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        finally:
            os.close(descriptor)
    return left


def _marked(mark: str) -> list[int]:
    """The processes with the mark in their environment; none where there is no /proc to look into."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue  # gone, or another user's
    return found


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return "gone"
