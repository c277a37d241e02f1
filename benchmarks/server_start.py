"""Times the server against a bare mcp server with one tool: its first answer after the start, and its calls.

    python benchmarks/server_start.py [--full]

Both are asked over standard input and output by the same few lines of JSON; the runs alternate. For the calls both
offer the same tool, which returns what it is given: ours goes through all that stands around a tool of the product
(arguments checked, a worker thread, the guard), the bare one through what the SDK does by itself.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import measure

BARE = """\
from mcp.server.mcpserver import MCPServer

server = MCPServer("bare", version="1", log_level="WARNING")


@server.tool(structured_output=False)
def echo(text: str = "") -> str:
    return text


server.run("stdio")
"""
OURS = """\
from pathlib import Path

import anyio

from mcp_server import server
from mcp_server.launcher.front import stdio
from mcp_server.stdio import serve
from teaching.contracts.tools import Arguments, ToolContract


class Echo(Arguments):
    text: str = ""


def run(arguments, root, progress):
    return arguments.text


echo = ToolContract("echo", "Echo", "Says it again.", Echo, read_only=True)
server.TOOLS = (server.ToolRow(echo, "__main__:run"),)
anyio.run(serve, server.build(Path.cwd()), stdio())
"""
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    },
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}
OUR, PEER = "teach serve", "bare mcp server"
WARM_UP = 50
LIST = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}


@contextmanager
def client(argv: list[str], cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server as a process of its own, ended by the end of its input."""
    with subprocess.Popen(argv, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as p:
        yield p
        assert p.stdin is not None
        p.stdin.close()
        p.wait(timeout=30)


def ask(server: subprocess.Popen[bytes], *messages: dict[str, Any]) -> None:
    """Sends the messages and waits for the answer of the last."""
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write(b"".join(json.dumps(message).encode() + b"\n" for message in messages))
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["id"] == messages[-1]["id"]


def first_answer(argv: list[str], cwd: Path) -> tuple[float, float]:
    """Seconds from start to the answer of `initialize`, and to that of `tools/list`."""
    started = time.perf_counter()
    with client(argv, cwd) as server:
        ask(server, INITIALIZE)
        first = time.perf_counter() - started
        ask(server, INITIALIZED, LIST)
        return first, time.perf_counter() - started


def calls(servers: dict[str, subprocess.Popen[bytes]], count: int) -> dict[str, list[float]]:
    """Seconds of each call, in turns."""
    taken: dict[str, list[float]] = {key: [] for key in servers}
    for number in range(count + WARM_UP):
        for key, server in servers.items():
            call = {"name": "echo", "arguments": {"text": f"call {number}"}}
            started = time.perf_counter()
            ask(server, {"jsonrpc": "2.0", "id": number + 10, "method": "tools/call", "params": call})
            if number >= WARM_UP:
                taken[key].append(time.perf_counter() - started)
    return taken


def main() -> int:
    """Measures, prints and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    full = arguments.parse_args().full
    repeats, count = (25, 3000) if full else (11, 600)
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        (folder / "ours.py").write_text(OURS, encoding="utf-8")
        bare = [sys.executable, str(folder / "bare.py")]
        commands = {OUR: [sys.executable, "-m", "mcp_server", "serve"], PEER: bare}
        times: dict[str, list[tuple[float, float]]] = {key: [] for key in commands}
        for _ in range(repeats):
            for key, argv in commands.items():
                times[key].append(first_answer(argv, folder))
        with client([sys.executable, str(folder / "ours.py")], folder) as ours, client(bare, folder) as peer:
            for server in (ours, peer):
                ask(server, INITIALIZE)
                ask(server, INITIALIZED, LIST)
            called = calls({OUR: ours, PEER: peer}, count)
    result = {
        key: {
            "first_answer_s": measure.median([f for f, _ in v]),
            "listed_s": measure.median([t for _, t in v]),
            "call_ms": measure.median([1000 * t for t in called[key]]),
        }
        for key, v in times.items()
    }
    ratios = {
        "ratio_first_answer": round(result[OUR]["first_answer_s"] / result[PEER]["first_answer_s"], 3),
        "ratio_call": round(result[OUR]["call_ms"] / result[PEER]["call_ms"], 2),
    }
    for key, value in result.items():
        print(
            f"{key:<16} first answer {value['first_answer_s']:.3f} s   tools listed {value['listed_s']:.3f} s"
            f"   call {value['call_ms']:.2f} ms"
        )
    print(f"ratios: first answer {ratios['ratio_first_answer']}, call {ratios['ratio_call']}")
    measure.write("server_start", {"repeats": repeats, "calls": count, **ratios, **result})
    return 0


if __name__ == "__main__":
    sys.exit(main())
