"""`teach hook said`: what Claude's last message gave away is recorded as shown by chat, and the user is told."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mcp_server.entry import main
from teaching.contracts.exercises import Exemplar
from teaching.exemplars.store import keep
from teaching.learning import record

SOLUTION = """\
def total(prices: list[int], most: int) -> int:
    found = 0
    for price in prices:
        if price < 0:
            raise ValueError(price)
        found += min(price, most)
    return found
"""
STUB = """\
def total(prices: list[int], most: int) -> int:
    # TODO(human)[sum]: add the prices up
    raise NotImplementedError("TODO(human): total")
"""
MENTOR = "# Shop\n\n## Training Protocol\n- **Output Style:** Learning\n"
Say = Callable[[str], str]


@pytest.fixture
def shop(make_repo: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    root = make_repo({"CLAUDE.md": MENTOR, "basket.py": STUB}, name="shop").root
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(root))
    keep(root, [Exemplar(path="basket.py", symbol="total", language="python", text=SOLUTION, task="sum")])
    return root


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    def run(message: str) -> str:
        event = json.dumps({"hook_event_name": "Stop", "last_assistant_message": message})
        stream = SimpleNamespace(buffer=io.BytesIO(event.encode()), isatty=lambda: False)
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["hook", "said"]) == 0
        return capsys.readouterr().out

    return run


def test_a_solution_in_the_chat_is_recorded_and_said(shop: Path, say: Say) -> None:
    out = say(f"Here you are:\n\n```python\n{SOLUTION}```\n")
    assert "gave away the core of basket.py total" in json.loads(out)["systemMessage"]
    assert [(key, one.by) for key, one in record.read(shop).shown.items()] == [("basket.py::total", "chat")]
    assert "for price" not in out


def test_a_question_is_nothing(shop: Path, say: Say) -> None:
    assert say("What would an empty list give, and why?") == ""
    assert record.read(shop).shown == {}


def test_a_colleague_may_show_it(shop: Path, say: Say) -> None:
    (shop / "CLAUDE.md").write_text("# Shop\n", encoding="utf-8")
    assert say(f"```python\n{SOLUTION}```\n") == ""
    assert record.read(shop).shown == {}


def test_an_error_ends_well(shop: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(root: Path, message: str) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr("mcp_server.said.seen", broken)
    assert say(SOLUTION) == ""
