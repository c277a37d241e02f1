"""Reviews a student's submission through the MCP server, over standard input and output, as Claude Code would.

Run by `make demo`. The submission is copied to a temporary folder first, as a repository of its own would be. The
conversation is spelled out line by line: it is what any MCP client says, and it starts faster than a client library.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONVERSATION: tuple[dict[str, Any], ...] = (
    {
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "demo", "version": "1"},
        },
    },
    {"method": "notifications/initialized"},
    {"id": 2, "method": "tools/call", "params": {"name": "review_code", "arguments": {"max_findings": 0}}},
)


def reviewed(project: Path) -> str:
    """The text that the server's `review_code` answers for a project.

    Raises:
        RuntimeError: where the server ends without an answer; its own words stand on standard error.
    """
    server = subprocess.Popen(
        [sys.executable, "-m", "mcp_server", "serve"],
        env={**os.environ, "CLAUDE_PROJECT_DIR": str(project)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with server:
        assert server.stdin is not None and server.stdout is not None
        for message in CONVERSATION:
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        server.stdin.flush()
        for line in server.stdout:
            answer = json.loads(line)
            if answer.get("id") == 2:
                # It has nothing to save, so nobody waits for it to take leave.
                server.kill()
                return "\n".join(block["text"] for block in answer["result"]["content"])
    raise RuntimeError("the server ended without an answer")


def main() -> int:
    """Prints the review and how long it took."""
    started = time.perf_counter()
    # The printer gets ready while the server works.
    printer = subprocess.Popen([sys.executable, str(HERE / "show.py")], stdin=subprocess.PIPE)
    with tempfile.TemporaryDirectory(prefix="teach-demo-") as folder:
        project = Path(folder) / "weather-station"
        shutil.copytree(HERE / "submission", project)
        text = reviewed(project)
    printer.communicate(text.encode())
    print(f"\nServer started, asked and answered in {time.perf_counter() - started:.1f} s.")
    print("Try it on your own project: .venv/bin/teach review PATH")
    return 0 if "finding" in text else 1


if __name__ == "__main__":
    sys.exit(main())
