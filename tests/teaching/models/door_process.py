"""`teach model serve --port` with an engine that needs no weights: `python door_process.py PORT RUN STATE DATA`."""

import sys
from pathlib import Path

from mcp_server.http import model_door
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import Place
from tests.teaching.models.conftest import FAKE

if __name__ == "__main__":
    sys.exit(model_door.serve(int(sys.argv[1]), Place(*map(Path, sys.argv[2:5])), Launch((FAKE,), 60)))
