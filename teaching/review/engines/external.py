"""What ruff and oxlint share: a private copy of the texts, a few processes, JSON back.

The analyzers read a temporary copy, never the student's tree: so the staged or committed text can be reviewed as
well as the one on disk, no configuration of the repository is found, and nothing is written beside the code.
"""

import json
import os
import re
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from teaching.repository.processes import TimedOutError, TooMuchOutputError, run
from teaching.review.engines.jobs import Outcome
from teaching.review.engines.locating import locate
from teaching.review.source import SourceFile

__all__ = ["diagnose", "locate", "say_lost", "version_of", "write_copies"]

_BARE_RETURN = re.compile(r"\r(?!\n)")
_AT_ONCE = 500  # files on one command line
_SPLITS = 12  # how often a batch that brought the analyzer down is halved to find out which file did
_TIMEOUT_S = 120.0


@cache
def version_of(program: str) -> str:
    """What the program calls its version; asked once in the life of this process."""
    # Not the current folder, which may have been deleted.
    words = run([program, "--version"], cwd=Path("/")).stdout.decode(errors="replace").split()
    return words[-1] if words else "of an unknown version"


def write_copies(folder: Path, sources: Iterable[SourceFile]) -> dict[str, str]:
    """Writes each text under its own path and returns real path → path in the project.

    A suffix in capitals is written small, for the analyzers know no other; a copy that this renames lies in a
    folder of its own, out of the way of all others. A carriage return that ends no line of ours becomes a space.
    """
    paths: dict[str, str] = {}
    base = Path(os.path.realpath(folder))
    base.mkdir(parents=True, exist_ok=True)
    # The nearest of these files decides, so one that lies above the temporary folder and hides all does nothing.
    (base / ".ignore").write_text("!*\n", encoding="utf-8")
    for number, source in enumerate(sources):
        suffix = PurePosixPath(source.path).suffix
        target = base / (source.path.removesuffix(suffix) + suffix.lower())
        if suffix != suffix.lower() or os.path.lexists(target):
            target = base / f".teach-{number}" / target.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _BARE_RETURN.sub(" ", source.text)
        target.write_text(text, encoding="utf-8", newline="", errors="replace")
        paths[str(target)] = source.path
    return paths


def diagnose(argv: Sequence[str], files: Sequence[str], cwd: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """What an analyzer says about files, and the files about which no answer could be had.

    A batch that brings the analyzer down is halved until the file that did it stands alone, or until the splits
    or the time are used up; what is left then counts as unanswered.
    """
    waiting = [list(files[start : start + _AT_ONCE]) for start in range(0, len(files), _AT_ONCE)]
    found: list[dict[str, Any]] = []
    lost: list[str] = []
    deadline, splits = time.monotonic() + _TIMEOUT_S, _SPLITS
    while waiting:
        batch = waiting.pop(max(range(len(waiting)), key=lambda position: len(waiting[position])))
        answer = _answer([*argv, *batch], cwd, deadline - time.monotonic())
        if answer is not None:
            found += answer
        elif len(batch) == 1 or not splits:
            lost += batch
        else:
            splits -= 1
            middle = len(batch) // 2
            waiting += [batch[:middle], batch[middle:]]
    return found, lost


def say_lost(outcome: Outcome, program: str, lost: Iterable[str]) -> None:
    """Says which files (paths in the project) the analyzer could not be made to read."""
    paths = sorted(lost)
    for path in paths:
        outcome.partial.setdefault(path, f"{program} failed here, so its checks did not look at this file")
    if paths:
        outcome.engines[program] += f", failed on {len(paths)} {'file' if len(paths) == 1 else 'files'}"


def _answer(argv: Sequence[str], cwd: Path, timeout_s: float) -> list[dict[str, Any]] | None:
    """The list of diagnostics that a run printed; None where it did not end well."""
    if timeout_s <= 0:
        return None
    try:
        done = run(argv, cwd=cwd, timeout_s=timeout_s)
        answer = json.loads(done.stdout)
    except (TimedOutError, TooMuchOutputError, ValueError, RecursionError):
        return None
    if isinstance(answer, dict):
        answer = cast("dict[str, Any]", answer).get("diagnostics")
    return cast("list[dict[str, Any]]", answer) if isinstance(answer, list) else None
