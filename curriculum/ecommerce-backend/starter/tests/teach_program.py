"""Calls the program `teach`, as you do, and hands back what it found."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
MISSING = (
    "the program `teach` is not on PATH: install it with "
    "`python -m pip install claude-code-teaching-assistant`, or run `teach verify` for this task"
)


def teach(*words: str, root: Path = ROOT) -> dict[str, Any]:
    """What `teach WORDS --format json` prints, run in a folder; git is told to look no further up."""
    program = shutil.which("teach")
    if program is None:
        pytest.fail(MISSING, pytrace=False)
    done = subprocess.run(
        [program, *words, "--format", "json"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)},
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        pytest.fail(f"`teach {' '.join(words)}` did not run: {done.stderr.strip()}", pytrace=False)


def wanted(path: str, what: str) -> Path:
    """A file that the student makes; fails with what is to be made where it is missing."""
    place = ROOT / path
    if not place.is_file():
        pytest.fail(f"{path} is not there yet: {what}", pytrace=False)
    return place
