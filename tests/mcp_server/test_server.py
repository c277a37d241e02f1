"""The MCP server through an in-memory client: what is listed, what a call answers, and how errors read."""

import itertools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import anyio
import anyio.to_thread
import pytest
from mcp import Client, MCPError

from mcp_server import server
from mcp_server.calls import Call
from mcp_server.server import TOOLS, build, project_root
from teaching.contracts.tools import TOOL_CONTRACTS
from teaching.errors import BadInputError

CLAUDE_MD = """\
# Project: Shop
- **Output Style:** Learning (use TODO(human) markers)
## Architectural Standards
- Functions are at most 3 lines long
- Names say what they mean
"""
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (tmp_path / "shop.py").write_text(LONG, encoding="utf-8")
    return tmp_path


def call(root: Path, name: str, arguments: dict[str, Any], mode: Literal["auto", "legacy"] = "auto") -> Any:
    async def main() -> Any:
        async with Client(build(root), mode=mode) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(main)


def text_of(result: Any) -> str:
    return "\n".join(block.text for block in result.content)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_review_answers_in_prose_alone_in_both_protocol_eras(project: Path, mode: Literal["auto", "legacy"]) -> None:
    result = call(project, "review_code", {}, mode)
    assert not result.is_error
    # Claude Code shows its model only the structured part where there is one, so there must be none.
    assert result.structured_content is None
    text = text_of(result)
    assert "`shop.py:1`" in text
    assert "CLAUDE.md:4" in text
    assert "“Functions are at most 3 lines long”" in text
    assert "?" in text


def test_every_tool_of_the_table_is_listed_with_its_words_and_all_four_annotations(project: Path) -> None:
    async def main() -> Any:
        async with Client(build(project)) as client:
            return await client.list_tools()

    listed = {tool.name: tool for tool in anyio.run(main).tools}
    assert list(listed) == [row.contract.name for row in TOOLS] == [contract.name for contract in TOOL_CONTRACTS]
    for contract in TOOL_CONTRACTS:
        tool = listed[contract.name]
        assert tool.description == contract.description
        assert len(contract.description) <= 2048
        assert tool.output_schema is None
        assert set(tool.input_schema["properties"]) == set(contract.arguments.model_fields)
        assert all(schema.get("description") for schema in tool.input_schema["properties"].values())
        notes = tool.annotations
        hints = (notes.read_only_hint, notes.destructive_hint, notes.idempotent_hint, notes.open_world_hint)
        assert None not in hints


def test_the_tool_list_stays_small(project: Path) -> None:
    async def main() -> Any:
        async with Client(build(project)) as client:
            return await client.list_tools()

    listing = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in anyio.run(main).tools])
    # About four characters a token; eight tools may cost 2,500 tokens.
    assert len(listing) / 4 <= 2500 / 8 * len(TOOLS) * 1.5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"path": "../outside"}, "root"),
        ({"path": "/etc/passwd"}, "root"),
        ({"path": "missing.py"}, "missing.py"),
        ({"scope": "HEAD~1"}, "not a git repository"),
        ({"max_findings": -1}, "max_findings"),
        ({"max_findings": "many"}, "It takes: path, scope, max_findings"),
        ({"file": "shop.py"}, "It takes: path, scope, max_findings"),
    ],
)
def test_an_error_reaches_the_model_with_the_next_move(project: Path, arguments: dict[str, Any], says: str) -> None:
    result = call(project, "review_code", arguments)
    assert result.is_error
    assert says in text_of(result)
    assert str(project) not in text_of(result)


def test_an_unknown_tool_is_an_invalid_request(project: Path) -> None:
    async def main() -> int:
        async with Client(build(project)) as client:
            with pytest.raises(MCPError) as caught:
                await client.call_tool("rewrite_code", {})
            return caught.value.error.code

    assert anyio.run(main) == -32602


def test_what_the_repository_says_cannot_steer_a_terminal(project: Path) -> None:
    (project / "CLAUDE.md").write_text("- Functions are at most 3 lines \x1b[31m\u202elong\n", encoding="utf-8")
    text = text_of(call(project, "review_code", {}))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_progress_is_reported_to_a_client_that_asks(project: Path) -> None:
    seen: list[tuple[float, str | None]] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, message))

    async def main() -> None:
        async with Client(build(project)) as client:
            await client.call_tool("review_code", {}, progress_callback=on_progress)

    anyio.run(main)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len(seen) >= 3


def test_two_reviews_at_once_do_not_disturb_each_other(project: Path) -> None:
    async def main() -> list[str]:
        answers: list[str] = []
        async with Client(build(project)) as client:

            async def one() -> None:
                answers.append(text_of(await client.call_tool("review_code", {})))

            async with anyio.create_task_group() as group:
                for _ in range(4):
                    group.start_soon(one)
        return answers

    assert len(set(anyio.run(main))) == 1


def test_the_root_is_the_flag_then_claude_codes_variable_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    assert project_root() == tmp_path.resolve()
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(tmp_path / "a"))
    assert project_root() == (tmp_path / "a").resolve()
    assert project_root(str(tmp_path)) == tmp_path.resolve()
    with pytest.raises(BadInputError, match="--root"):
        project_root("nowhere")


def test_listing_tools_imports_nothing_heavy(project: Path, run_python: Callable[..., str]) -> None:
    code = (
        "import anyio, sys, pathlib\n"
        "from mcp import Client\n"
        "from mcp_server.server import build\n"
        "async def main():\n"
        "    async with Client(build(pathlib.Path('.'))) as client:\n"
        "        await client.list_tools()\n"
        "anyio.run(main)\n"
        "heavy = {'torch', 'transformers', 'llama_cpp', 'anthropic', 'git', 'jinja2', 'ast_grep_py', 'markdown_it',\n"
        "         'yaml', 'teaching.review.review'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    assert run_python("-c", code).strip() == "[]"


def test_a_call_that_is_taken_back_stops_working(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, ended = threading.Event(), threading.Event()

    def endless(arguments: object, call: Call) -> str:
        started.set()
        try:
            for step in itertools.count():
                call.progress(step, step + 1, "still at it")
        finally:
            ended.set()
        raise AssertionError("never reached")

    monkeypatch.setattr(server, "load", lambda target: endless)

    async def main() -> None:
        async with Client(build(project)) as client, anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "review_code", {})
            await anyio.to_thread.run_sync(started.wait, 30)
            group.cancel_scope.cancel()

    anyio.run(main)
    assert ended.wait(30)
