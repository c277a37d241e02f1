"""Serves HTTP until a signal: 0 after SIGTERM, 130 after Ctrl-C, and no program of a review outlives it.

Not covered: clients that read their answer slowly; how many connections there are is left to the system's limit.
"""

import argparse
import sys

import uvicorn

from mcp_server.http.address import Address, listen, parse
from mcp_server.http.bearer import Bearer, find
from mcp_server.http.door import BODY_BYTES, Door
from mcp_server.http.running import Protocol, Server
from mcp_server.server import build, project_root
from teaching.repository.processes import end_all

SESSIONS = 64
SESSION_IDLE_S = 600.0


def run(options: argparse.Namespace) -> int:
    """Listens where `--http` says until it is told to stop.

    Raises:
        TeachingError: there is nothing to listen on, or no token to ask for.
    """
    wanted = parse(options.http)
    server = build(project_root(options.root))
    bearer = find()
    app = server.streamable_http_app(
        host="127.0.0.1", max_request_body_size=BODY_BYTES, max_sessions=SESSIONS, session_idle_timeout=SESSION_IDLE_S
    )
    config = uvicorn.Config(
        Door(app, bearer.token),
        loop="asyncio",
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=0,
    )
    with listen(wanted) as listening:
        announce(Address(wanted.host, listening.getsockname()[1]), bearer)
        serving = Server(config)
        try:
            serving.run([listening])
        finally:
            end_all()
    return serving.status


def announce(address: Address, bearer: Bearer) -> None:
    """Says where the server is and how Claude Code gets there."""
    if sys.stderr is None:
        return
    add = f"claude mcp add --transport http assistant {address.url()}"
    print(
        f"teach serve: listening on {address.url()}; Ctrl-C ends it",
        f"The token is in {bearer.place}. For Claude Code, in your project's folder:",
        f'  {add} --header "Authorization: Bearer {bearer.in_shell}"',
        sep="\n",
        file=sys.stderr,
        flush=True,
    )
