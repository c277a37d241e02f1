"""What Claude Code spent, as the hooks at the end of a turn and of a session write it down for the ledger."""

import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mcp_server.hooks import main, spending
from teaching.contracts.usage import Usage
from teaching.costs import ledger
from teaching.costs.ledger import Entry

ROADMAP = "# Shop\n\n- [ ] Sum prices (In Progress) <!-- id: sum -->\n- [ ] Print a receipt <!-- id: receipt -->\n"
AT = "2026-11-23T06:49:04.447Z"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Send = Callable[..., None]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop"
    (folder / ".teaching").mkdir(parents=True)
    (folder / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """The file, which the client makes with the first message only."""
    return tmp_path / "claude" / "one.jsonl"


@pytest.fixture
def send(project: Path, transcript: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Send:
    """Runs one hook, which must say nothing of its own."""

    def sent(hook: str, **event: Any) -> None:
        whole = {"session_id": "one", "cwd": str(project), "transcript_path": str(transcript), **event}
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(whole).encode()), encoding="utf-8"))
        assert main([hook]) == 0
        assert capsys.readouterr().err == ""

    sent("session-start")
    return sent


def answer(name: str, written: int = 10, model: str = "claude-opus-5-5", **more: Any) -> dict[str, Any]:
    usage = {
        "input_tokens": 100, "output_tokens": written, "cache_read_input_tokens": 7, "cache_creation_input_tokens": 3,
    }  # fmt: skip
    message = {"id": name, "model": model, "role": "assistant", "usage": usage, "content": [{"type": "text"}]}
    return {"type": "assistant", "timestamp": AT, "sessionId": "one", "message": message, **more}


def tell(file: Path, *lines: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        for line in lines:
            stream.write(line if isinstance(line, str) else json.dumps(line, separators=(",", ":")) + "\n")


def entries() -> list[Entry]:
    book = ledger.read(LONG_AGO)
    assert book.damaged == 0
    return list(book.entries)


def test_an_answer_counts_once_though_each_of_its_blocks_has_a_line(
    project: Path, transcript: Path, send: Send
) -> None:
    tell(transcript, {"type": "user", "message": {"content": "go"}}, answer("msg_1"), answer("msg_1"), answer("msg_2"))
    send("stop")
    first, second = entries()
    assert first == Entry(
        datetime.fromisoformat(AT), os.path.realpath(project), "claude-code", "claude-opus-5-5", "turn",
        Usage(100, 10, 7, 3), None, 0.0, "answered", "sum", "msg_1",
    )  # fmt: skip
    assert second.id == "msg_2"


def test_only_what_is_new_is_read_and_a_line_that_is_not_ended_waits(transcript: Path, send: Send) -> None:
    tell(transcript, answer("msg_1"))
    send("stop")
    whole = json.dumps(answer("msg_2"), separators=(",", ":"))
    tell(transcript, whole[:40])
    send("stop")
    assert [entry.id for entry in entries()] == ["msg_1"]
    tell(transcript, whole[40:] + "\n")
    send("stop")
    send("session-end")
    assert [entry.id for entry in entries()] == ["msg_1", "msg_2"]


def test_an_answer_whose_last_line_comes_after_the_turns_end_counts_once(transcript: Path, send: Send) -> None:
    for name, most in (("msg_1", 10), ("msg_01ABCDEFGHIJKLMNOPQRS", 90)):
        tell(transcript, answer(name))
        send("stop")
        tell(transcript, answer(name, most))
        send("stop")
    assert [(entry.id[:6], entry.usage.written) for entry in entries()] == [("msg_1", 10), ("msg_01", 90)]


def test_the_greatest_usage_of_an_answer_is_its_own(transcript: Path, send: Send) -> None:
    tell(transcript, answer("msg_1", 1), answer("msg_1", 55), answer("msg_1", 20))
    send("stop")
    assert [entry.usage.written for entry in entries()] == [55]


def test_sub_agents_count_from_their_own_transcripts(transcript: Path, send: Send) -> None:
    tell(transcript, answer("msg_1"))
    tell(transcript.with_suffix("") / "subagents" / "agent-a1.jsonl", answer("msg_2", isSidechain=True))
    tell(transcript.with_suffix("") / "subagents" / "agent-b2.jsonl", answer("msg_3", isSidechain=True))
    (transcript.with_suffix("") / "subagents" / "agent-a1.meta.json").write_text("{}", encoding="utf-8")
    send("stop")
    tell(transcript.with_suffix("") / "subagents" / "agent-a1.jsonl", answer("msg_4", isSidechain=True))
    send("session-end")
    assert sorted((entry.id, entry.purpose) for entry in entries()) == [
        ("msg_1", "turn"), ("msg_2", "sub-agent"), ("msg_3", "sub-agent"), ("msg_4", "sub-agent"),
    ]  # fmt: skip


def test_a_turn_belongs_to_the_task_that_it_ticked_and_the_next_one_to_the_next(
    project: Path, transcript: Path, send: Send
) -> None:
    tell(transcript, answer("msg_1"))
    (project / "ROADMAP.md").write_text(ROADMAP.replace("[ ] Sum", "[x] Sum"), encoding="utf-8")
    send("stop")
    tell(transcript, answer("msg_2"))
    send("stop")
    (project / "ROADMAP.md").unlink()
    tell(transcript, answer("msg_3"))
    send("stop")
    assert [(entry.id, entry.task) for entry in entries()] == [("msg_1", "sum"), ("msg_2", "receipt"), ("msg_3", "")]


def test_a_session_that_takes_up_another_task_is_counted_for_that(project: Path, transcript: Path, send: Send) -> None:
    begun = ROADMAP.replace(" (In Progress)", "").replace("Print a receipt", "Print a receipt (In Progress)")
    (project / "ROADMAP.md").write_text(begun, encoding="utf-8")
    tell(transcript, answer("msg_1"))
    send("stop")
    assert [entry.task for entry in entries()] == ["receipt"]


STRANGE: list[Any] = [
    "half a line {\n",
    '{"type":"assistant","usage"\n',
    '["assistant","usage"]\n',
    {"type": "user", "message": {"content": '"assistant" "usage"', "usage": {"input_tokens": 5}}},
    {"type": "assistant", "message": "usage"},
    {"type": "assistant", "message": {"id": 5, "model": "m", "usage": {"input_tokens": 5}}},
    {"type": "assistant", "message": {"id": "x", "model": "m", "usage": {"input_tokens": "5", "output_tokens": -2}}},
    {"type": "assistant", "message": {"id": "x", "model": "m", "usage": {"input_tokens": True}}},
    {"type": "assistant", "message": {"id": "x", "model": "<synthetic>", "usage": {"input_tokens": 5}}},
]


@pytest.mark.parametrize("strange", STRANGE, ids=str)
def test_what_is_no_answer_counts_nothing_and_stops_nothing(transcript: Path, send: Send, strange: Any) -> None:
    tell(transcript, strange, answer("msg_1"))
    send("stop")
    assert [entry.id for entry in entries()] == ["msg_1"]


@pytest.mark.parametrize("at", [None, 5, "", "2026/../../../x-T00:00:00Z", "2026-11-23", "x" * 24 + "Z"])
def test_a_time_that_is_none_is_the_time_now(transcript: Path, send: Send, at: Any) -> None:
    tell(transcript, {**answer("msg_1"), "timestamp": at})
    send("stop")
    assert abs((entries()[0].at - datetime.now(UTC)).total_seconds()) < 600


@pytest.mark.parametrize("path", [None, 3, "", "/nowhere/at.jsonl", "/etc/passwd"])
def test_without_a_transcript_nothing_is_written(tmp_path: Path, send: Send, path: Any) -> None:
    send("stop", transcript_path=path)
    send("session-end", transcript_path=path)
    assert not (tmp_path / "state" / "teach" / "costs").exists()


def test_where_nobody_opted_in_nothing_is_read(project: Path, transcript: Path, tmp_path: Path, send: Send) -> None:
    (project / ".teaching").rmdir()
    tell(transcript, answer("msg_1"))
    send("stop")
    send("session-end")
    assert not (tmp_path / "state" / "teach" / "costs").exists()


def test_a_long_transcript_is_read_in_parts_and_the_sessions_end_reads_the_rest(
    transcript: Path, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending.note, "__defaults__", (1000,))
    tell(transcript, *(answer(f"msg_{number}") for number in range(20)))
    send("stop")
    some = len(entries())
    assert 0 < some < 20
    send("session-end")
    assert len({entry.id for entry in entries()}) == len(entries()) == 20


def test_the_file_is_the_users_own_and_takes_up_after_a_line_that_was_cut_off(
    tmp_path: Path, transcript: Path, send: Send
) -> None:
    tell(transcript, answer("msg_1"))
    send("stop")
    file = tmp_path / "state" / "teach" / "costs" / "2026-11.jsonl"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    os.truncate(file, file.stat().st_size - 5)
    tell(transcript, answer("msg_2"))
    send("stop")
    assert [entry.id for entry in ledger.read(LONG_AGO).entries] == ["msg_2"]


def test_a_copy_of_a_session_tells_its_answers_no_second_time(tmp_path: Path, transcript: Path, send: Send) -> None:
    lines = [answer("msg_01ABCDEFGHIJKLMNOPQRS"), answer("msg_02ABCDEFGHIJKLMNOPQRS")]
    tell(transcript, *lines)
    send("stop")
    copied = tmp_path / "claude" / "two.jsonl"
    tell(copied, *lines, answer("msg_03ABCDEFGHIJKLMNOPQRS"))
    send("stop", session_id="two", transcript_path=str(copied))
    assert [entry.id[:6] for entry in entries()] == ["msg_01", "msg_02", "msg_03"]
