"""`teach scaffold` and `scaffold_task`: the same engine behind a terminal and behind an MCP client."""

import json
import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp import Client
from mcp_types import ElicitResult

from mcp_server.cli import main
from mcp_server.server import build
from teaching.verification import sandbox
from tests.teaching.scaffolds.strangers import FILLED, GOOD, changed

ROADMAP = "- [ ] Issue and check access tokens <!-- id: auth-access -->\n- [ ] Count <!-- id: basket -->\n"
YES = ElicitResult(action="accept", content={"run_it": True, "remember": False})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    (tmp_path / "shop.py").write_text("X = 1\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text("", encoding="utf-8")
    return tmp_path


def call(root: Path, arguments: dict[str, Any], answer: ElicitResult | None = None) -> tuple[bool, str, list[str]]:
    """Whether it is an error, what is said, and what a person was asked."""
    asked: list[str] = []

    async def person(context: Any, params: Any) -> ElicitResult:
        asked.append(params.message)
        assert answer is not None
        return answer

    async def run() -> Any:
        async with Client(build(root), elicitation_callback=person if answer is not None else None) as client:
            return await client.call_tool("scaffold_task", arguments)

    result = anyio.run(run)
    return bool(result.is_error), result.content[0].text, asked


def test_the_command_shows_the_plan_and_writes_on_request(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(project)]
    assert main(["scaffold", "auth-access", *root]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "**Issue and check access tokens** [auth-access], python, from the component access-tokens\n"
    )
    assert "Nothing is written yet." in said
    assert "- tests/test_tokens.py (tests, red until the cores are written)" in said
    assert not (project / "tests").exists()
    assert main(["scaffold", "auth-access", "--write", *root]) == 0
    said = capsys.readouterr().out
    assert "Its tests are red now: `python -m pytest tests/test_tokens.py`." in said
    assert "teach verify auth-access" in said
    assert (project / "tests/test_tokens.py").exists()


def test_json_has_the_files_and_no_solution(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scaffold", "auth-access", "--format", "json", "--root", str(project)]) == 0
    text = capsys.readouterr().out
    found = json.loads(text)
    assert (found["task"], found["component"], found["written"]) == ("auth-access", "access-tokens", False)
    assert [file["role"] for file in found["files"]] == ["source", "test"]
    assert len(found["open"]) == 3
    assert "compare_digest(" not in text


def test_an_unknown_task_ends_with_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scaffold", "nonsense", "--root", str(project)]) == 2
    assert "The nearest" in capsys.readouterr().err


def test_a_folder_of_files_is_judged(project: Path, tmp_path_factory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder: Path = tmp_path_factory.mktemp("mine")
    for path, text in changed(source=FILLED).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assert main(["scaffold", "basket", "--files", str(folder), "--write", "--root", str(project)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Refused, 1 thing to mend:\n- basket.py:12 [core] count, the core behind this marker")
    assert not (project / "basket.py").exists()


def test_files_can_be_piped_as_json(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for piped, code in ((json.dumps(changed(source=FILLED)), 1), ("no JSON", 2), ('{"a": 1}', 2)):
        monkeypatch.setattr("sys.stdin", StringIO(piped))
        assert main(["scaffold", "basket", "--files", "-", "--format", "json", "--root", str(project)]) == code
        printed = capsys.readouterr()
        if code == 1:
            assert json.loads(printed.out)["problems"][0]["rule"] == "core"
        else:
            assert "pipe an object of texts by path" in printed.err


def test_the_tool_shows_then_writes(project: Path) -> None:
    error, shown, _ = call(project, {"task": "auth-access"})
    assert not error
    assert "Show this plan, and pass `write`" in shown
    error, written, _ = call(project, {"task": "auth-access", "write": True})
    assert not error
    assert "- src/" not in shown
    assert "tokens.py:" in written
    assert (project / "tokens.py").exists()


def test_a_reply_is_short(project: Path) -> None:
    for task in ("auth-access", "a websocket client", "rate limiter"):
        assert len(call(project, {"task": task})[1]) < 1600


def test_the_tool_refuses_what_may_not_be_written(project: Path) -> None:
    error, said, asked = call(project, {"task": "basket", "files": changed(source=FILLED), "write": True}, YES)
    assert error
    assert "nothing was written" in said
    assert "basket.py:12 [core]" in said
    assert asked == []


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_a_person_lets_the_tests_of_a_scaffold_run(
    project: Path, action: Literal["accept", "decline"], require_part: Callable[[object, str], None]
) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    answer = YES if action == "accept" else ElicitResult(action="decline")
    error, said, asked = call(project, {"task": "basket", "files": dict(GOOD), "write": True}, answer)
    assert len(asked) == 1
    assert "a copy of" in asked[0]
    assert "python -m pytest" in asked[0]
    assert error == (action == "decline")
    assert ("Accepted: 1 test is red" in said) == (action == "accept")
    assert (project / "basket.py").exists() == (action == "accept")
