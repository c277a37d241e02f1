"""Where things go: the user's own folder, the plugin's presence, and receipts that somebody else wrote."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from mcp_server.install.places import place_of
from mcp_server.install.plugin import plugin_is_enabled
from tests.mcp_server.install.conftest import Teach, snapshot

RECEIPT = ".teaching/installed.json"
PLUGIN = "teach@teaching-assistant"


def write(file: Path, document: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document), encoding="utf-8")


def test_the_users_scope_writes_beneath_the_users_folder_and_keeps_a_private_receipt(
    teach: Teach, project: Path, home: Path
) -> None:
    before = snapshot(project.parent)
    code, out, _ = teach("install", "--user", "--plugin", "yes")
    assert code == 0
    assert "in any project" in out
    assert (home / ".claude/commands/review.md").exists()
    receipt = home / "state/teach/installed.json"
    assert stat.S_IMODE(receipt.stat().st_mode) == 0o600
    assert stat.S_IMODE(receipt.parent.stat().st_mode) == 0o700
    assert str(home) not in receipt.read_text(encoding="utf-8")
    assert teach("uninstall", "--user")[0] == 0
    left = snapshot(project.parent)
    left.pop("home/state")  # the folder that all programs share
    assert left == before


def test_without_claude_on_path_the_command_that_adds_the_server_is_printed(teach: Teach, home: Path) -> None:
    code, out, _ = teach("install", "--user")
    assert code == 3
    assert "claude mcp add-json --scope user assistant '{" in out
    assert {"commands", "output-styles", "settings.json"} <= set(snapshot(home / ".claude"))
    assert teach("uninstall", "--user")[0] == 0
    assert not (home / ".claude").exists()


def test_another_server_of_the_users_is_refused_or_kept(teach: Teach, home: Path) -> None:
    write(home / ".claude.json", {"mcpServers": {"assistant": {"command": "other"}}})
    before = snapshot(home)
    code, _, err = teach("install", "--user", "--force")
    assert code == 1
    assert "claude mcp remove --scope user assistant" in err
    assert snapshot(home) == before
    code, out, _ = teach("install", "--user", "--keep")
    assert code == 0
    assert "left    the server `assistant`" in out
    assert teach("uninstall", "--user")[0] == 0
    assert (home / ".claude.json").read_bytes() == before[".claude.json"][1]


def test_a_config_folder_of_ones_own_is_used_and_remembered(
    teach: Teach, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(home / "cfg"))
    teach("install", "--user", "--plugin", "yes")
    assert (home / "cfg/commands/review.md").exists()
    monkeypatch.delenv("CLAUDE_CONFIG_DIR")
    code, _, err = teach("uninstall", "--user")
    assert code == 1
    assert "CLAUDE_CONFIG_DIR" in err
    assert (home / "cfg/commands/review.md").exists()


def test_the_home_folder_is_no_project(teach: Teach, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    code, _, err = teach("install")
    assert code == 1
    assert "--user" in err


INSTALLED = {"scope": "user", "version": "0.1.0"}


def plugins(home: Path, *entries: dict[str, str]) -> None:
    write(home / ".claude/plugins/installed_plugins.json", {"version": 2, "plugins": {PLUGIN: entries}})


@pytest.mark.parametrize(
    ("user", "ours", "local", "expected"),
    [
        ({PLUGIN: True}, {}, {}, True),
        ({}, {PLUGIN: True}, {}, True),
        ({}, {}, {PLUGIN: True}, True),
        ({PLUGIN: True}, {}, {PLUGIN: False}, False),
        ({PLUGIN: True}, {PLUGIN: False}, {PLUGIN: True}, True),
        ({"teacher@x": True, "x@teach": True}, {}, {}, False),
        ({}, {}, {}, False),
    ],
)
def test_the_nearest_settings_say_whether_the_plugin_is_enabled(
    project: Path, home: Path, user: Any, ours: Any, local: Any, expected: bool
) -> None:
    plugins(home, INSTALLED)
    write(home / ".claude/settings.json", {"enabledPlugins": user})
    write(project / ".claude/settings.json", {"enabledPlugins": ours})
    write(project / ".claude/settings.local.json", {"enabledPlugins": local})
    assert plugin_is_enabled(place_of("project")) is expected


def test_a_plugin_that_a_clone_only_names_or_that_is_another_projects_is_not_loaded(project: Path, home: Path) -> None:
    write(project / ".claude/settings.json", {"enabledPlugins": {PLUGIN: True}})
    assert not plugin_is_enabled(place_of("project"))
    plugins(home, {"scope": "project", "projectPath": str(home)})
    assert not plugin_is_enabled(place_of("project"))
    plugins(home, {"scope": "project", "projectPath": str(project)})
    assert plugin_is_enabled(place_of("project"))
    assert not plugin_is_enabled(place_of("user"))


@pytest.mark.parametrize("damaged", ["", "[]", '{"plugins": []}', '{"plugins": {"teach@x": 1}}', "\ufeff{", "{" * 9999])
def test_damaged_lists_of_plugins_count_as_none(project: Path, home: Path, damaged: str) -> None:
    write(home / ".claude/settings.json", {"enabledPlugins": {"teach@x": True}})
    file = home / ".claude/plugins/installed_plugins.json"
    file.parent.mkdir()
    file.write_text(damaged, encoding="utf-8")
    assert not plugin_is_enabled(place_of("project"))


def test_the_launchers_environment_counts_as_the_plugin(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_PLUGIN_ROOT", "/somewhere")
    assert plugin_is_enabled(place_of("project"))


VICTIM = "print('theirs')\n"
SHA = hashlib.sha256(VICTIM.encode()).hexdigest()
ENTRY = {"sha256": SHA}
HOSTILE: dict[str, Any] = {
    "another file": {"files": {"app.py": ENTRY}},
    "another kind of file": {"files": {".claude/commands/app.py": ENTRY}},
    "a step up": {"files": {".claude/commands/../../app.md": ENTRY}},
    "a step up without the folder": {"files": {"../app.md": ENTRY}},
    "a whole path": {"files": {"/etc/app.md": ENTRY}},
    "a dot": {"files": {".claude/./commands/app.md": ENTRY}},
    "two slashes": {"files": {".claude//commands/app.md": ENTRY}},
    "the settings as a file": {"files": {".claude/settings.json": ENTRY}},
    "a deeper file": {"files": {".claude/commands/x/app.md": ENTRY}},
    "a name with a newline": {"files": {".claude/commands/app.md\n": ENTRY}},
    "another member": {"members": {"package.json": {"sha256": SHA, "seams": [["", ""]]}}},
    "seams that are text": {"members": {".mcp.json": {"sha256": SHA, "seams": [["theirs", ""]]}}},
    "another folder": {"folders": ["src"]},
    "a folder above": {"folders": [".claude/.."]},
    "a digest that is none": {"files": {".claude/commands/app.md": {"sha256": "x"}}},
    "an unknown word": {"run": "rm"},
    "a server in a project": {"server": SHA},
    "a later form": {"version": 2},
    "words for a flag": {"files": {".claude/commands/app.md": {"sha256": SHA, "backup": "yes"}}},
}


@pytest.mark.parametrize("receipt", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("words", [["uninstall", "--force"], ["install"], ["install", "--force"]])
def test_a_receipt_that_names_anything_else_is_refused_whole(
    teach: Teach, project: Path, receipt: dict[str, Any], words: list[str]
) -> None:
    (project / "src").mkdir()
    (project / "app.py").write_text(VICTIM, encoding="utf-8")
    write(project / RECEIPT, {"version": 1, **receipt})
    before = snapshot(project.parent)
    code, _, err = teach(*words)
    assert code == 1
    assert "not a receipt of ours" in err
    assert snapshot(project.parent) == before


def test_a_receipt_leads_through_no_link(teach: Teach, project: Path) -> None:
    outside = project.parent / "outside"
    outside.mkdir()
    (outside / "app.md").write_text(VICTIM, encoding="utf-8")
    (project / ".claude").mkdir()
    (project / ".claude/commands").symlink_to(outside)
    write(project / RECEIPT, {"version": 1, "files": {".claude/commands/app.md": ENTRY}})
    code, _, err = teach("uninstall", "--force")
    assert code == 1
    assert "symbolic link" in err
    assert (outside / "app.md").exists()


def test_doctor_says_whose_review_is_active_and_what_is_installed(teach: Teach, project: Path) -> None:
    def lines() -> dict[str, Any]:
        return {one["name"]: one for one in json.loads(teach("doctor", "--format", "json")[1])["checks"]}

    assert lines()["/review"]["finding"] == "Claude Code's own"
    assert lines()["/review"]["next"].endswith("install")
    assert "installed (project)" not in lines()
    teach("install")
    assert lines()["/review"]["state"] == "ok"
    receipt = json.loads((project / RECEIPT).read_bytes())
    brought = len(receipt["files"]) + len(receipt["members"])
    assert lines()["installed (project)"]["finding"].startswith(f"{brought} parts of version")
