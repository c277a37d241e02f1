"""The server as a process on standard input and output: what `teach serve` is to a client."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

MODES: tuple[Literal["auto", "legacy"], ...] = ("auto", "legacy")


@pytest.mark.parametrize("mode", MODES)
def test_a_client_starts_it_asks_and_gets_a_review(
    tmp_path: Path, mode: Literal["auto", "legacy"], outer_environment: dict[str, str]
) -> None:
    (tmp_path / "CLAUDE.md").write_text("- Functions are at most 2 lines long\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("def f():\n    a = 1\n    return a\n", encoding="utf-8")
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "mcp_server", "serve"],
        env={"CLAUDE_PROJECT_DIR": str(tmp_path), "PATH": outer_environment["PATH"]},
        cwd=tmp_path,
    )

    async def main() -> Any:
        async with Client(stdio_client(server), mode=mode) as client:
            return await client.call_tool("review_code", {})

    result = anyio.run(main)
    assert "`a.py:1`" in result.content[0].text


def test_python_m_mcp_server_is_the_teach_command(run_python: Callable[..., str]) -> None:
    assert run_python("-m", "mcp_server", "--version").startswith("teach ")
