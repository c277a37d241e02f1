"""Where the model's process has its socket, its locks and its log, each open to this user only."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from teaching.errors import RefusedError
from teaching.repository.private import PrivateFolder, data_folder, state_folder

SOCKET = "model.sock"
LOG = "model.log"
START_LOCK = "start.lock"  # held by whoever starts the process
LIFE_LOCK = "life.lock"  # held by the process as long as it lives
# What a socket's path may have on macOS; Linux has room for four more.
LONGEST_PATH = 103


@dataclass(frozen=True, slots=True)
class Place:
    """Three folders.

    Attributes:
        run: has the socket and the locks; mode 0700, as the folder above it.
        state: has the log.
        data: `models/current.json` lies below it.
    """

    run: Path
    state: Path
    data: Path

    @property
    def socket(self) -> Path:
        """Where the process listens."""
        return self.run / SOCKET

    @property
    def log(self) -> Path:
        """What the process wrote about itself."""
        return self.state / LOG

    def running(self) -> PrivateFolder:
        """The folder of the socket and the locks."""
        return PrivateFolder(self.run.name, self.run.parent)

    def stating(self) -> PrivateFolder:
        """The folder of the log."""
        return PrivateFolder(self.state.name, self.state.parent)


def place() -> Place:
    """Those of this user: in `$XDG_RUNTIME_DIR/teach`, else with the state, else (long paths) with temporary files.

    Raises:
        RefusedError: none of them can be used.
    """
    state, data = state_folder() / "model", data_folder()
    problem: RefusedError | None = None
    for run in _candidates(state, data):
        if len(os.fsencode(run / SOCKET)) > LONGEST_PATH:
            continue
        try:
            with PrivateFolder(run.name, run.parent).lock_file(START_LOCK):
                return Place(run, state, data)
        except RefusedError as error:
            problem = problem or error
    raise problem or RefusedError("no folder has a path short enough for a socket: set XDG_RUNTIME_DIR to one")


def _candidates(state: Path, data: Path) -> list[Path]:
    # Whoever keeps models elsewhere has another process.
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    # A program that the desktop started may lack the variable, and must find the same process.
    named, usual = Path(os.environ.get("XDG_RUNTIME_DIR", "")), Path(f"/run/user/{os.geteuid()}")
    runtime = [named] if named.is_absolute() else [usual] if usual.is_dir() else []
    temporary = Path(tempfile.gettempdir()) / f"teach-{os.geteuid()}-{digest}"
    return [*(folder / "teach" / digest for folder in runtime), state / "run", temporary / "run"]
