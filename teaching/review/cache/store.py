"""Where results lie: one file each in the user's cache, a bounded number of them; what is broken counts as absent."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from teaching.errors import TeachingError
from teaching.repository.private import PrivateFolder, cache_folder

MOST_ENTRIES = 64
MOST_BYTES = 50_000_000
_MOST_OF_ONE = 3_500_000  # a longer file is not read as a whole


def folder() -> PrivateFolder:
    """`review` in the user's cache."""
    return PrivateFolder("review", cache_folder())


def get(name: str) -> dict[str, Any] | None:
    """What was kept under a name; None where there is nothing of use."""
    here = folder()
    try:
        content = here.read(name) if (here.path / name).is_file() else None
        kept: Any = json.loads(content) if content else None
    except (TeachingError, OSError, ValueError, RecursionError):
        return None
    if not isinstance(kept, dict):
        return None
    with suppress(OSError):  # what is of use stays longest
        os.utime(here.path / name)
    return cast("dict[str, Any]", kept)


def put(name: str, kept: dict[str, Any]) -> None:
    """Keeps it, if there is room and right to; the oldest go."""
    content = json.dumps(kept).encode()
    if len(content) > _MOST_OF_ONE:
        return
    here = folder()
    try:
        here.write(name, content)
        for old in _too_much(here.path):
            here.remove(old)
    except (TeachingError, OSError):
        return  # without a cache the next review takes longer


def _too_much(path: Path) -> list[str]:
    """The names of the oldest, as far as they are more than there is room for."""
    found: list[tuple[int, str, int]] = []
    with os.scandir(path) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another process makes room too
                status = entry.stat(follow_symlinks=False)
                found.append((status.st_mtime_ns, entry.name, status.st_size))
    found.sort(reverse=True)
    gone: list[str] = []
    room = MOST_BYTES
    for number, (_, name, size) in enumerate(found):
        room -= size
        if number >= MOST_ENTRIES or room < 0:
            gone.append(name)
    return gone
