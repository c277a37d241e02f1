"""At the start of a session: says whose `/review` is active, and remembers which ticks had no evidence before.

Not covered: folders that an administrator manages.

Whose `/review` it is was measured on Claude Code 2.1.197 and 2.1.330, first to last:

    the user's `skills/review/SKILL.md`          both
    the project's `.claude/skills/review/`       both; also one of a folder above, up to the repository's top
    the user's `commands/review.md`              both
    the project's `.claude/commands/review.md`   both; the nearest folder's before those above
    a skill elsewhere with `name: review`        2.1.330 (2.1.197 takes it before the commands)
    Claude Code's own                            both

A hook's plain output reaches the model and not the user; `systemMessage` is what the user sees, and the model does
not. Under `-p --output-format stream-json` both come in the event `hook_response`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from mcp_server.hooks.saying import called
from mcp_server.hooks.ticks import remember

MARK = "hook session-start --from"  # in the settings that `teach install` wrote
OURS = re.compile(r"^allowed-tools:.*assistant__review_code", re.MULTILINE)
NAMED = re.compile(r"^name:[ \t]*[\"']?review[\"']?[ \t]*$", re.MULTILINE)
CWD = re.compile(r'"cwd"\s*:\s*("(?:[^"\\]|\\.)*")')
_FRONT = 4096  # bytes: frontmatter stands at the top
_MOST_SKILLS = 200
_MOST_INPUT = 1_000_000


def session_start(source: str) -> None:
    """Prints the line, unless the project did not opt in or another hook of ours says it."""
    project = _project()
    if not os.path.exists(os.path.join(str(project), ".teaching")):
        return
    try:
        remember(project)
    except OSError as error:  # what is told of ticks later on is then more than is new
        print(f"teach hook: {error}", file=sys.stderr)
    if _is_said_elsewhere(source, project):
        return
    whose, where = active_review(project)
    print(json.dumps({"systemMessage": words(whose, where, source == "plugin")}))


def words(whose: str, where: str, plugin: bool) -> str:
    """The line for one outcome of `active_review`.

    Args:
        plugin: whether the plugin is loaded, which has its own command besides.
    """
    if whose == "ours":
        return f"/review is Teaching Assistant's here ({where})."
    bare = ""
    if plugin:
        move = "type /teach:review"
        bare = ", or /teach:setup once to get the bare name" if whose == "bundled" else ""
    else:
        move = f"`{called()} install` brings Teaching Assistant's"
    if whose == "bundled":
        return f"/review is Claude Code's own here, not Teaching Assistant's: {move}{bare}."
    first = "" if plugin else "rename it, then "
    return f"/review is another command here ({where}), not Teaching Assistant's: {first}{move}."


def active_review(project: Path) -> tuple[str, str]:
    """Whose `/review` Claude Code would run: `ours`, `other` or `bundled`, and where its file is, for a reader."""
    home = _user_folder()
    above = _folders(project)
    found = [
        (home / "skills" / "review" / "SKILL.md", "your own skills/review/SKILL.md"),
        *((folder / ".claude/skills/review/SKILL.md", "its .claude/skills/review/SKILL.md") for folder in above),
        (home / "commands" / "review.md", "your own commands/review.md"),
        *((folder / ".claude/commands/review.md", "its .claude/commands/review.md") for folder in above),
    ]
    for file, where in found:
        if file.is_file():
            return ("ours" if OURS.search(_front(file)) else "other"), where
    for folder, where in [(home / "skills", "your own skills"), *((f / ".claude/skills", "its skills") for f in above)]:
        if _has_skill_named_review(folder):
            return "other", f"{where}, one with `name: review`"
    return "bundled", ""


def _project() -> Path:
    given = os.environ.get("CLAUDE_PROJECT_DIR")
    if not given and sys.stdin is not None and not sys.stdin.isatty():
        match = CWD.search(sys.stdin.read(_MOST_INPUT))
        given = json.loads(match[1]) if match else None
    return Path(given) if given else Path.cwd()


def _user_folder() -> Path:
    given = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(given) if given else Path(os.path.expanduser("~")) / ".claude"


def _folders(project: Path) -> list[Path]:
    """The folders whose `.claude` counts, nearest first: up to the repository's top, and never the home folder."""
    home = Path(os.path.expanduser("~"))
    folders: list[Path] = []
    for folder in [project, *project.parents]:
        if folder == home and folder != project:
            break
        folders.append(folder)
        if (folder / ".git").exists():
            break
    return folders


def _is_said_elsewhere(source: str, project: Path) -> bool:
    """Whether settings hold a hook of ours that comes before this one: the project's, then the user's."""
    before = {"user": [project / ".claude"], "plugin": [project / ".claude", _user_folder()]}.get(source, [])
    for folder in before:
        try:
            if MARK in (folder / "settings.json").read_text(encoding="utf-8", errors="replace"):
                return True
        except OSError:  # no such settings
            continue
    return False


def _has_skill_named_review(folder: Path) -> bool:
    try:
        names = sorted(os.listdir(str(folder)))[:_MOST_SKILLS]
    except OSError:  # no such folder
        return False
    return any(NAMED.search(_front(folder / name / "SKILL.md")) for name in names)


def _front(file: Path) -> str:
    """The frontmatter of a command or a skill; empty where there is none that can be read."""
    try:
        with open(str(file), "rb") as opened:
            text = opened.read(_FRONT).decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\ufeff")
    except OSError:
        return ""
    return text[4:].partition("\n---")[0] if text.startswith("---\n") else ""
