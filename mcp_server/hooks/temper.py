"""Whether a mentor speaks here and guards the markers: the quick reading of what `teaching/modes.py` reads exactly.

Not covered: an output style in an imported file or in `.claude/rules`.
"""

from __future__ import annotations

import os
import re

from mcp_server.hooks.saying import folders_above, object_in, text_of

_STYLE = re.compile(
    r"\W*(?:output[ _-]?styles?|estilo de (?:salida|saída)|ausgabestil|style de sortie|стиль вывода|출력 스타일|"
    r"输出(?:风格|样式)|出力スタイル)\s*(?:[:：=|]|\s[-–—]\s)\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<!--.*?-->|^[ \t]*(```+|~~~+).*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
_MARKS = re.compile(r"[*`]|__")


def is_mentor(project: str) -> bool:
    """Whether a mentor speaks, who keeps what is the learner's for the learner."""
    return _mentors(project, _chosen(project))


def guards_markers(project: str) -> bool:
    """Whether Claude is kept from filling a `TODO(human)`."""
    chosen = _chosen(project)
    return chosen.get("guard_markers") is not False and _mentors(project, chosen)


def _mentors(project: str, chosen: dict[str, object]) -> bool:
    if chosen.get("mode") in ("mentor", "colleague"):
        return chosen["mode"] == "mentor"
    return "learning" in _style(project).casefold()


def _chosen(project: str) -> dict[str, object]:
    """What `teach mode` stored; empty where that cannot be read, which `teach mode` says."""
    folder = os.path.join(project, ".teaching")
    file = os.path.join(folder, "mode.json")
    return {} if os.path.islink(folder) or os.path.islink(file) else object_in(text_of(file))


def _style(project: str) -> str:
    """The output style that the constitution names: in a file the first counts, of files the nearest."""
    found = ""
    for folder in reversed(_folders(project)):
        names = [name for name in ("CLAUDE.md", ".claude/CLAUDE.md") if os.path.lexists(os.path.join(folder, name))]
        for name in [*(names or ["AGENTS.md"]), "CLAUDE.local.md"]:
            found = _said_in(text_of(os.path.join(folder, name))) or found
    return found


def _said_in(text: str) -> str:
    for line in _HIDDEN.sub("", text).split("\n"):
        entry = _STYLE.match(_MARKS.sub("", line))
        if entry:
            return entry["value"]
    return ""


def _folders(project: str) -> list[str]:
    """The project's folder and those above it, up to the repository's top."""
    above = folders_above(project)
    top = next((number for number, folder in enumerate(above) if os.path.exists(os.path.join(folder, ".git"))), 0)
    return above[: top + 1]
