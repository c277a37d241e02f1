"""The hooks that look at a whole session: where the learner stands, what was never verified, what is not to be read."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.hooks import main
from mcp_server.hooks.path import way
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import parse

ROADMAP = """# Shop

- [x] Set up <!-- id: setup -->
- [ ] Sum prices (In Progress) <!-- id: sum -->
  - files: basket.py, `src/`
- [ ] Print a receipt <!-- id: receipt -->
  - depends: sum
  - files: receipt.py
- [ ] Talk to users
"""
MENTOR = "# Shop\n\n- **Output Style:** Learning\n"
Send = Callable[..., dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A colleague's project that opted in; its first tick has evidence of long ago."""
    folder = tmp_path / "my project"
    evidence = folder / ".teaching" / "evidence"
    evidence.mkdir(parents=True)
    runs = [{"step": "test", "passed": 3, "failed": 0, "skipped": 1}, {"step": "lint", "passed": 9}]
    record = {"task": "setup", "title": "Set up", "made_at": "2026-01-02T10:11:12Z", "runs": runs, "attested": None}
    (evidence / "a.json").write_text(json.dumps(record), encoding="utf-8")
    os.utime(evidence, (1, 1))
    write(folder, "ROADMAP.md", ROADMAP)
    write(folder, "CLAUDE.md", "# Shop\n")
    for name in ("basket.py", "receipt.py", "src/deep.py", "other.py"):
        write(folder, name, "a = 1\n")
        os.utime(folder / name, (1, 1))
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def send(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Send:
    """Gives a hook an event of one session; returns what it printed, empty for nothing."""

    def sent(hook: str, **event: Any) -> dict[str, Any]:
        text = json.dumps({"session_id": "one", "cwd": str(project), **event})
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        assert main([hook]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out) if printed.out else {}

    sent("session-start")
    return sent


def edited(send: Send, file: str, **more: Any) -> None:
    assert send("after-tool", tool_name="Edit", tool_input={"file_path": file}, **more) == {}


def standing(send: Send) -> list[str]:
    said = send("session-start")
    head, *three = said["hookSpecificOutput"]["additionalContext"].split("\n")
    assert head == "Where the learner stands:"
    assert said["systemMessage"].split("\n")[:3] == three
    return three


def test_three_lines_say_where_the_learner_stands(project: Path, send: Send) -> None:
    write(project, "src/deep.py", "# TODO(human)[sum]: think\na = 1  # END TODO(human)\n")
    write(project, "basket.py", "def total():\n    # TODO(human): add up\n    return 0\n")
    write(project, "notes.md", "# TODO(human): prose is none\n")
    write(project, "node_modules/a.js", "// TODO(human): not ours\n")
    assert standing(send) == [
        "Roadmap: 1 of 4 tasks ticked. In progress: “Sum prices” (sum), ROADMAP.md:4.",
        "TODO(human): 2 open, first basket.py:2.",
        "Last evidence: “Set up”, 2026-01-02 10:11 UTC: 3 passed, 1 skipped.",
    ]


def test_a_tick_without_evidence_and_a_task_that_is_not_begun_are_named(project: Path, send: Send) -> None:
    text = ROADMAP.replace(" (In Progress)", "").replace("[ ] Talk", "[x] Talk\x1b[31m")
    write(project, "ROADMAP.md", text)
    first, second, third = standing(send)
    assert first == "Roadmap: 2 of 4 tasks ticked. Next: “Sum prices” (sum), ROADMAP.md:4."
    assert second == "TODO(human): none open."
    assert "A tick without evidence: “Talk[31m to users” (`" in third
    assert "roadmap audit`)." in third


def test_before_a_roadmap_and_evidence_the_next_move_is_said(project: Path, send: Send) -> None:
    (project / ".teaching/evidence/a.json").unlink()
    write(project, "ROADMAP.md", "# Shop\n\n- [ ] One\n")
    assert standing(send)[2].startswith("Nothing was verified here yet: the tool verify_task with 'One' proves")
    write(project, "ROADMAP.md", "# Shop\n\n- [x] One\n")
    assert standing(send)[0] == "Roadmap: 1 of 1 task ticked. Nothing is open."
    write(project, "ROADMAP.md", "# Shop\n")
    assert standing(send)[0].startswith("ROADMAP.md has no tasks yet: `")
    (project / "ROADMAP.md").unlink()
    assert standing(send)[0].startswith("There is no ROADMAP.md yet: `")


def test_a_short_look_says_that_it_was_short(project: Path, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, "basket.py", "# TODO(human): add up\n")
    write(project, "zz/last.py", "# TODO(human): more\n")
    monkeypatch.setattr("mcp_server.hooks.standing._MOST_FILES", 2)
    assert standing(send)[1] == "TODO(human): at least 1 open, first basket.py:1."


WAYS = [
    ROADMAP,
    ROADMAP.replace(" (In Progress)", ""),
    ROADMAP.replace("[ ] Sum prices (In Progress)", "[x] Sum prices"),
    "- [ ] a\n  - depends: b\n- [ ] b\n  - requires: nothing\n",
    "- [ ] a\n  - depends: b\n- [ ] b\n  - depends: a\n",
    "- [ ] a (In Progress)\n  - [x] a1\n  - [ ] a2\n    - files: x.py\n- [ ] b\n",
    "- [ ] a `(In Progress)`\n- [ ] b **(in progress)**\n- [ ] c <!-- (In Progress) -->\n",
    "# P\n- [x] a <!-- id: x -->\n## Q\n  - [ ] b\n    - **Depends on:** x; `c d`\n- [x] C, D!\n- [ ] e\n",
    "- [ ] a\n  - files:\n    - one.py\n    - `two.py`\n  - verify: make\n  - depends:\n    - z\n- [ ] b\n",
    "- [ ] a\n  - Acceptance criteria:\n    - [ ] no task\n  - File: c.py (the old one, kept), d.py\n",
    "- [x] a\n- [x] b\n",
    "",
]


@pytest.mark.parametrize("text", WAYS)
def test_the_quick_way_agrees_with_the_roadmaps_own(text: str) -> None:
    roadmap = parse(text)
    quick, exact = way(text).next, next_task(roadmap)
    assert (quick and quick.box.line) == (exact and exact.task.line)
    files = {step.box.line: step.files for step in way(text).steps.values() if not step.box.ticked}
    assert files == {task.line: task.files for task in roadmap.tasks if not task.ticked}


@pytest.mark.parametrize(
    ("files", "task"),
    [
        (["basket.py"], "sum"),
        (["./src/../src/deep.py"], "sum"),
        (["receipt.py"], "receipt"),
        (["receipt.py", "basket.py"], "sum"),
        (["ROADMAP.md"], ""),
        (["docs/ROADMAP.md", "CLAUDE.md", ".claude/settings.json"], ""),
        (["other.py"], ""),
        (["../elsewhere.py"], ""),
    ],
)
def test_work_of_an_open_task_is_told_once_at_the_end(send: Send, files: list[str], task: str) -> None:
    assert send("stop") == {}
    for file in files:
        edited(send, file)
    said = send("stop")
    assert (said.get("decision") == "block") == bool(task)
    if task:
        assert set(said) == {"decision", "reason"}
        assert f"call the tool verify_task with '{task}'" in said["reason"]
        assert "“not yet” is a fine answer" in said["reason"]
        edited(send, "basket.py")
    assert send("stop") == {}


def test_it_is_told_again_in_another_session_and_never_twice_in_a_row(send: Send) -> None:
    edited(send, "basket.py")
    assert send("stop", stop_hook_active=True) == {}
    assert send("stop", session_id="../../etc") == {}
    assert send("stop", session_id="two") == {}
    assert send("stop")["decision"] == "block"
    edited(send, "basket.py", session_id="two")
    assert send("stop", session_id="two")["decision"] == "block"


@pytest.mark.parametrize("server", ["mcp__assistant__", "mcp__plugin_teach_assistant__"])
def test_a_verification_however_it_ends_is_enough_until_work_goes_on(send: Send, server: str) -> None:
    edited(send, "basket.py")
    assert send("before-tool", tool_name=f"{server}verify_task", tool_input={"task": "sum"}) == {}
    assert send("stop") == {}
    edited(send, "basket.py")
    assert send("stop")["decision"] == "block"


def test_evidence_that_came_after_the_work_is_enough(project: Path, send: Send) -> None:
    edited(send, "basket.py")
    later = time.time() + 5
    os.utime(project / ".teaching" / "evidence", (later, later))
    assert send("stop") == {}


def test_what_a_command_wrote_counts_for_the_task_in_progress_only(project: Path, send: Send) -> None:
    later = time.time() + 5
    os.utime(project / "receipt.py", (later, later))
    assert send("stop") == {}
    os.utime(project / "basket.py", (later, later))
    assert "(basket.py)" in send("stop")["reason"]


def test_without_files_any_code_belongs_to_the_task_in_progress(project: Path, send: Send) -> None:
    write(project, "ROADMAP.md", "- [ ] Build it (In Progress)\n- [ ] Next\n")
    edited(send, "README.md")
    assert send("stop") == {}
    edited(send, "other.py")
    assert "verify_task with 'Build it'" in send("stop")["reason"]
    write(project, "ROADMAP.md", "- [ ] Build it\n- [ ] Next\n")
    edited(send, "other.py", session_id="two")
    assert send("stop", session_id="two") == {}


def test_work_that_waits_for_the_learner_is_left_alone(project: Path, send: Send) -> None:
    write(project, "basket.py", "# TODO(human): add up\n")
    edited(send, "basket.py")
    assert send("stop") == {}
    write(project, "basket.py", "a = 2\n")
    assert send("stop")["decision"] == "block"


def test_a_mentor_asks_the_learner_first(project: Path, send: Send) -> None:
    write(project, "CLAUDE.md", MENTOR)
    edited(send, "basket.py")
    assert "Ask the learner whether they take it for done" in send("stop")["reason"]


def test_where_nobody_opted_in_nothing_is_said_or_kept(
    project: Path, tmp_path: Path, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    write(elsewhere, "ROADMAP.md", ROADMAP)
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(elsewhere))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other state"))
    for hook in ("session-start", "before-tool", "after-tool", "stop"):
        asked = {"file_path": "basket.py", "content": "x"}
        assert send(hook, session_id="two", cwd=str(elsewhere), tool_name="Write", tool_input=asked) == {}
    assert not (tmp_path / "other state").exists()


def test_old_sessions_are_forgotten_and_files_are_the_users_own(tmp_path: Path, send: Send) -> None:
    edited(send, "basket.py")
    sessions = tmp_path / "state" / "teach" / "hooks" / "sessions"
    (kept,) = sessions.iterdir()
    assert (kept.name, kept.stat().st_mode & 0o777, sessions.stat().st_mode & 0o777) == ("one.json", 0o600, 0o700)
    month = time.time() - 31 * 86_400
    os.utime(kept, (month, month))
    send("session-start", session_id="two")
    assert [file.name for file in sessions.iterdir()] == ["two.json"]


@pytest.fixture
def refusal(send: Send) -> Callable[..., str]:
    """Why a call is refused; empty where it is not."""

    def reason(tool: str, **asked: str) -> str:
        said = send("before-tool", tool_name=tool, tool_input=asked)
        return said["hookSpecificOutput"]["permissionDecisionReason"] if said else ""

    return reason


PLUGIN = Path(__file__).resolve().parents[2]
EXEMPLARS = [
    ("Read", {"file_path": "{project}/lessons/one/.meta/exemplar/basket.py"}),
    ("Read", {"file_path": "lessons/../lessons/.meta/basket.py"}),
    ("Read", {"file_path": "{data}/teach/exemplars/0123.json"}),
    ("Read", {"file_path": "{project}/way in.py"}),
    ("Read", {"file_path": f"{PLUGIN}/teaching/scaffolds/data/x/.meta/x.py"}),
    ("Grep", {"pattern": "def", "path": "{project}/lessons/one/.meta"}),
    ("Grep", {"pattern": "def", "glob": "**/.meta/**"}),
    ("Glob", {"pattern": "*.py", "path": "{data}/teach/exemplars"}),
    ("Glob", {"pattern": "lessons/**/.meta/*.py"}),
]


@pytest.mark.parametrize(("tool", "asked"), EXEMPLARS)
def test_a_mentor_does_not_open_an_exemplar_and_a_colleague_may(
    project: Path, tmp_path: Path, refusal: Callable[..., str], tool: str, asked: dict[str, str]
) -> None:
    write(project, "lessons/one/.meta/exemplar/basket.py", "a = 1\n")
    (project / "way in.py").symlink_to(project / "lessons/one/.meta/exemplar/basket.py")
    given = {key: value.format(project=project, data=tmp_path / "data") for key, value in asked.items()}
    assert refusal(tool, **given) == ""
    write(project, "CLAUDE.md", MENTOR)
    reason = refusal(tool, **given)
    assert "This is an exemplar" in reason
    assert "give_hint" in reason
    write(project, ".teaching/mode.json", '{"mode": "mentor", "guard_markers": false}')
    assert refusal(tool, **given) == reason


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("Read", {"file_path": "basket.py"}),
        ("Read", {"file_path": "/elsewhere/.meta/exemplar/a.py"}),
        ("Read", {"file_path": ".metadata/a.py"}),
        ("Grep", {"pattern": ".meta/", "path": "src"}),
        ("Glob", {"pattern": "**/*.py"}),
        ("Bash", {"command": "cat lessons/one/.meta/exemplar/basket.py"}),
    ],
)
def test_everything_else_is_read_freely(
    project: Path, refusal: Callable[..., str], tool: str, asked: dict[str, str]
) -> None:
    write(project, "CLAUDE.md", MENTOR)
    assert refusal(tool, **asked) == ""


def test_a_tick_without_evidence_names_the_line_that_takes_it_off(project: Path, send: Send) -> None:
    write(project, "ROADMAP.md", ROADMAP.replace("[ ] Talk to users", "[x] Talk to users"))
    reason = send("after-tool", tool_name="Bash", tool_input={"command": "sed"})["reason"]
    assert "roadmap untick 'Talk to users'`" in reason


@pytest.mark.parametrize("hook", ["before-tool", "after-tool", "stop", "session-start", "session-end"])
def test_no_hook_loads_what_would_cost_more_than_itself(project: Path, hook: str) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from mcp_server.hooks import main; main([sys.argv[2]]); "
        "print(*sorted({'typing', 'pathlib', 'hashlib', 'shutil', 'subprocess', 'teaching'} & set(sys.modules)), "
        "file=sys.stderr)"
    )
    event = json.dumps({"session_id": "s", "tool_name": "Edit", "tool_input": {"file_path": "basket.py"}})
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(PLUGIN), hook],
        input=event, capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr == "\n"
