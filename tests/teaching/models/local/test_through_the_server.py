"""A GGUF that `teach model use` chose, its process, and the MCP tools in front of it: nothing in between is a fake."""

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.errors import TeachingError
from teaching.mentor import level
from teaching.models.local import client
from teaching.models.local.place import place
from tests.teaching.models.conftest import until
from tests.teaching.models.local.tiny_gguf import Tiny

pytestmark = pytest.mark.local

# The model can say no token twice, so the rule is one whose id has eight different digits.
CLAUDE_MD = "# Project\n- **Output Style:** Learning\n## Standards\n- Keep functions at most 1 lines long\n"
RULE = "9157a36d"
SAYS = (
    *("[", *RULE, "]", " the", " and", " model", " answer", " question", " stone", " river", " window", " yellow"),
    *(" carefully", " function", " because", " world", " brown", " ", "true", "\t", "hello", "  ", "zebra"),
    *("    ", "quick", "        ", "return", "?"),
)
SAID = " ".join("".join(SAYS).split())
NAME = "tiny (local, toy)"
SYNTAX = "What does the yield keyword do in Python?"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with one finding, and a user who has nothing yet."""
    with tempfile.TemporaryDirectory(prefix="run-") as run:
        monkeypatch.setenv("XDG_RUNTIME_DIR", run)
        for name in ("DATA", "STATE", "CONFIG"):
            (tmp_path / name.lower()).mkdir(mode=0o700)
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
        (tmp_path / "config" / "teach").mkdir(mode=0o700)
        (tmp_path / "config" / "teach" / "config.toml").write_text("[model]\nthreads = 1\n", encoding="utf-8")
        root = tmp_path / "project"
        root.mkdir()
        (root / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
        (root / "a.py").write_text("def two():\n    return 2\n", encoding="utf-8")
        yield root
        with suppress(TeachingError):
            client.stop(place())


def tool(root: Path, name: str, **arguments: Any) -> str:
    async def session() -> Any:
        async with Client(build(root)) as connected:
            return await connected.call_tool(name, arguments)

    reply = anyio.run(session)
    assert not reply.is_error
    return reply.content[0].text


def test_a_question_and_a_review_are_answered_by_the_chosen_file(
    project: Path, make_model: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", "use", str(make_model(Tiny(SAYS)))]) == 0
    # What a language is like stands in no document of the project, so the answer need not name one.
    assert tool(project, "ask_mentor", question=SYNTAX).startswith("".join(SAYS).strip())
    text = tool(project, "review_code")
    assert f"   - Ask: {SAID}\n" in text
    assert f"- Worded by {NAME}.\n" in text
    status = client.status(place())
    assert status is not None
    assert (status["served"], status["failed"]) == (2, 0)
    capsys.readouterr()
    assert main(["ask", SYNTAX, "--root", str(project), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tier"], found["model"], found["cost"], found["route"]) == ("local", NAME, 0.0, "local")
    assert found["fallbacks"] == []


def test_killed_in_mid_answer_the_tool_answers_in_words_within_2_seconds_and_the_next_call_works(
    project: Path, make_model: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["model", "use", str(make_model(Tiny(SAYS, ends=False, context=32768)))]) == 0
    file = Path(os.environ["XDG_CONFIG_HOME"]) / "teach" / "config.toml"
    file.write_text("[model]\nthreads = 1\ncontext = 32768\n", encoding="utf-8")
    # An answer that would take minutes.
    monkeypatch.setitem(level._MANNERS, "new", ("", 8000))
    replies: list[tuple[str, float]] = []

    def ask() -> None:
        text = tool(project, "ask_mentor", question="How long may a function be?")
        replies.append((text, time.monotonic()))

    asking = threading.Thread(target=ask)
    asking.start()
    until(lambda: (client.status(place()) or {}).get("state") == "answering", "it answers")
    status = client.status(place())
    assert status is not None
    os.kill(status["pid"], signal.SIGKILL)
    killed = time.monotonic()
    asking.join(60)
    ((text, answered),) = replies
    assert answered - killed < 2
    assert "`CLAUDE.md:4` “Keep functions at most 1 lines long”" in text
    assert f"{NAME} did not answer: the local model's process died while it answered" in text
    assert "(tier host)" in text  # and what it stands on is there, with nothing to wait for
    monkeypatch.setitem(level._MANNERS, "new", ("", 2))
    assert f"Answered by {NAME} (tier local)" in tool(project, "ask_mentor", question="And now?")
