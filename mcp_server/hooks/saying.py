"""What Claude Code sends to a hook, and the words that send a reader on."""

from __future__ import annotations

import json
import os
import shlex
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_INPUT = 50_000_000
_MOST_FILE = 10_000_000
_PLUGIN = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_LAUNCHER = os.path.join(_PLUGIN, "mcp_server", "launcher")

Event = dict[str, object]


def received() -> Event:
    """The event on standard input; empty where it is none."""
    try:
        if sys.stdin is None or sys.stdin.isatty():
            return {}
        return object_in(sys.stdin.buffer.read(_MOST_INPUT).decode("utf-8", "replace"))
    except OSError:  # a stream that is closed: the event's folder is in the environment too
        return {}


def object_in(text: str) -> dict[str, Any]:
    """The JSON object that a text is; empty where it is none."""
    try:
        return mapping(json.loads(text))
    except ValueError:  # half a file, or none
        return {}


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a JSON object, else an empty one."""
    return value if issubclass(type(value), dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value where it is a JSON array, else an empty one."""
    return value if issubclass(type(value), list) else []


def opted_in(event: Event) -> str | None:
    """The project's folder; None where it did not opt in."""
    folder = project_of(event)
    return folder if os.path.isdir(os.path.join(folder, ".teaching")) else None


def project_of(event: Event) -> str:
    """The folder that Claude Code was started in."""
    return str(os.environ.get("CLAUDE_PROJECT_DIR") or event.get("cwd") or os.getcwd())


def is_said_elsewhere(mark: str, source: str, project: str) -> bool:
    """Whether settings hold a hook of ours that comes before this one: the project's, then the user's.

    Args:
        mark: what stands in such a hook's line.
        source: where this one stands: `project`, `user` or `plugin`.
    """
    own = os.path.join(project, ".claude")
    before = {"user": [own], "plugin": [own, user_settings()]}.get(source, [])
    for folder in before:
        try:
            with open(os.path.join(folder, "settings.json"), encoding="utf-8", errors="replace") as opened:
                if mark in opened.read():
                    return True
        except OSError:  # no such settings
            continue
    return False


def user_settings() -> str:
    """The folder in which Claude Code keeps the user's own settings and commands."""
    return os.environ.get("CLAUDE_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".claude")


def plugin_folder() -> str:
    """The folder of the plugin or checkout that this hook belongs to."""
    return _PLUGIN


def command(*words: str) -> str:
    """The command line for these words of `teach`, as this user has to type it."""
    return " ".join([_program(), *map(shlex.quote, words)])


def folders_above(folder: str) -> list[str]:
    """The folder and those above it, nearest first."""
    found = [os.path.normpath(folder)]
    while (parent := os.path.dirname(found[-1])) != found[-1] and parent:
        found.append(parent)
    return found


def text_of(file: str) -> str:
    """What a file holds, line ends made one kind; empty where it cannot be read or is no file."""
    try:
        if not os.path.isfile(file) or os.path.getsize(file) > _MOST_FILE:
            return ""
        with open(file, "rb") as opened:
            return plain(opened.read().decode("utf-8", "replace"))
    except OSError:  # gone, or not ours to read
        return ""


def plain(text: str) -> str:
    """The text with line feeds only."""
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def shown(text: str, most: int = 80) -> str:
    """Text of a project in one short line, without what a terminal would obey."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return line if len(line) <= most else line[: most - 1] + "…"


def _program() -> str:
    if _is_on_path("teach"):
        return "teach"
    started = os.path.basename(sys.argv[0])
    if started == "launcher" or sys.argv[0].endswith(os.path.join("hooks", "__main__.py")):
        return f"python3 {shlex.quote(_LAUNCHER)}"
    if started == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m mcp_server"
    return shlex.quote(sys.argv[0])


def _is_on_path(name: str) -> bool:
    """As `shutil.which` says, whose import would cost more than all of this."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    names = [name] if os.name != "nt" else [f"{name}.exe", f"{name}.cmd", f"{name}.bat"]
    files = [os.path.join(folder, one) for folder in folders if folder for one in names]
    return any(os.path.isfile(file) and os.access(file, os.X_OK) for file in files)
