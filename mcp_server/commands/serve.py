"""`teach serve`: the MCP server `assistant` over standard input and output."""

import argparse
import os
import signal
import sys
from types import FrameType

from mcp_server.server import build, project_root
from teaching.errors import BadInputError


def run(options: argparse.Namespace) -> int:
    """Serves until the client closes its end."""
    if _is_closed(0) or _is_closed(1):
        raise BadInputError("standard input or output is closed: let an MCP client start this, with both of them open")
    server = build(project_root(options.root))
    # A thread waits in a read of standard input, which no exception in this one would end.
    signal.signal(signal.SIGINT, _stop)
    if os.isatty(0) and not _is_closed(2):
        print("teach serve: waiting for an MCP client on standard input; Ctrl-C ends it", file=sys.stderr, flush=True)
    try:
        server.run("stdio")
    except* (BrokenPipeError, ConnectionResetError):
        # The client is gone, and nobody is left to hear of it.
        _forget_output()
    return 0


def _forget_output() -> None:
    """Gives what is still buffered nowhere to go, so that the end of the process does not complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _is_closed(descriptor: int) -> bool:
    if (sys.stdin, sys.stdout, sys.stderr)[descriptor] is None:
        return True
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False


def _stop(number: int, frame: FrameType | None) -> None:
    os._exit(130)
