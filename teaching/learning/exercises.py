"""`.teaching/exercises.json`: what was made into an exercise here, as far as the learner's own tree says so."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from teaching.repository import kept

NAME = "exercises.json"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One piece of code that was left open.

    Attributes:
        path: the file, relative to the root.
        symbol: dotted name of the function; empty for a region.
        digest: of the body as it was left, as `Body.digest`; empty where it is not known.
        tests: the tests that are red until it is done.
    """

    path: str
    symbol: str
    task: str | None
    digest: str
    tests: tuple[str, ...] = ()


def read(root: Path) -> list[Exercise]:
    """The exercises of a repository; none where nothing, or nothing readable, is recorded."""
    content = kept.read(root, NAME)
    try:
        found: object = json.loads(content) if content is not None else None
    except (ValueError, RecursionError):
        return []
    listed = cast("dict[str, object]", found).get("exercises") if isinstance(found, dict) else None
    entries = cast("list[object]", listed) if isinstance(listed, list) else []
    return [one for entry in entries if isinstance(entry, dict) and (one := _understood(cast("dict[str, Any]", entry)))]


def _understood(entry: dict[str, Any]) -> Exercise | None:
    path, symbol, task, digest, tests = (entry.get(name) for name in ("path", "symbol", "task", "digest", "tests"))
    if not isinstance(path, str) or not path or not isinstance(symbol, str):
        return None
    named = cast("list[object]", tests) if isinstance(tests, list) else []
    return Exercise(
        path,
        symbol,
        task if isinstance(task, str) else None,
        digest if isinstance(digest, str) else "",
        tuple(one for one in named if isinstance(one, str)),
    )
