"""A PostgreSQL that lives in a temporary folder, listens on a socket there and nowhere else, and leaves nothing."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
NOBODY = "nobody"
START_S = 120
# Nothing here outlives a power cut, and nothing has to: that saves most of the time.
QUICK = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "120",
    "shared_buffers": "32MB",
}
MISSING = (
    "PostgreSQL is not here: install it (Debian and Ubuntu: apt install postgresql; macOS: brew install postgresql), "
    "or set DATABASE_URL to a server on which you may create databases"
)


class PostgresMissingError(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


def programs() -> Path:
    """The folder of PostgreSQL's own programs, which is often not on PATH."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = [place for pattern in PLACES for place in Path("/").glob(pattern.lstrip("/"))]
    for place in sorted(found, reverse=True):
        if (place / "initdb").is_file():
            return place
    raise PostgresMissingError(MISSING)


class PracticePostgres:
    """One server, for the length of a `with` block."""

    def __init__(self) -> None:
        self._programs = programs()
        # A short path: the name of a socket has room for about a hundred characters.
        self._folder = Path(tempfile.mkdtemp(prefix="shop-", dir="/tmp"))  # noqa: S108
        self._data = self._folder / "data"

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://shop@/postgres?host={self._folder}"

    def __enter__(self) -> "PracticePostgres":
        """Makes the data folder and starts the server."""
        with contextlib.ExitStack() as undo:
            undo.callback(shutil.rmtree, self._folder, ignore_errors=True)
            if os.geteuid() == 0:
                shutil.chown(self._folder, NOBODY)
            self._run("initdb", "--username=shop", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8")
            self._run("pg_ctl", "--wait", f"--log={self._folder / 'log'}", f"--options={self._options()}", "start")
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the server at once, and takes its folder away."""
        self._run("pg_ctl", "--mode=immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _options(self) -> str:
        settings = " ".join(f"-c {name}={value}" for name, value in QUICK.items())
        return f"-k {self._folder} {settings}"

    def _run(self, program: str, *words: str) -> None:
        # It refuses to run as root, who therefore becomes nobody.
        other: dict[str, Any] = {"user": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(  # noqa: S603
            [str(self._programs / program), f"--pgdata={self._data}", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=START_S,
            cwd=self._folder,
            env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
            check=False,
            **other,
        )
        if done.returncode != 0:
            raise PostgresMissingError(f"{program} did not work: {done.stderr.strip()[-400:]}")
