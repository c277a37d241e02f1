"""What Claude Code sends to a hook, and the words that send a reader on."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any, cast

_MOST_INPUT = 50_000_000
_MOST_FILE = 10_000_000

Event = dict[str, Any]


def received() -> Event:
    """The event on standard input; empty where it is none."""
    sent: object = json.loads(sys.stdin.buffer.read(_MOST_INPUT).decode("utf-8", "replace"))
    return cast(Event, sent) if isinstance(sent, dict) else {}


def opted_in(event: Event) -> Path | None:
    """The project's folder; None where it did not opt in."""
    folder = os.environ.get("CLAUDE_PROJECT_DIR") or event.get("cwd") or os.getcwd()
    return Path(folder) if os.path.isdir(os.path.join(folder, ".teaching")) else None


def called() -> str:
    """The command as this user has to type it."""
    if shutil.which("teach"):
        return "teach"
    program = shlex.quote(sys.argv[0])
    return f"python3 {program}" if os.path.basename(sys.argv[0]) == "launcher" else program


def text_of(file: Path) -> str:
    """What a file holds, line ends made one kind; empty where it cannot be read or is no file."""
    try:
        if not file.is_file() or file.stat().st_size > _MOST_FILE:
            return ""
        return plain(file.read_bytes().decode("utf-8", "replace"))
    except OSError:  # gone, or not ours to read
        return ""


def plain(text: str) -> str:
    """The text with line feeds only."""
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
