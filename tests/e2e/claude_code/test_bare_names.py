"""`/review` without the prefix, as `teach install` brings it into the real client and `teach uninstall` takes it back.

A scripted model obeys the command. Not covered: the terminal interface, where the client asks about a project's
server before it starts it (under `-p` it starts it unasked), and the question that `/teach:setup` asks there.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.claude_code.client import Client, Session
from tests.e2e.claude_code.fake_api import Block, Request, call, say
from tests.e2e.claude_code.planted import DEFECT_AT, asked_for
from tests.e2e.claude_code.planted import TOOL as OF_PLUGIN

OF_PROJECT = "mcp__assistant__review_code"
OURS = "Propose no patch"  # words of our command

Teach = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(client: Client) -> Path:
    """The home of all sessions of a test."""
    return client.new_home()


@pytest.fixture
def teach(client: Client, project: Path, home: Path) -> Teach:
    """Runs a subcommand in the project, with the client on PATH."""
    path = [str(Path(sys.executable).parent), str(client.binary.parent), os.defpath]

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mcp_server", *words],
            cwd=project,
            env={"PATH": os.pathsep.join(path), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )

    return run


def obeys(tool: str) -> Callable[[Request], Block]:
    """What an obedient model does with the command's text."""

    def turn(request: Request) -> Block:
        return call(tool, path=asked_for(request))

    return turn


def servers(session: Session) -> dict[str, str]:
    """The servers of a session, by name, with their state."""
    return {server["name"]: server["status"] for server in session.init["mcp_servers"]}


def lines(session: Session) -> list[str]:
    """What hooks showed the user at the start."""
    found: list[str] = []
    for event in session.events:
        if event.get("subtype") == "hook_response" and event.get("hook_event") == "SessionStart":
            said: dict[str, Any] = json.loads(event["stdout"]) if event["stdout"].strip() else {}
            found += [said["systemMessage"]] if said else []
    return found


def test_with_the_plugin_the_bare_command_reaches_the_plugins_only_server(
    client: Client, repository: Path, project: Path, home: Path, teach: Teach
) -> None:
    teach("install", "--plugin", "yes")
    script = [obeys(OF_PLUGIN), say("Done.")]
    session = client.run("/review app.py", script, project=project, plugin_dir=repository, home=home)
    assert servers(session) == {"plugin:teach:assistant": "connected"}
    assert session.denials == []
    assert f"`app.py:{DEFECT_AT}`" in session.tool_results[0].text
    (line,) = lines(session)
    assert "\n/review is Teaching Assistant's here" in line


def test_without_the_plugin_it_reaches_the_projects_server_and_uninstalling_gives_the_name_back(
    client: Client, repository: Path, project: Path, home: Path, teach: Teach
) -> None:
    teach("install")
    session = client.run("/review app.py", [obeys(OF_PROJECT), say("Done.")], project=project, home=home)
    assert servers(session) == {"assistant": "connected"}
    assert session.denials == []
    assert f"`app.py:{DEFECT_AT}`" in session.tool_results[0].text
    (line,) = lines(session)
    assert "\n/review is Teaching Assistant's here" in line

    session = client.run("Hello", [say("Hello.")], project=project, plugin_dir=repository, home=home)
    assert len(lines(session)) == 1, "the project's hook and the plugin's both spoke, or neither"

    teach("uninstall")
    session = client.run("/review app.py", [say("Done.")] * 6, project=project, home=home)
    assert servers(session) == {}
    assert lines(session) == []
    said = "\n".join(request.user_text for request in session.api.requests)
    assert OURS not in said
    assert said.strip()


def test_for_the_user_the_client_itself_writes_the_server_down(
    client: Client, project: Path, home: Path, teach: Teach
) -> None:
    teach("install", "--user")
    assert "assistant" in json.loads((home / ".claude.json").read_bytes())["mcpServers"]
    session = client.run("/review app.py", [obeys(OF_PROJECT), say("Done.")], project=project, home=home)
    assert servers(session) == {"assistant": "connected"}
    assert f"`app.py:{DEFECT_AT}`" in session.tool_results[0].text
    assert "Nothing to change" in teach("install", "--user").stdout
    teach("uninstall", "--user")
    assert json.loads((home / ".claude.json").read_bytes())["mcpServers"] == {}
    assert not (home / ".claude" / "commands").exists()


def test_an_installed_plugin_is_noticed_whatever_its_scope(
    client: Client, plugin_copy: Path, project: Path, home: Path, teach: Teach
) -> None:
    client.command("plugin", "marketplace", "add", str(plugin_copy), home=home, cwd=project)
    for scope in ("user", "project", "local"):
        client.command("plugin", "install", "teach@teaching-assistant", "--scope", scope, home=home, cwd=project)
        assert "no second one was added" in teach("install", "--dry-run").stdout + teach("install").stdout
        assert not (project / ".mcp.json").exists()
        teach("uninstall")
        client.command("plugin", "uninstall", "teach@teaching-assistant", "--scope", scope, home=home, cwd=project)
    teach("install")
    assert (project / ".mcp.json").exists()


def test_setup_installs_with_the_permission_of_its_own_command(
    client: Client, plugin_copy: Path, project: Path, home: Path
) -> None:
    spaced = plugin_copy.with_name("the plugin")
    plugin_copy.rename(spaced)

    def chosen(request: Request, choice: str) -> Block:
        (command,) = re.findall(rf"^- {choice}(?:,[^`\n]*)?: `([^`]+)`$", request.user_text, re.MULTILINE)
        return call("Bash", command=command, description="Install")

    def session(argument: str, script: list[Any]) -> Session:
        return client.run(f"/teach:setup {argument}", script, project=project, plugin_dir=spaced, home=home)

    installed = session("project", [lambda request: chosen(request, "project"), say("Done.")])
    assert installed.denials == []
    assert "restart Claude Code, then type /review" in installed.tool_results[0].text
    assert (project / ".claude" / "commands" / "review.md").exists()
    assert not (project / ".mcp.json").exists()

    def more(request: Request) -> Block:
        return call("Bash", command=chosen(request, "undo")["input"]["command"] + " --force", description="Undo")

    undone = session("undo", [more, lambda request: chosen(request, "undo"), say("Done.")])
    assert [result.is_error for result in undone.tool_results] == [True, False]
    assert not (project / ".claude").exists()
