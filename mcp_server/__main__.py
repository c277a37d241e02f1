"""`python -m mcp_server` is the `teach` command."""

import sys

from mcp_server.entry import main

if __name__ == "__main__":
    sys.exit(main())
