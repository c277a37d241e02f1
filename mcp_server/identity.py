"""What this program is installed as, and which version of it runs."""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

DISTRIBUTION = "claude-code-teaching-assistant"
_PLUGIN = Path(__file__).resolve().parents[1] / ".claude-plugin" / "plugin.json"


def product_version() -> str:
    """The version of the installed distribution; a plugin runs from its folder, and its manifest has the version."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return str(json.loads(_PLUGIN.read_text(encoding="utf-8"))["version"])
