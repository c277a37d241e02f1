"""Times the server's start, from process to first answer, against a bare mcp server with one tool.

    python benchmarks/server_start.py [--full]

Both are asked over standard input and output by the same few lines of JSON; the runs alternate.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure

BARE = """\
from mcp.server.mcpserver import MCPServer

server = MCPServer("bare", version="1", log_level="WARNING")


@server.tool(structured_output=False)
def echo(text: str = "") -> str:
    return text


server.run("stdio")
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
LIST = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}


def first_answer(argv: list[str], cwd: Path) -> tuple[float, float]:
    """Seconds from start to the answer of `initialize`, and to that of `tools/list`."""
    started = time.perf_counter()
    with subprocess.Popen(argv, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as p:
        assert p.stdin is not None and p.stdout is not None
        p.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
        p.stdin.flush()
        assert json.loads(p.stdout.readline())["id"] == 1
        first = time.perf_counter() - started
        p.stdin.write(json.dumps(INITIALIZED).encode() + b"\n" + json.dumps(LIST).encode() + b"\n")
        p.stdin.flush()
        assert json.loads(p.stdout.readline())["id"] == 2
        listed = time.perf_counter() - started
        p.stdin.close()
        p.wait(timeout=30)
    return first, listed


def main() -> int:
    """Measures, prints and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    repeats = 25 if arguments.parse_args().full else 11
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        commands = {
            "teach serve": [sys.executable, "-m", "mcp_server", "serve"],
            "bare mcp server": [sys.executable, str(folder / "bare.py")],
        }
        times: dict[str, list[tuple[float, float]]] = {key: [] for key in commands}
        for _ in range(repeats):
            for key, argv in commands.items():
                times[key].append(first_answer(argv, folder))
    result = {
        key: {"first_answer_s": measure.median([f for f, _ in v]), "listed_s": measure.median([t for _, t in v])}
        for key, v in times.items()
    }
    ratio = round(result["teach serve"]["first_answer_s"] / result["bare mcp server"]["first_answer_s"], 2)
    for key, value in result.items():
        print(f"{key:<16} first answer {value['first_answer_s']:.2f} s   tools listed {value['listed_s']:.2f} s")
    print(f"ratio of the first answers: {ratio}")
    measure.write("server_start", {"repeats": repeats, "ratio_first_answer": ratio, **result})
    return 0


if __name__ == "__main__":
    sys.exit(main())
