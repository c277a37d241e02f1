"""Serves an `MCPServer` over streamable HTTP on a free loopback port, for the conformance suite only.

The suite speaks HTTP and the product speaks stdio, so this file stands between them and is never shipped.
Prints the address as its first line and ends when its stdin closes, so a killed test leaves nothing behind.
Run: python tests/conformance/serve.py --root DIR [--build module:function]
"""

import argparse
import importlib
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn
from mcp.server.mcpserver import MCPServer

PRODUCT = "mcp_server.server:build"


def builder(target: str) -> Callable[[Path], MCPServer]:
    """The function that `module:function` names."""
    module, _, name = target.partition(":")
    build: Callable[[Path], MCPServer] = getattr(importlib.import_module(module), name)
    return build


def until_stdin_closes(server: uvicorn.Server) -> None:
    """Ask the server to stop once nobody holds the other end of stdin."""
    sys.stdin.buffer.read()
    server.should_exit = True


def main() -> None:
    """Bind, announce, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="the repository that the server looks at")
    parser.add_argument("--build", default=PRODUCT, help=f"what makes the server (default: {PRODUCT})")
    arguments = parser.parse_args()
    app = builder(arguments.build)(arguments.root).streamable_http_app(host="127.0.0.1")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=until_stdin_closes, args=[server], daemon=True).start()
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp", flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    main()
