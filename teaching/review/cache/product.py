"""Which program this is, to the last file: what another version, or an edited one, worked out is never given again.

An analyzer's version is not asked for, which would start it: its file stands for it.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from teaching.program import teach
from teaching.repository.watching import digest
from teaching.review.engines.locating import locate

_OURS = ("teaching", "mcp_server")
_PROGRAMS = ("ruff", "oxlint")
_LIBRARY = "ast_grep_py"
_LOADED = time.time_ns()
_GRANULE = 2_000_000_000  # ns; the start of a process is known to the second
_CLOCK = "/proc/self/stat"


@dataclass(frozen=True, slots=True)
class Product:
    """The program as it lies on the disk.

    Attributes:
        name: of its state.
        settled: whether all of it was there before this process began, so that this process runs nothing else.
    """

    name: str
    settled: bool


@cache
def product() -> Product:
    """The program as it was when this process first asked."""
    return now()


def now() -> Product:
    """The program as it is now."""
    parts: list[str] = [sys.version, sys.executable]
    newest = 0
    base = Path(__file__).resolve().parents[3]
    for package in _OURS:
        for path, status in sorted(_files(str(base / package))):
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            parts.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    for place in (*map(locate, _PROGRAMS), *_libraries()):
        parts.append(_stated(place))
    return Product(digest("\n".join(parts).encode("utf-8", "surrogateescape")), newest < _started() - _GRANULE)


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield entry.path, entry.stat(follow_symlinks=False)
            elif entry.name != "__pycache__":
                yield from _files(entry.path)


def called() -> str:
    """How this user calls the program, which a review may print."""
    return teach()


def _libraries() -> list[str | None]:
    """What stands for the installed packages: the folder that they lie in changes with each that comes or goes."""
    spec = find_spec(_LIBRARY)
    if spec is None or spec.origin is None:
        return [None]
    return [spec.origin, str(Path(spec.origin).parents[1])]


def _stated(place: str | None) -> str:
    try:
        status = os.stat(place) if place else None
    except OSError:
        status = None
    return f"{place} {status and (status.st_size, status.st_mtime_ns, status.st_ino)}"


@cache
def _started() -> int:
    """When this process began, in nanoseconds; when this module was loaded, where the system does not say."""
    try:
        with open(_CLOCK, encoding="ascii", errors="replace") as file:
            ticks = int(file.read().rpartition(")")[2].split()[19])
        with open("/proc/stat", encoding="ascii") as file:
            booted = next(int(line.split()[1]) for line in file if line.startswith("btime "))
    except (OSError, ValueError, IndexError, StopIteration):
        return _LOADED
    return booted * 1_000_000_000 + ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
