"""What ruff and oxlint share: a private copy of the texts, one process, JSON back.

The analyzers read a temporary copy, never the student's tree: so the staged or committed text can be reviewed as
well as the one on disk, no configuration of the repository is found, and nothing is written beside the code.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from teaching.review.source import SourceFile


def locate(program: str) -> str | None:
    """The program of this environment, else that on PATH; None where there is none."""
    beside = Path(sys.executable).parent / program
    if os.access(beside, os.X_OK):
        return str(beside)
    return shutil.which(program)


def write_copies(folder: Path, sources: Iterable[SourceFile]) -> dict[str, str]:
    """Writes each text under its own path and returns real path → path in the project."""
    paths: dict[str, str] = {}
    base = Path(os.path.realpath(folder))
    for source in sources:
        target = base / source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.text, encoding="utf-8", newline="", errors="replace")
        paths[str(target)] = source.path
    return paths
