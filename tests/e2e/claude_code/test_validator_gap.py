"""What `claude plugin validate --strict` lets through and `teach lint` does not, asked of the real validator."""

import json
from pathlib import Path

import pytest

from teaching.commands.table import BY_ID
from tests.e2e.claude_code.client import Client
from tests.teaching.commands.gap import PASSES_VALIDATE

MANIFEST = {"name": "demo", "version": "1.0.0", "description": "A plugin", "author": {"name": "Somebody"}}


def as_plugin(tree: dict[str, str], folder: Path) -> Path:
    """The tree as a plugin, a project's `.claude` in the same folders; the manifest to validate."""
    for name, text in tree.items():
        inner = "hooks/hooks.json" if name.endswith("settings.json") else name.removeprefix(".claude/")
        (folder / inner).parent.mkdir(parents=True, exist_ok=True)
        (folder / inner).write_text(text, encoding="utf-8")
    plugin, market = folder / ".claude-plugin/plugin.json", folder / ".claude-plugin/marketplace.json"
    if market.exists():
        return market
    if not plugin.exists():
        plugin.parent.mkdir(exist_ok=True)
        plugin.write_text(json.dumps(MANIFEST), encoding="utf-8")
    return plugin


@pytest.mark.full
@pytest.mark.parametrize("name", PASSES_VALIDATE)
def test_the_fault_passes_the_clients_validator(name: str, client: Client, tmp_path: Path) -> None:
    manifest = as_plugin(dict(BY_ID[name].bad), tmp_path / "plugin")
    words = ("plugin", "validate", "--strict", str(manifest))
    assert "Validation passed" in client.command(*words, home=client.new_home(), cwd=tmp_path)
