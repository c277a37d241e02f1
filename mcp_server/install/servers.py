"""The server of a user's own, which only Claude Code writes down: its file changes under every running session."""

import json
import os
import shlex
import shutil
from pathlib import Path
from typing import Any, cast

from mcp_server.install.places import user_servers
from mcp_server.install.wanted import SERVER
from teaching.errors import RefusedError
from teaching.repository.processes import run

_TIMEOUT_S = 60
# Writing a line into a file is no reason to talk to anybody.
_QUIET = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1"}
_KEPT = ("CLAUDE_CONFIG_DIR", "DISABLE_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def registered() -> Any:
    """What the user's server of our name is now; None where there is none."""
    try:
        document: Any = json.loads(user_servers().read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    servers: Any = cast(dict[str, Any], document).get("mcpServers") if isinstance(document, dict) else None
    return cast(dict[str, Any], servers).get(SERVER) if isinstance(servers, dict) else None


def is_there() -> bool:
    """Whether `claude` can be asked."""
    return shutil.which("claude") is not None


def adding(value: dict[str, Any]) -> list[str]:
    """The command that adds the server."""
    return ["claude", "mcp", "add-json", "--scope", "user", SERVER, json.dumps(value)]


def removing() -> list[str]:
    """The command that removes it."""
    return ["claude", "mcp", "remove", "--scope", "user", SERVER]


def ask(argv: list[str]) -> None:
    """Has Claude Code do it.

    Raises:
        RefusedError: it did not.
    """
    kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
    done = run(argv, cwd=Path(os.sep), env=kept | _QUIET, timeout_s=_TIMEOUT_S)
    if done.exit:
        said = " ".join((done.stderr or done.stdout).decode("utf-8", "replace").split())[:200]
        raise RefusedError(f"nothing was changed: `{shlex.join(argv)}` failed ({said})")
