"""`teach serve`: the MCP server `assistant` over standard input and output."""

import argparse

from mcp_server.server import build, project_root


def run(options: argparse.Namespace) -> int:
    """Serves until the client closes its end."""
    build(project_root(options.root)).run("stdio")
    return 0
