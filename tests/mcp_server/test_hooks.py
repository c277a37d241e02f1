"""The hook at the start of a session: where the learner stands, whose `/review` it is, and no session fails for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mcp_server.hooks import main

ROOT = Path(__file__).resolve().parents[2]
OURS = (ROOT / "commands" / "review.md").read_text(encoding="utf-8")
THEIRS = "---\ndescription: theirs\n---\nReview it.\n"
HOOKS = json.loads((ROOT / ".claude/hooks/hooks.json").read_text(encoding="utf-8"))
LINE: str = HOOKS["hooks"]["SessionStart"][0]["hooks"][0]["command"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that opted in, as the hook sees it, and an empty home."""
    folder, home = tmp_path / "my project", tmp_path / "home"
    (folder / ".teaching").mkdir(parents=True)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(folder))
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What the user is told of `/review`; empty for nothing."""
    assert main(["session-start", *argv]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    if not printed.out:
        return ""
    (line,) = printed.out.splitlines()
    document = json.loads(line)
    assert set(document) == {"systemMessage", "hookSpecificOutput"}
    *standing, review = document["systemMessage"].split("\n")
    assert len(standing) == 3
    assert document["hookSpecificOutput"] == {
        "hookEventName": "SessionStart",
        "additionalContext": "\n".join(["Where the learner stands:", *standing]),
    }
    return review


def test_the_bundled_one_is_named_with_the_way_to_ours(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys)
    assert "Claude Code's own" in line
    assert "/teach:review" in line
    assert "/teach:setup" in line
    assert "install" in said(capsys, "--from", "project")


@pytest.mark.parametrize("place", ["project", "home"])
def test_ours_is_named_with_its_place(project: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    write(project.parent / ("my project" if place == "project" else place) / ".claude/commands/review.md", OURS)
    line = said(capsys)
    assert "is Teaching Assistant's" in line
    assert ("your own" in line) == (place == "home")


# The winner of each pair, as both clients decide (the table in mcp_server/hooks/session.py).
PLACES = [
    "home/.claude/skills/review/SKILL.md",
    "my project/.claude/skills/review/SKILL.md",
    "home/.claude/commands/review.md",
    "my project/.claude/commands/review.md",
]


@pytest.mark.parametrize("first", range(len(PLACES)))
@pytest.mark.parametrize("second", range(len(PLACES)))
def test_of_two_the_one_that_claude_code_takes_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], first: int, second: int
) -> None:
    if first >= second:
        return
    write(project.parent / PLACES[second], OURS)
    write(project.parent / PLACES[first], THEIRS)
    assert "another command" in said(capsys)
    write(project.parent / PLACES[first], OURS)
    write(project.parent / PLACES[second], THEIRS)
    assert "is Teaching Assistant's" in said(capsys)


def test_a_skill_that_takes_the_name_is_noticed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / ".claude/skills/mine/SKILL.md", "---\r\nname: review\r\ndescription: x\r\n---\r\nx\r\n")
    assert "another command" in said(capsys)


def test_a_command_above_counts_up_to_the_repositorys_top(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = project / "packages" / "one"
    (inner / ".teaching").mkdir(parents=True)
    write(project / ".claude/commands/review.md", OURS)
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(inner))
    assert "is Teaching Assistant's" in said(capsys)
    (inner.parent / ".git").mkdir()
    assert "Claude Code's own" in said(capsys)


def test_nothing_is_said_where_nobody_opted_in(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".teaching").rmdir()
    assert said(capsys) == ""


def test_of_several_hooks_one_speaks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = '{"hooks": {"SessionStart": [{"hooks": [{"command": "teach hook session-start --from X"}]}]}}'
    write(project.parent / "home/.claude/settings.json", settings)
    assert said(capsys) == ""
    assert said(capsys, "--from", "user")
    write(project / ".claude/settings.json", settings)
    assert said(capsys) == ""
    assert said(capsys, "--from", "user") == ""
    assert said(capsys, "--from", "project")


def test_without_the_variable_the_folder_comes_from_what_claude_code_sends(project: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "CLAUDE_PROJECT_DIR"}
    sent = json.dumps({"session_id": "x", "cwd": str(project), "hook_event_name": "SessionStart"})
    program = "import sys; sys.path.insert(0, sys.argv[1]); from mcp_server.hooks import main; main(['session-start'])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(ROOT)], input=sent, env=env, cwd="/", capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Claude Code's own" in json.loads(done.stdout)["systemMessage"]


def test_no_error_ends_a_session(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".claude/skills/review").mkdir(parents=True)
    (project / ".claude/skills/review/SKILL.md").symlink_to("SKILL.md")  # a link to itself
    (project / ".claude/settings.json").mkdir()
    assert main(["session-start"]) == 0
    assert main(["unheard-of"]) == 0
    assert main([]) == 0
    assert len(capsys.readouterr().err.splitlines()) >= 2


def shell(project: Path, plugin: Path, path: str) -> subprocess.CompletedProcess[str]:
    """The plugin's line as Claude Code runs it."""
    env = {"PATH": path, "HOME": str(project.parent), "CLAUDE_PROJECT_DIR": str(project)}
    env["CLAUDE_PLUGIN_ROOT"] = str(plugin)
    return subprocess.run(["/bin/sh", "-c", LINE], env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_plugins_line_runs_the_hook_from_a_folder_with_blanks(project: Path, tmp_path: Path) -> None:
    plugin = tmp_path / "the plugin's $HOME"
    write(plugin / "mcp_server" / "hooks" / "__main__.py", "import sys; print('started', sys.argv[1:])")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
    assert shell(project, plugin, path).stdout == "started ['session-start']\n"
    (project / ".teaching").rmdir()
    assert shell(project, plugin, path).stdout == ""


def test_without_python_the_line_says_so_in_every_project(project: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for opted_in in (True, False):
        if not opted_in:
            (project / ".teaching").rmdir()
        done = shell(project, ROOT, str(tmp_path / "bin"))
        assert done.returncode == 0
        assert "Install Python 3.11" in json.loads(done.stdout)["systemMessage"]


def test_the_plugin_names_its_hooks() -> None:
    manifest = json.loads((ROOT / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8"))
    assert (ROOT / manifest["hooks"]).samefile(ROOT / ".claude/hooks/hooks.json")
    assert shutil.which("sh")
