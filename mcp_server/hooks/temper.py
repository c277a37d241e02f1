"""Whether a mentor guards the markers here: the quick reading of what `teaching/modes.py` reads exactly.

Not covered: an output style in an imported file or in `.claude/rules`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import cast

from mcp_server.hooks.saying import text_of

_STYLE = re.compile(
    r"\W*(?:output[ _-]?styles?|estilo de (?:salida|saída)|ausgabestil|style de sortie|стиль вывода|출력 스타일|"
    r"输出(?:风格|样式)|出力スタイル)\s*(?:[:：=|]|\s[-–—]\s)\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<!--.*?-->|^[ \t]*(```+|~~~+).*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
_MARKS = re.compile(r"[*`]|__")


def guards_markers(project: Path) -> bool:
    """Whether Claude is kept from filling a `TODO(human)`."""
    chosen = _chosen(project)
    if chosen.get("guard_markers") is False:
        return False
    if chosen.get("mode") in ("mentor", "colleague"):
        return chosen["mode"] == "mentor"
    return "learning" in _style(project).casefold()


def _chosen(project: Path) -> dict[str, object]:
    folder = project / ".teaching"
    if folder.is_symlink() or (folder / "mode.json").is_symlink():
        return {}
    try:
        found: object = json.loads(text_of(folder / "mode.json") or "{}")
    except ValueError:  # `teach mode` says so
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _style(project: Path) -> str:
    """The output style that the constitution names: in a file the first counts, of files the nearest."""
    found = ""
    for folder in reversed(_folders(project)):
        names = [name for name in ("CLAUDE.md", ".claude/CLAUDE.md") if os.path.lexists(str(folder / name))]
        for name in [*(names or ["AGENTS.md"]), "CLAUDE.local.md"]:
            found = _said_in(text_of(folder / name)) or found
    return found


def _said_in(text: str) -> str:
    for line in _HIDDEN.sub("", text).split("\n"):
        entry = _STYLE.match(_MARKS.sub("", line))
        if entry:
            return entry["value"]
    return ""


def _folders(project: Path) -> list[Path]:
    """The project's folder and those above it, up to the repository's top."""
    above = [project, *project.parents]
    top = next((number for number, folder in enumerate(above) if (folder / ".git").exists()), 0)
    return above[: top + 1]
