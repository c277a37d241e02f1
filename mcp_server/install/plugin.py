"""Whether Claude Code loads the plugin `teach` here: then the plugin brings the server, the style and the hook.

Measured on 2.1.197 and 2.1.330: `claude plugin install` writes `enabledPlugins: {"teach@MARKETPLACE": true}` into the
settings of its scope and an entry into `plugins/installed_plugins.json` (`scope`, and `projectPath` unless it is the
user's); settings alone, as a clone brings them, load nothing. Local settings win over the project's, these over the
user's. A plugin given by `--plugin-dir` leaves no trace: its launcher is known by CLAUDE_PLUGIN_ROOT.
"""

import json
import os
from pathlib import Path
from typing import Any, cast

from mcp_server.install.places import Place, config_home
from teaching.repository.files import Unreadable, read_regular

_NAME = "teach@"
_MOST_BYTES = 5_000_000


def plugin_is_enabled(place: Place) -> bool:
    """Whether the plugin is loaded at this place, as far as files and the environment say."""
    if os.environ.get("CLAUDE_PLUGIN_ROOT"):
        return True
    home = config_home()
    files = [home / "settings.json"]
    if place.scope == "project":
        files += [place.root / ".claude" / name for name in ("settings.json", "settings.local.json")]
    enabled: dict[str, Any] = {}
    for file in files:
        enabled |= _object(_loaded(file).get("enabledPlugins"))
    installed = _object(_loaded(home / "plugins" / "installed_plugins.json").get("plugins"))
    return any(
        on is True and name.startswith(_NAME) and _reaches(installed.get(name), place) for name, on in enabled.items()
    )


def _reaches(entries: Any, place: Place) -> bool:
    for entry in cast(list[Any], entries) if isinstance(entries, list) else []:
        where = _object(entry)
        if where.get("scope") == "user":
            return True
        path = where.get("projectPath")
        if place.scope == "project" and isinstance(path, str) and os.path.realpath(path) == str(place.root):
            return True
    return False


def _loaded(file: Path) -> dict[str, Any]:
    """The JSON object in a file; empty where there is none, because Claude Code then reads nothing there either."""
    try:
        return _object(json.loads(read_regular(os.path.realpath(file), _MOST_BYTES, allow_links=True)))
    except (Unreadable, ValueError, RecursionError):
        return {}


def _object(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
