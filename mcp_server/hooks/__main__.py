"""`python3 -I -S <plugin>/mcp_server/hooks/__main__.py EVENT` is `teach hook EVENT` without anything else's start."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
# What `-I` leaves unread: a folder that must stay as it is stays so.
sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))

from mcp_server.hooks import main  # noqa: E402 - found by the path above

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
