"""`teach serve`: the MCP server `assistant` over standard input and output."""

import argparse
import sys

from mcp_server.server import build, project_root


def run(options: argparse.Namespace) -> int:
    """Serves until the client closes its end."""
    if sys.stdin.isatty():
        print("teach serve: waiting for an MCP client on standard input; Ctrl-C ends it", file=sys.stderr)
    build(project_root(options.root)).run("stdio")
    return 0
