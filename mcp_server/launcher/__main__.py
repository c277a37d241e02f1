"""`python3 <plugin>/mcp_server/launcher WORDS…` is `teach WORDS…` where nothing was installed by hand."""

import sys
from pathlib import Path

# Python puts the script's own folder first; the package is what this must be found in, and nothing else is.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from mcp_server.launcher.start import main  # noqa: E402 - found by the path above

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
