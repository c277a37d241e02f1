"""The hooks around tools, on what Claude Code sends: what they refuse, what they tell once, and what they let be."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.hooks import main
from mcp_server.hooks.boxes import tasks
from mcp_server.hooks.temper import guards_markers
from teaching.modes import temper
from teaching.roadmap.reading import parse

ROOT = Path(__file__).resolve().parents[2]
ROADMAP = """# Shop

## Phase 1
- [x] Set up ✅ 2026-01-02 <!-- id: setup -->
- [ ] Sum prices (In Progress) <!-- id: sum -->
  - Acceptance criteria:
    - [ ] empty basket is 0
- [ ] Print a receipt
"""
TODO = "def total(prices):\n    # TODO(human): add the prices up\n    return 0\n\n\ndef other():\n    return 1\n"
MENTOR = "# Shop\n\n- **Output Style:** Learning\n"
PLUGIN = json.loads((ROOT / ".claude/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]
Send = Callable[..., dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that opted in, a mentor's, whose first tick has its evidence."""
    folder = tmp_path / "my project"
    (folder / ".teaching" / "evidence").mkdir(parents=True)
    (folder / ".teaching" / "evidence" / "a.json").write_text('{"task": "setup"}', encoding="utf-8")
    (folder / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    (folder / "CLAUDE.md").write_text(MENTOR, encoding="utf-8")
    (folder / "basket.py").write_text(TODO, encoding="utf-8")
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture
def send(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Send:
    """Gives a hook an event; returns what it printed, empty for nothing."""

    def sent(hook: str, tool: str, **asked: Any) -> dict[str, Any]:
        event = {"tool_name": tool, "tool_input": asked, "cwd": str(project)}
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(event).encode()), encoding="utf-8"))
        assert main([hook]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out) if printed.out else {}

    return sent


@pytest.fixture
def refusal(send: Send) -> Callable[..., str]:
    """Why a call is refused; empty where it is not."""

    def reason(tool: str, **asked: Any) -> str:
        said = send("before-tool", tool, **asked)
        if not said:
            return ""
        specific = said["hookSpecificOutput"]
        assert (specific["hookEventName"], specific["permissionDecision"]) == ("PreToolUse", "deny")
        return specific["permissionDecisionReason"]

    return reason


def edit(old: str, new: str, file: str = "ROADMAP.md", **more: Any) -> dict[str, Any]:
    return {"file_path": file, "old_string": old, "new_string": new, **more}


@pytest.mark.parametrize(
    "asked",
    [
        edit("[ ] Sum", "[x] Sum"),
        edit("- [ ] Print", "- [X] Print"),
        edit("[ ]", "[x]", replace_all=True),
        edit("- [ ] Print a receipt\n", "- [ ] Print a receipt\n- [x] A new one\n"),
        edit("- [ ] Print a receipt", "- [x] Print and fold a receipt"),
        edit("- [x] Set up ✅ 2026-01-02 <!-- id: setup -->\n- [ ] Sum", "- [ ] Set up <!-- id: setup -->\n- [x] Sum"),
        edit("- [ ] not what\u2019s there", "- [x] not what's there"),
        {"file_path": "ROADMAP.md", "content": "- [x] All done\n"},
        {"file_path": "./x/../ROADMAP.md", "content": ROADMAP.replace("[ ] Sum", "[x] Sum")},
        {"file_path": "ROADMAP.md", "edits": [edit("[ ] Sum", "[ ] Total"), edit("[ ] Total", "[x] Total")]},
    ],
)
def test_a_tick_made_by_hand_is_refused(refusal: Callable[..., str], asked: dict[str, Any]) -> None:
    reason = refusal("Edit", **asked)
    assert "ROADMAP.md is ticked by evidence, not by hand" in reason
    assert "verify_task" in reason


@pytest.mark.parametrize(
    "asked",
    [
        edit("Sum prices", "Add prices"),
        edit("[x] Set up", "[ ] Set up"),
        edit("[x] Set up ✅", "[x] Set the place up ✅"),
        edit("- [ ] empty basket", "- [x] empty basket"),
        edit("(In Progress)", "(Pending)"),
        edit("# Shop", "# Shop\n\n```\n- [x] an example\n```\n"),
        {"file_path": "ROADMAP.md", "content": ROADMAP + "- [ ] Another\n"},
        {"file_path": "docs/ROADMAP.md", "content": "- [x] Done\n"},
        {"file_path": "README.md", "content": "- [x] Done\n"},
    ],
)
def test_other_changes_pass(refusal: Callable[..., str], asked: dict[str, Any]) -> None:
    assert refusal("Edit", **asked) == ""


def test_line_ends_of_windows_change_nothing(project: Path, refusal: Callable[..., str]) -> None:
    (project / "ROADMAP.md").write_bytes(ROADMAP.replace("\n", "\r\n").encode())
    assert refusal("Edit", **edit("- [ ] Sum", "- [x] Sum"))
    assert refusal("Write", file_path="ROADMAP.md", content=ROADMAP) == ""


@pytest.mark.parametrize("file", ["evidence/b.json", "mode.json", "../.teaching/new/x.py", "installed.json"])
def test_nothing_below_the_folder_is_written(refusal: Callable[..., str], file: str) -> None:
    assert "Nothing below .teaching/ is written by hand" in refusal("Write", file_path=f".teaching/{file}", content="")


def test_a_link_is_no_way_around(project: Path, tmp_path: Path, refusal: Callable[..., str]) -> None:
    (tmp_path / "plan.md").symlink_to(project / "ROADMAP.md")
    (tmp_path / "in").symlink_to(project / ".teaching")
    assert "by hand" in refusal("Edit", **edit("[ ] Sum", "[x] Sum", str(tmp_path / "plan.md")))
    assert "by hand" in refusal("Write", file_path=str(tmp_path / "in" / "mode.json"), content="{}")


FILLS = [
    edit("    # TODO(human): add the prices up\n    return 0", "    return sum(prices)", "basket.py"),
    edit("    return 0", "    return sum(prices)", "basket.py"),
    edit("    # TODO(human): add the prices up\n", "", "basket.py"),
    {"file_path": "basket.py", "content": "def total(prices):\n    return sum(prices)\n"},
]


@pytest.mark.parametrize("asked", FILLS)
def test_a_mentor_leaves_the_marker_to_the_learner(
    project: Path, refusal: Callable[..., str], asked: dict[str, Any]
) -> None:
    assert "left to the learner: “# TODO(human): add the prices up”" in refusal("Edit", **asked)
    for choice in ({"mode": "colleague"}, {"mode": "mentor", "guard_markers": False}, {"guard_markers": False}):
        (project / ".teaching" / "mode.json").write_text(json.dumps(choice), encoding="utf-8")
        assert refusal("Edit", **asked) == ""
    (project / ".teaching" / "mode.json").unlink()
    (project / "CLAUDE.md").write_text("# Shop\n", encoding="utf-8")
    assert refusal("Edit", **asked) == ""


def test_beside_a_marker_a_mentor_lets_work_go_on(project: Path, refusal: Callable[..., str]) -> None:
    for asked in (
        edit("return 1", "return 2", "basket.py"),
        edit("def other", "# TODO(human): one more\ndef other", "basket.py"),
        {"file_path": "basket.py", "content": f'"""Baskets."""\n\n{TODO}'},
        {"file_path": "notes.md", "content": "A TODO(human) is yours.\n"},
    ):
        assert refusal("Edit", **asked) == ""


def test_the_end_of_a_region_bounds_it(project: Path, refusal: Callable[..., str]) -> None:
    (project / "a.ts").write_text("// TODO(human): go\nlet a = 1;\n\nlet b;\n// END TODO(human)\nlet c;\n", "utf-8")
    assert refusal("Edit", **edit("let b;", "let b = 2;", "a.ts"))
    assert refusal("Edit", **edit("let c;", "let c = 2;", "a.ts")) == ""


@pytest.fixture
def began(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The session began with the roadmap as it is."""
    assert main(["session-start"]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("began")
def test_a_tick_without_evidence_is_told_once_and_again_when_it_comes_back(project: Path, send: Send) -> None:
    def bash() -> dict[str, Any]:
        return send("after-tool", "Bash", command="sed …")

    roadmap = project / "ROADMAP.md"
    assert bash() == {}
    roadmap.write_text(ROADMAP.replace("[ ] Sum", "[x] Sum"), encoding="utf-8")
    said = bash()
    assert said["decision"] == "block"
    assert "now has a tick without evidence: “Sum prices”" in said["reason"]
    assert "“Sum prices”" in said["systemMessage"]
    assert bash() == {}
    roadmap.write_text(ROADMAP.replace("[ ] Sum", "[x] Sum") + "More.\n", encoding="utf-8")
    assert bash() == {}
    roadmap.write_text(ROADMAP + "\n", encoding="utf-8")
    assert bash() == {}
    roadmap.write_text(ROADMAP.replace("[ ] Sum", "[X] Sum") + "\n\n", encoding="utf-8")
    assert bash()["decision"] == "block"


@pytest.mark.usefixtures("began")
def test_a_tick_with_evidence_is_not_told(project: Path, send: Send) -> None:
    (project / ".teaching" / "evidence" / "b.json").write_text('{"task": "sum"}', encoding="utf-8")
    (project / ".teaching" / "evidence" / "c.json").write_text("half a fi", encoding="utf-8")
    (project / "ROADMAP.md").write_text(ROADMAP.replace("[ ] Sum", "[x] Sum"), encoding="utf-8")
    assert send("after-tool", "mcp__assistant__verify_task", task="sum") == {}


def test_what_was_bare_before_the_session_is_not_told(project: Path, send: Send, request: Any) -> None:
    (project / "ROADMAP.md").write_text(ROADMAP.replace("[ ] Print", "[x] Print"), encoding="utf-8")
    request.getfixturevalue("began")
    (project / "ROADMAP.md").write_text(ROADMAP.replace("[ ]", "[x]"), encoding="utf-8")
    reason = send("after-tool", "Bash")["reason"]
    assert "Sum prices" in reason
    assert "Print" not in reason
    assert "empty basket" not in reason


@pytest.mark.parametrize("sent", ["", "{", "[]", '{"tool_input": 3}', '{"tool_input": {"file_path": 7}}', "\udcff"])
@pytest.mark.parametrize("hook", ["before-tool", "after-tool"])
def test_nonsense_keeps_no_tool_from_running(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], hook: str, sent: str
) -> None:
    stream = io.BytesIO(sent.encode("utf-8", "surrogateescape"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream, encoding="utf-8"))
    assert main([hook]) == 0
    printed = capsys.readouterr()
    assert "deny" not in printed.out
    assert len(printed.err.splitlines()) <= 1


def test_a_state_that_cannot_be_written_is_a_note(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(project / "CLAUDE.md"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}"), encoding="utf-8"))
    assert main(["after-tool"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("event", ["PreToolUse", "PostToolUse"])
def test_the_plugins_line_ends_where_nobody_opted_in_and_without_python(tmp_path: Path, event: str) -> None:
    line = PLUGIN[event][0]["hooks"][0]["command"]
    (tmp_path / "bin").mkdir()

    def run(path: str) -> tuple[int, str, str]:
        env = {"PATH": path, "CLAUDE_PROJECT_DIR": str(tmp_path), "CLAUDE_PLUGIN_ROOT": str(tmp_path / "nowhere")}
        done = subprocess.run(["/bin/sh", "-c", line], env=env, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr

    assert run(str(Path(sys.executable).parent)) == (0, "", "")
    (tmp_path / ".teaching").mkdir()
    assert run(str(tmp_path / "bin")) == (0, "", "")


ROADMAPS = [
    ROADMAP,
    "- [x] a\n  wrapped on <!-- id: a -->\n- [ ] b\n\n  Acceptance criteria:\n  - [x] no task\n- [x] c\n",
    "# P\n\n## Acceptance criteria\n- [x] no\n\n## Next\n1. [X] yes\n   - [ ] deeper\n",
    "<!--\n- [x] hidden\n-->\n- [x] seen\n\n```md\n- [x] fenced\n```\n* [ ] star\n",
    f"- [x] {'long words ' * 6}\n  wrapped on <!-- id: a -->\n- [ ] b\n",
    "- [ ] same\n- [x] same\n- [x]\n- [ x] none\n- [x]none\n",
    "**Done when:**\n- [x] it runs\n\nTasks:\n\n- [x] t\n",
]


@pytest.mark.parametrize("text", ROADMAPS)
def test_the_quick_reading_of_boxes_agrees_with_the_roadmaps_own(text: str) -> None:
    exact = [(task.head.id or "", task.ticked) for task in parse(text.encode()).tasks]
    assert [(box.id, box.ticked) for box in tasks(text).values()] == exact


CONSTITUTIONS = [
    "",
    MENTOR,
    "## Training Protocol\n\nOutput style: learning\n",
    "Output Style: Explanatory\nOutput Style: Learning\n",
    "| Output Style | Learning |\n",
    "<!-- Output Style: Learning -->\n",
    "```\nOutput Style: Learning\n```\n",
    "- __Output Style__ - Learning by doing\n",
    "Our output style is learning.\n",
]


@pytest.mark.parametrize("text", CONSTITUTIONS)
@pytest.mark.parametrize("place", ["CLAUDE.md", ".claude/CLAUDE.md", "CLAUDE.local.md"])
def test_the_quick_reading_of_the_mode_agrees_with_the_constitutions_own(project: Path, text: str, place: str) -> None:
    (project / "CLAUDE.md").unlink()
    (project / place).parent.mkdir(exist_ok=True)
    (project / place).write_text(text, encoding="utf-8")
    assert guards_markers(str(project)) == temper(project).guards_markers
