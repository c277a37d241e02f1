"""The plugin as its users get it: judged by the client's own validator, installed from the marketplace file.

The marketplace is a folder here; one on a git host is not covered. After an uninstall the client keeps its copy of
the files, marked as belonging to nobody, and removes it at a time of its own choosing.
"""

import json
from pathlib import Path

import pytest

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say
from tests.e2e.claude_code.planted import DEFECT_AT, TOOL


@pytest.mark.parametrize("manifest", ["plugin.json", "marketplace.json"])
def test_the_manifests_are_valid(manifest: str, client: Client, repository: Path) -> None:
    path = repository / ".claude-plugin" / manifest
    said = client.command("plugin", "validate", "--strict", str(path), home=client.new_home(), cwd=repository)
    assert "Validation passed" in said


def test_it_installs_works_and_uninstalls(client: Client, plugin_copy: Path, project: Path) -> None:
    home = client.new_home()

    def installed() -> list[str]:
        listed = client.command("plugin", "list", "--json", home=home, cwd=project)
        return [plugin["id"] for plugin in json.loads(listed)]

    client.command("plugin", "marketplace", "add", str(plugin_copy), home=home, cwd=project)
    client.command("plugin", "install", "teach@teaching-assistant", home=home, cwd=project)
    assert installed() == ["teach@teaching-assistant"]

    script = [call(TOOL, path="app.py"), say("Done.")]
    session = client.run("/teach:review app.py", script, project=project, home=home, wait_for=TOOL)
    assert f"`app.py:{DEFECT_AT}`" in session.tool_results[0].text

    client.command("plugin", "uninstall", "teach@teaching-assistant", home=home, cwd=project)
    client.command("plugin", "marketplace", "remove", "teaching-assistant", home=home, cwd=project)
    assert installed() == []
    session = client.run("Hello", [say("Hello.")], project=project, home=home)
    assert session.init["mcp_servers"] == []
    assert [name for name in session.init["slash_commands"] if name.startswith("teach")] == []
