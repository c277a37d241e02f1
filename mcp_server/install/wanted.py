"""What belongs at a place: the commands always; server, style, agent and hooks only where no plugin brings them."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from mcp_server.hooks import local_answers
from mcp_server.install.jsontext import Step
from mcp_server.install.places import Place
from teaching.assets import assets
from teaching.program import CALLED_AS

NOT_BARE = {"setup"}  # commands that make sense with the plugin's prefix only
SERVER = "assistant"
# The words behind the program, and which sessions or tools the event is for; none where it has nothing to match. An
# event that has two hooks has the second behind a slash.
EVENTS = {
    "SessionStart": ("hook session-start", "startup|resume|clear"),
    "PostToolUse": ("hook after-tool", "Bash|Edit|Write|MultiEdit|NotebookEdit|mcp__.*"),
    "PreToolUse": (
        "hook before-tool",
        "Edit|Write|MultiEdit|NotebookEdit|Read|Grep|Glob|mcp__.*__verify_task",
    ),
    "Stop": ("hook stop", ""),
    "Stop/said": ("hook said", ""),
    "SessionEnd": ("hook session-end", ""),
    "UserPromptSubmit": ("hook prompt", ""),
    "UserPromptExpansion": ("hook prompt", "(teach:)?(next|costs)"),
}
# Of prompts we hear only where the user wants simple ones answered here.
_OF_PROMPTS = {"UserPromptSubmit", "UserPromptExpansion"}
_OPTED_IN = "${XDG_STATE_HOME:-$HOME/.local/state}/teach/" + local_answers.NAME
_FIRST = "SessionStart"
_EVENT = "#"  # between a file's name and the event, for every event but the first


@dataclass(frozen=True, slots=True)
class Member:
    """A value in a JSON file, and how it is known again."""

    steps: tuple[Step, ...]
    value: Any
    ours: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is to be at a place, by path; of several members in one file all but the first have more in their key.

    Attributes:
        server: the user's own server, which Claude Code itself writes down.
    """

    files: dict[str, bytes]
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    server: dict[str, Any] | None = None


def wanted(place: Place, plugin: bool, answers: bool = False) -> Wanted:
    """What an install puts there.

    Args:
        place: where.
        plugin: whether the plugin is loaded there: two servers would answer otherwise.
        answers: whether simple questions are answered on this machine.
    """
    files = {f"{place.folder}commands/{file.name}": file.read_bytes() for file in bare_commands()}
    if plugin:
        return Wanted(files)
    for kind in ("output-styles", "agents"):
        files |= {f"{place.folder}{kind}/{file.name}": file.read_bytes() for file in sorted(assets(kind).glob("*.md"))}
    events = {key: event for key, event in hook_keys(place).items() if answers or event not in _OF_PROMPTS}
    members = {key: hook(place, event) for key, event in events.items()}
    if place.servers is None:
        return Wanted(files, members, server())
    return Wanted(files, members | {place.servers: Member(("mcpServers", SERVER), server())})


def bare_commands() -> list[Path]:
    """The commands that work by their bare name; their tools are granted by both names that the server can have."""
    files = [file for file in assets("commands").glob("*.md") if file.stem not in NOT_BARE]
    return sorted(files, key=lambda file: (file.stem != "review", file.stem))


def hook_keys(place: Place) -> dict[str, str]:
    """The event of each hook by the key of its member, in the order in which they are put in."""
    return {place.settings if event == _FIRST else f"{place.settings}{_EVENT}{event}": event for event in EVENTS}


def file_of(key: str) -> str:
    """The file in which the member with this key stands."""
    return key.partition(_EVENT)[0]


def member_at(place: Place, key: str) -> Member:
    """How the member with this key is found, whatever its value is now."""
    event = hook_keys(place).get(key)
    return hook(place, event) if event else Member(("mcpServers", SERVER), None)


def server() -> dict[str, Any]:
    """The entry that starts the server."""
    program, *words = called()
    return {"command": program, "args": [*words, "serve"]}


def hook(place: Place, event: str = _FIRST) -> Member:
    """The hook of one event; it ends before Python starts where the project has not opted in."""
    program, (words, matcher) = called(), EVENTS[event]
    # Where the program is not there, the first says so, and the others keep quiet.
    absent = (
        f'{{"systemMessage":"{Path(program[0]).name} is not on PATH, and the server and hooks of Teaching Assistant '
        'need it: install claude-code-teaching-assistant, or start Claude Code where it is on PATH"}'
    )
    told = f"printf '%s\\n' {shlex.quote(absent)}; " if event == _FIRST else ""
    needed = "${CLAUDE_PROJECT_DIR:-.}/.teaching" + ("/exercises.json" if event.endswith("/said") else "")
    line = (
        f'[ -e "{_OPTED_IN if event in _OF_PROMPTS else needed}" ] || exit 0; '
        f"command -v {shlex.quote(program[0])} >/dev/null 2>&1 || {{ {told}exit 0; }}; "
        f"exec {shlex.join(program)} {words} --from {place.scope}"
    )
    # Without Git Bash, Windows' PowerShell fails on the line: that must not be taken for a refusal of every tool.
    command = {
        "type": "command",
        "command": line,
        "timeout": 20,
        "onFailure": "continue",
    }
    entry = {**({"matcher": matcher} if matcher else {}), "hooks": [command]}
    return Member(("hooks", event.partition("/")[0], None), entry, lambda element: _is_hook(element, words))


def _is_hook(element: Any, words: str) -> bool:
    hooks: Any = cast(dict[str, Any], element).get("hooks") if isinstance(element, dict) else None
    for one in cast(list[Any], hooks) if isinstance(hooks, list) else []:
        command: Any = cast(dict[str, Any], one).get("command") if isinstance(one, dict) else None
        if isinstance(command, str) and f"{words} --from" in command:
            return True
    return False


def called() -> list[str]:
    """The words that start this program: `teach` where PATH leads to it, else by its whole path."""
    if launcher := os.environ.get(CALLED_AS):
        return shlex.split(launcher)
    mine = Path(sys.prefix) / "bin" / "teach"
    on_path = shutil.which("teach")
    if on_path is not None and os.path.realpath(on_path) == os.path.realpath(mine):
        return ["teach"]
    return [str(mine)] if mine.exists() else [sys.executable, "-m", "mcp_server"]
