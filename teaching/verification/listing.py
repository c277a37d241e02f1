"""Finds files of certain names in a project, quickly: before and after every run the whole tree is looked through.

Only names are read here and no link is followed; whoever opens a file does so with care.
"""

import os
import re
from pathlib import Path

from teaching.repository.files import VENDORED, is_git_name

_MOST_FOLDERS = 100_000


def named(root: Path, names: re.Pattern[str]) -> list[str]:
    """Paths relative to the root of what has such a name and is no folder, sorted; vendored folders are left out."""
    found: list[str] = []
    waiting = [""]
    looked_at = 0
    while waiting and looked_at < _MOST_FOLDERS:
        folder = waiting.pop()
        looked_at += 1
        try:
            entries = list(os.scandir(root / folder))
        except OSError:  # it may not be read, so no command that runs as this user reads it either
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not _passed_over(folder, entry.name):
                    waiting.append(f"{folder}{entry.name}/")
            elif names.fullmatch(entry.name):
                found.append(folder + entry.name)
    return sorted(found)


def _passed_over(folder: str, name: str) -> bool:
    # Worktrees are whole projects of their own.
    return name in VENDORED or is_git_name(name) or f"{folder}{name}" == ".claude/worktrees"
