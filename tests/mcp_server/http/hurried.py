"""The product with its limits made so small that a test can meet them."""

import sys

from mcp_server import cli
from mcp_server.http import door, running, serving

door.BODY_S = 0.5
running.HEAD_S = 0.5
serving.SESSIONS = 1
serving.SESSION_IDLE_S = 0.5

if __name__ == "__main__":
    sys.exit(cli.main())
