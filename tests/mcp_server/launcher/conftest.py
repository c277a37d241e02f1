"""A plugin folder of its own for each test of the launcher."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PLUGIN_PARTS = [".claude-plugin", ".claude", "claude_templates", "commands", "mcp_server", "teaching"]


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """The plugin as a client keeps it: its files alone, in a folder with a space in its name."""
    folder = tmp_path / "plug in"
    for part in PLUGIN_PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder
