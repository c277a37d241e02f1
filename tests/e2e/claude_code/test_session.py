"""Sessions of the real client with this checkout as its plugin.

A scripted model stands where the real one would be, so what a model makes of the words is not covered, nor are the
terminal interface and `/review` without the prefix, which belongs to projects that copied the command.
"""

import subprocess
import sys
from pathlib import Path

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say
from tests.e2e.claude_code.planted import DEFECT_AT, RULE_AT, SWALLOWS, TOOL, asked_for, review_what_is_asked_for

EDITS = ["--permission-mode", "acceptEdits"]


def test_the_plugin_is_there_from_the_first_request_and_grants_nothing_by_itself(
    client: Client, repository: Path, project: Path
) -> None:
    app = str(project / "app.py")
    edit = call("Edit", file_path=app, old_string="pass", new_string="return None")
    script = [[call("Read", file_path=app), call(TOOL)], edit, say("Done.")]
    session = client.run("Look at app.py", script, project=project, plugin_dir=repository, args=EDITS)

    servers = {server["name"]: server["status"] for server in session.init["mcp_servers"]}
    assert servers == {"plugin:teach:assistant": "connected"}
    assert session.init["claude_code_version"] == client.version
    assert "teach:review" in session.init["slash_commands"]
    assert [plugin["source"] for plugin in session.init["plugins"] if plugin["name"] == "teach"] == ["teach@inline"]
    assert TOOL in session.api.conversation[0].tool_names
    assert len(session.api.conversation) == len(script)

    _, reviewed, edited = session.tool_results
    assert reviewed.is_error
    assert "haven't granted it" in reviewed.text
    assert session.denials == [TOOL]
    assert not edited.is_error
    assert "return None" in (project / "app.py").read_text(encoding="utf-8")


def test_the_command_brings_the_findings_whole_and_lets_nobody_edit(
    client: Client, repository: Path, project: Path
) -> None:
    app = str(project / "app.py")
    script = [
        review_what_is_asked_for,
        call("Read", file_path=app),
        [call("Edit", file_path=app, old_string="pass", new_string="raise"), call("Write", file_path=app, content="")],
        say("**app.py:4** What should happen when the file cannot be read?"),
    ]
    session = client.run(
        "/teach:review app.py", script, project=project, plugin_dir=repository, wait_for=TOOL, args=EDITS
    )

    first = session.api.conversation[0]
    assert asked_for(first) == "app.py"
    assert "propose no patch" in first.user_text
    reviewed, read, edited, written = session.tool_results
    assert not reviewed.is_error
    assert reviewed.text.startswith("## Review: ")
    assert f"`app.py:{DEFECT_AT}`" in reviewed.text
    assert f"Rule ({RULE_AT}): “Never swallow an error”" in reviewed.text
    assert "   - Ask: " in reviewed.text

    assert not read.is_error
    for refused in (edited, written):
        assert refused.is_error
        assert "has been denied" in refused.text
    assert (project / "app.py").read_text(encoding="utf-8") == SWALLOWS
    assert reviewed.text == as_printed(project)
    assert session.result["result"].startswith("**app.py:4**")


def as_printed(project: Path) -> str:
    """The same review from the command line."""
    run = subprocess.run(
        [sys.executable, "-m", "mcp_server", "review", "app.py", "--format", "markdown"],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    return run.stdout


def test_arguments_arrive_as_they_were_typed(client: Client, repository: Path, project: Path) -> None:
    odd = 'naïve "quoted" it\'s $HOME & 日本語 {x} <b>.py'
    (project / odd).write_text(SWALLOWS, encoding="utf-8")
    script = [review_what_is_asked_for, say("Done.")]
    session = client.run(f"/teach:review {odd}", script, project=project, plugin_dir=repository, wait_for=TOOL)

    assert asked_for(session.api.conversation[0]) == odd
    (reviewed,) = session.tool_results
    assert not reviewed.is_error
    assert f"`{odd}:{DEFECT_AT}`" in reviewed.text


def test_a_bad_call_is_told_the_next_move_and_the_session_goes_on(
    client: Client, repository: Path, project: Path
) -> None:
    script = [
        call(TOOL, file="app.py"),
        call(TOOL, path="../elsewhere.py"),
        call(TOOL, path="nowhere.py"),
        call(TOOL, path="app.py", max_findings="many"),
        call(TOOL, path="app.py"),
        say("Done."),
    ]
    session = client.run("/teach:review", script, project=project, plugin_dir=repository, wait_for=TOOL)

    *bad, good = session.tool_results
    assert [result.is_error for result in bad] == [True] * 4
    moves = ("It takes: path, scope, max_findings", "outside", "nowhere.py", "It takes: path, scope, max_findings")
    for result, move in zip(bad, moves, strict=True):
        assert move in result.text
    assert not good.is_error
    assert f"`app.py:{DEFECT_AT}`" in good.text
    assert session.result["result"] == "Done."


def test_the_output_style_can_be_chosen(client: Client, repository: Path, project: Path) -> None:
    style = ["--settings", '{"outputStyle": "teach:teaching"}']
    session = client.run("Hello", [say("Hello.")], project=project, plugin_dir=repository, args=style)

    assert session.init["output_style"] == "teach:teaching"
    body = (repository / ".claude/output-styles/teaching.md").read_text(encoding="utf-8").split("---\n")[2]
    assert body.strip() in session.api.conversation[0].system
