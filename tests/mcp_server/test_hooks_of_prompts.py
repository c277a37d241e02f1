"""The hook before a prompt: simple questions are answered here for whoever wants that, everything else is Claude's.

Every test runs the hook as the plugin's line does, in a process without site-packages of its own. The engine is a fake
behind the real process and socket. Not covered: Windows, and a model that an engine of somebody else's serves.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main as teach
from mcp_server.hooks import local_answers, quick
from mcp_server.hooks.questions import unasked
from teaching.contracts.weights import Promoted
from teaching.costs import ledger
from teaching.models import installed
from teaching.models.local import client, wire
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import place
from teaching.models.protocol import Message, ModelError
from teaching.routing import classify

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
MAIN = ROOT / "mcp_server" / "hooks" / "__main__.py"
SAYING = str(Path(__file__).with_name("saying_process.py"))
LINES = json.loads((ROOT / ".claude/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]
QUESTION = "what is a closure in JavaScript?"
ANSWER = "A closure is a function that remembers the variables around it."
ROADMAP = (
    "# Roadmap\n\n- [ ] Parse <!-- id: parse -->\n  - Acceptance: reads ten feeds\n  - verify: `pytest`\n- [ ] Sort\n"
)

Decision = dict[str, Any]
Hook = Callable[..., Decision]


@dataclass
class Desk:
    """One user's folders, a project, and a model that says what stands in a file."""

    project: Path
    script: Path

    def says(self, text: str) -> None:
        self.script.write_text(text, encoding="utf-8")

    @property
    def asked(self) -> list[str]:
        """What the model was asked, the question that warmed it left out."""
        file = self.script.with_suffix(".asked")
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [line for line in lines if line != "hello"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Local answers are on for the project; a model is chosen, and its process runs and is ready."""
    project = tmp_path / "shop"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(project))
    for variable in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / variable.lower()))
    with tempfile.TemporaryDirectory(prefix="run-") as run:  # a socket's path has room for about 100 characters
        monkeypatch.setenv("XDG_RUNTIME_DIR", run)
        made = Desk(project, tmp_path / "script.txt")
        switch(project, True)
        made.says("hello")
        start(made, tmp_path)
        yield made
        with suppress(ModelError):
            client.stop(place())


def switch(folder: Path | None, on: bool, within_s: float = 60.0) -> None:
    """Switches local answers on or off, with so much time that a busy machine changes no outcome."""
    name = os.path.realpath(folder) if folder is not None else local_answers.EVERYWHERE
    local_answers.switch(name, on, sys.executable)
    file = Path(local_answers.file())
    if file.exists():
        interpreter, kept = file.read_text(encoding="utf-8").splitlines()
        file.write_text(f"{interpreter}\n{json.dumps({**json.loads(kept), 'within_s': within_s})}\n", encoding="utf-8")


def start(desk: Desk, folder: Path) -> None:
    """Chooses the model and waits until its process has answered once."""
    file = folder / "tiny.gguf"
    file.write_text(str(desk.script), encoding="utf-8")
    promoted = Promoted(path=str(file), sha256="0" * 64, name="tiny", promoted=datetime.now(UTC))
    installed.write(promoted)
    model = LocalModel(promoted, None, Launch((SAYING,), 60.0), 60.0)
    model.complete([Message("user", "hello")])
    until(lambda: (client.status(place()) or {}).get("state") == "ready", "ready")


def until(condition: Callable[[], object], what: str, within_s: float = 60) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.01)


@pytest.fixture
def hook(desk: Desk) -> Hook:
    """What the hook decides on a prompt; empty where it says nothing, which leaves the prompt to Claude."""

    def run(prompt: str, name: str = "UserPromptSubmit", **more: Any) -> Decision:
        event = {"session_id": "s", "hook_event_name": name, "prompt": prompt, "permission_mode": "default"}
        event |= {"cwd": str(desk.project), "transcript_path": str(desk.project.parent / "none.jsonl"), **more}
        argv = [sys.executable, "-I", "-S", str(MAIN), "prompt"]
        done = subprocess.run(
            argv, input=json.dumps(event), capture_output=True, encoding="utf-8", timeout=60, check=True
        )
        assert done.stderr == ""
        return json.loads(done.stdout) if done.stdout else {}

    return run


def test_a_simple_question_is_answered_and_the_ledger_has_it(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    found = hook(QUESTION)
    assert found["decision"] == "block"
    assert found["hookSpecificOutput"] == {"hookEventName": "UserPromptSubmit", "suppressOriginalPrompt": True}
    answer, _, who = found["reason"].partition("\n\n")
    assert answer == ANSWER
    assert who.startswith("[tiny (local, unproven) answered on this machine in ")
    assert who.endswith(f"To ask Claude: ?? {QUESTION}]")
    (entry,) = ledger.read(datetime(2020, 1, 1, tzinfo=UTC)).entries
    assert (entry.tier, entry.model, entry.purpose, entry.outcome) == (
        "local",
        "tiny (local, unproven)",
        "prompt",
        "answered",
    )
    assert (entry.project, entry.cost) == (os.path.realpath(desk.project), 0.0)
    assert (entry.usage.read, entry.usage.cache_read, entry.usage.written) == (10, 30, 9)


def test_two_question_marks_in_front_send_it_to_claude(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    found = hook(f"?? {QUESTION}")
    assert "decision" not in found
    assert "`??`" in found["hookSpecificOutput"]["additionalContext"]
    assert desk.asked == []


def test_nobody_who_did_not_ask_for_it_is_answered(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    switch(desk.project, False)
    assert hook(QUESTION) == hook(f"?? {QUESTION}") == hook("/next") == {}
    switch(desk.project.parent / "other", True)
    assert hook(QUESTION) == {}
    switch(None, True)
    assert hook(QUESTION)["decision"] == "block"


def test_a_file_that_others_may_write_switches_nothing_on(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    Path(local_answers.file()).chmod(0o666)
    assert hook(QUESTION) == {}


@pytest.mark.parametrize("name", ["work", "questions"])
def test_of_the_lists_only_questions_are_taken(name: str) -> None:
    lines = (CORPUS / "prompts" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    prompts = [line.replace("\\n", "\n") for line in lines if line]
    assert len(prompts) >= {"work": 150, "questions": 50}[name]
    taken = [prompt for prompt in prompts if is_taken(prompt)]
    if name == "work":
        assert taken == []
    else:
        assert len(taken) >= 0.6 * len(prompts), sorted(set(prompts) - set(taken))


def is_taken(prompt: str) -> bool:
    """Whether the hook would ask the local model, as far as the text alone decides."""
    route = classify(prompt)
    return not unasked(prompt) and route.kind == "syntax" and route.surely_question


def test_of_requests_for_work_that_nothing_was_fitted_to_at_most_one_in_two_hundred_is_taken() -> None:
    rows = [
        json.loads(line)
        for letter in "def"
        for line in (CORPUS / "queries" / f"queries-{letter}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    work = [row["text"] for row in rows if row["work"]]
    taken = sum(map(is_taken, work))
    assert len(work) >= 500
    assert taken / len(work) <= 0.005, f"{taken} of {len(work)}"


@pytest.mark.parametrize(
    "more",
    [{"permission_mode": "plan"}, {"agent_id": "a1"}],
    ids=["while a plan is made", "of a sub-agent"],
)
def test_some_sessions_are_left_alone(desk: Desk, hook: Hook, more: dict[str, str]) -> None:
    desk.says(ANSWER)
    assert hook(QUESTION, **more) == {}


def entry(kind: str, *content: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "message": {"role": kind, "content": list(content)}}


TALK = {
    "after Claude asked something": ([entry("assistant", {"type": "text", "text": "Which one shall I take?"})], False),
    "while Claude works": ([entry("assistant", {"type": "tool_use", "name": "Bash", "input": {}})], False),
    "after a turn that was interrupted": ([entry("user", {"type": "text", "text": "add a test"})], False),
    "after a turn that ended": ([entry("assistant", {"type": "text", "text": "The test is there now."})], True),
    "after a local command": (
        [{"type": "user", "message": {"content": "<local-command-stdout>x</local-command-stdout>"}}],
        True,
    ),
}


@pytest.mark.parametrize(("entries", "taken"), TALK.values(), ids=TALK)
def test_what_was_said_last_decides_whether_a_question_stands_alone(
    desk: Desk, hook: Hook, entries: list[dict[str, Any]], taken: bool
) -> None:
    desk.says(ANSWER)
    transcript = desk.project.parent / "talk.jsonl"
    transcript.write_text("".join(json.dumps(one) + "\n" for one in entries), encoding="utf-8")
    assert (hook(QUESTION, transcript_path=str(transcript)) != {}) is taken


def test_what_the_project_defines_is_not_explained_from_memory(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    question = "what does useCallback do in React?"
    assert hook(question)["decision"] == "block"
    (desk.project / "src").mkdir()
    (desk.project / "src" / "hooks.ts").write_text("export function useCallback() {}\n", encoding="utf-8")
    assert hook(question) == {}
    (desk.project / "Makefile").write_text("all:\n", encoding="utf-8")
    assert hook("what is a Makefile") == {}


FAULTS = {
    "nothing": "",
    "a refusal": "PASS",
    "an answer that was cut off": "A closure is [cut]",
    "Python that does not parse": "So:\n\n```python\ndef f(:\n```\n",
    "JSON that does not parse": "So:\n\n```json\n{'a': 1}\n```\n",
    "brackets that do not fit": "So:\n\n```ts\nfunction f( { return 1 }\n```\n",
    "a fence that is left open": "So:\n\n```python\nx = 1\n",
    "much code": "So:\n\n```python\n" + "x = 1\n" * 20 + "```\n",
    "a long text": "word " * 500,
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_an_answer_that_has_not_the_form_is_not_shown(desk: Desk, hook: Hook, text: str) -> None:
    desk.says(text)
    assert hook(QUESTION) == {}
    assert desk.asked == [QUESTION]


def test_good_code_is_shown_and_what_a_terminal_would_obey_is_not(desk: Desk, hook: Hook) -> None:
    desk.says("\x1b[31mSo:\u202e\n\n```python\nx = [1]\n```\n```js\nconst f = () => { return ')' } // )\n```")
    shown = hook(QUESTION)["reason"]
    assert shown.startswith(
        "[31mSo:\n\n```python\nx = [1]\n```\n```js\nconst f = () => { return ')' } // )\n```\n\n[tiny"
    )


def test_a_slow_model_is_given_up_in_time_and_left_alone_for_a_while(desk: Desk, hook: Hook) -> None:
    desk.script.unlink()
    switch(desk.project, True, within_s=3.0)
    assert hook(QUESTION) == {}
    assert desk.asked == [QUESTION]
    until(desk.script.with_suffix(".cancelled").exists, "the request was taken back")
    desk.says(ANSWER)
    switch(desk.project, True)
    assert hook(QUESTION) == {}
    assert desk.asked == [QUESTION]
    rested = Path(local_answers.file()).parent / "hooks" / "slow-model"
    os.utime(rested, (0, 0))
    assert hook(QUESTION)["decision"] == "block"


def test_without_a_process_the_prompt_passes_and_nothing_is_asked(desk: Desk, hook: Hook) -> None:
    desk.says(ANSWER)
    client.stop(place())
    installed.forget()
    assert hook(QUESTION) == {}
    assert desk.asked == []


@pytest.mark.local
def test_a_model_that_does_not_run_is_started_for_the_next_question(
    desk: Desk, hook: Hook, require_part: Callable[[object, str], None]
) -> None:
    require_part(find_spec("llama_cpp"), "llama-cpp-python is not installed: .venv/bin/python tests/llama.py install")
    client.stop(place())
    place().log.unlink(missing_ok=True)
    assert hook(QUESTION) == {}
    # What is chosen here is no GGUF, which the real process says when it has come up.
    until(lambda: place().log.exists() and "tiny.gguf" in place().log.read_text(encoding="utf-8"), "it was started")


def test_what_is_left_to_the_learner_is_not_given_away(desk: Desk, hook: Hook) -> None:
    (desk.project / "CLAUDE.md").write_text("# Shop\n\n- **Output Style:** Learning\n", encoding="utf-8")
    (desk.project / "basket.py").write_text(
        "def total(prices):\n    # TODO(human): add them up\n    raise NotImplementedError\n", encoding="utf-8"
    )
    core = (
        "def total(prices):\n    result = 0\n    for price in prices:\n        if price < 0:\n"
        "            raise ValueError(price)\n        result += round(price * 100)\n    return result / 100\n"
    )
    desk.says(f"Like this:\n\n```python\n{core}```\n")
    assert hook("how do I add up a list in Python?") == {}
    assert desk.asked != []
    desk.says(ANSWER)
    assert hook(QUESTION)["decision"] == "block"


def test_next_is_answered_without_a_model(desk: Desk, hook: Hook) -> None:
    (desk.project / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    shown = hook("/next")["reason"]
    assert shown.startswith("Roadmap: 0 of 2 tasks ticked. Next: “Parse” (parse), ROADMAP.md:3.\n")
    assert "  - Acceptance: reads ten feeds\n  - verify: `pytest`\nTODO(human): none open." in shown
    assert "How would you begin?" not in shown
    assert (
        hook("/teach:next", "UserPromptExpansion", command_name="teach:next", command_source="plugin")["reason"]
        == shown
    )
    assert hook("/next begin it") == hook("/nextone") == {}
    assert desk.asked == []


def test_somebody_elses_command_of_that_name_is_theirs(desk: Desk, hook: Hook) -> None:
    (desk.project / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    folder = desk.project / ".claude" / "commands"
    folder.mkdir(parents=True)
    (folder / "next.md").write_text("---\ndescription: theirs\n---\nDo the next thing.\n", encoding="utf-8")
    assert hook("/next") == {}
    shutil.copy(ROOT / "commands" / "next.md", folder)
    assert hook("/next")["decision"] == "block"
    assert hook("/next", "UserPromptExpansion", command_source="bundled") == {}


def test_costs_are_shown_as_the_command_shows_them(desk: Desk, hook: Hook, capsys: pytest.CaptureFixture[str]) -> None:
    desk.says(ANSWER)
    hook(QUESTION)
    capsys.readouterr()
    assert teach(["costs"]) == 0
    printed = capsys.readouterr().out.strip()
    assert hook("/costs")["reason"].startswith(printed)


def test_the_hooks_own_copy_of_the_way_to_the_process_is_that_of_the_client(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert quick.PROTOCOL == wire.PROTOCOL
    assert str(place().socket) == quick.listening()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("long" * 30)))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    assert str(place().socket) == quick.listening()  # which makes its folders first


def test_nobodys_prompt_waits_for_python_where_it_is_off(desk: Desk, tmp_path: Path) -> None:
    switch(desk.project, False)
    (tmp_path / "bin").mkdir()
    for event in ("UserPromptSubmit", "UserPromptExpansion"):
        (line,) = [one["command"] for rule in LINES[event] for one in rule["hooks"]]
        env = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "nobody"), "CLAUDE_PLUGIN_ROOT": str(ROOT)}
        done = subprocess.run(["/bin/sh", "-c", line], env=env, capture_output=True, timeout=60, check=True)
        assert (done.stdout, done.stderr) == (b"", b"")


def test_the_plugins_line_runs_the_interpreter_that_was_written_down(desk: Desk) -> None:
    desk.says(ANSWER)
    event = {"hook_event_name": "UserPromptSubmit", "prompt": QUESTION, "transcript_path": "/nowhere.jsonl"}
    line = LINES["UserPromptSubmit"][0]["hooks"][0]["command"]
    env = {**os.environ, "PATH": os.defpath, "CLAUDE_PLUGIN_ROOT": str(ROOT)}
    argv = ["/bin/sh", "-c", line]
    done = subprocess.run(
        argv, env=env, input=json.dumps(event), capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert json.loads(done.stdout)["reason"].startswith(ANSWER)
