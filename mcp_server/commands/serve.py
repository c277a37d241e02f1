"""`teach serve`: the MCP server `assistant` over standard input and output, or over HTTP to this machine."""

import argparse
import logging
import os
import signal
import sys

import anyio

from mcp_server.dispatch import load
from mcp_server.entry import stop
from mcp_server.launcher.front import stdio
from mcp_server.server import build, project_root
from mcp_server.stdio import serve
from teaching.errors import BadInputError


def run(options: argparse.Namespace) -> int:
    """Serves until the client closes its end, or over HTTP until it is stopped."""
    if options.http is not None:
        return int(load("mcp_server.http.serving:run")(options))
    if _is_closed(0) or _is_closed(1):
        raise BadInputError("standard input or output is closed: let an MCP client start this, with both of them open")
    server = build(project_root(options.root))
    if os.isatty(0) and not _is_closed(2):
        print("teach serve: waiting for an MCP client on standard input; Ctrl-C ends it", file=sys.stderr, flush=True)
    # A thread waits in a read of standard input, which no exception in this one would end.
    signal.signal(signal.SIGINT, stop)
    try:
        anyio.run(serve, server, stdio())
    except* (BrokenPipeError, ConnectionResetError):
        logging.getLogger(__name__).debug("the client went away while it was written to")
    return 0


def _is_closed(descriptor: int) -> bool:
    if (sys.stdin, sys.stdout, sys.stderr)[descriptor] is None:
        return True
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False
