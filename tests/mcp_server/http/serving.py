"""The real process behind `teach serve --http`, for tests that speak HTTP to it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

TOKEN = "0123456789abcdef" * 2
PRODUCT = ("-m", "mcp_server")
START_S = 60
END_S = 20
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@dataclass(frozen=True)
class Served:
    """A running server: where it is, what it wants, and what it has said."""

    url: str
    token: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def post(self, body: Any, headers: Mapping[str, str] | None = None) -> httpx2.Response:
        """One POST with the token and the usual headers; a header of the same name replaces one of these."""
        sent = {"json": body} if isinstance(body, (dict, list)) else {"content": body}
        return httpx2.post(self.url, headers={**self.bearer, **JSON, **(headers or {})}, timeout=30, **sent)


def initialize(identifier: int = 1) -> dict[str, Any]:
    """How a client of the older protocol opens a session."""
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    return {"jsonrpc": "2.0", "id": identifier, "method": "initialize", "params": params}


def modern(
    method: str = "tools/list", params: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """A request of the newer protocol, which needs no session, and its headers."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**(params or {}), "_meta": meta}}
    headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
    return body, headers | ({"Mcp-Name": params["name"]} if params and "name" in params else {})


@contextmanager
def serving(
    root: Path,
    log: Path,
    program: Sequence[str] = PRODUCT,
    environment: Mapping[str, str] | None = None,
    token: str | None = TOKEN,
) -> Iterator[Served]:
    """A server over a folder, ended at the end whatever happens."""
    env = {**os.environ, **({"TEACH_HTTP_TOKEN": token} if token else {}), **(environment or {})}
    env["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, *program, "serve", "--http", "0", "--root", str(root)]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        yield Served(_url(process, log), token or "", process, log)
    finally:
        process.kill()
        process.wait(END_S)


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    """What the server says at its start, as soon as it has said it all."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        said = log.read_text(encoding="utf-8")
        if "claude mcp add" in said and said.endswith("\n"):
            found = re.search(r"http://\S+/mcp", said)
            assert found is not None, said
            return found[0]
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"it ended with {process.wait(0.05)}: {log.read_text(encoding='utf-8')}")
    raise AssertionError("it did not start")
