"""A student's first task through the MCP server of an installed wheel: begun, reviewed, a hint, written, proved, next.

Needs bubblewrap.
What the student writes is the exemplar of task 1. Not covered: making the student's own environment, which needs a
network; the packages that the project imports are those of the test's.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from teaching.verification import sandbox

ROOT = Path(__file__).resolve().parents[2]
SOLVED = ROOT / "curriculum/news-aggregator/.meta/exemplar/src/news_aggregator/sources.py"
FIRST = "sources-load"
Step = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, as pip unpacks it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, timeout=120, check=True)
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder / "site"), str(wheel)], capture_output=True, timeout=120, check=True)
    return folder / "site"


@pytest.fixture
def ask(installed: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """Calls tools of a server of the wheel in a folder, one after the other; each reply as text."""
    home = tmp_path / "home"
    home.mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run(folder: Path, *steps: Step) -> list[str]:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "mcp_server", "serve"],
            env={"CLAUDE_PROJECT_DIR": str(folder), "HOME": str(home), "PATH": path, "PYTHONPATH": str(installed)},
            cwd=folder,
        )

        async def main() -> list[str]:
            async with Client(stdio_client(server)) as client:
                replies = [await client.call_tool(name, arguments) for name, arguments in steps]
                assert not any(reply.is_error for reply in replies), replies
                return [reply.content[0].text for reply in replies]  # pyright: ignore[reportAttributeAccessIssue]

        return anyio.run(main)

    return run


def test_the_first_task_is_begun_written_and_proved(
    ask: Callable[..., list[str]], tmp_path: Path, require_part: Callable[[object, str], None]
) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    work = tmp_path / "work"
    work.mkdir()
    offered, begun = ask(
        work, ("start_project", {}), ("start_project", {"slug": "news-aggregator", "directory": "news"})
    )
    assert "news-aggregator" in offered
    assert "14 tasks" in offered
    assert "task 1 is in progress" in begun
    news = work / "news"

    review, held, hint = ask(
        news,
        ("review_code", {"scope": "all"}),
        ("verify_task", {"task": FIRST}),
        ("give_hint", {"target": FIRST}),
    )
    assert "No finding" in review or "no finding" in review
    assert f"{FIRST}: not ticked, its TODO(human) is open" in held
    assert "Hint 1 of 4, question" in hint

    (news / "src/news_aggregator/sources.py").write_bytes(SOLVED.read_bytes())
    proved, where = ask(news, ("verify_task", {"task": FIRST}), ("roadmap_status", {}))
    assert proved.startswith(f"## {FIRST}: verified and ticked")
    assert "`rate-limit`" in proved
    assert "1 of 14 tasks proved" in where
    assert f"<!-- id: {FIRST} -->" in (news / "ROADMAP.md").read_text(encoding="utf-8")
    assert "[x] Read the list of sources" in (news / "ROADMAP.md").read_text(encoding="utf-8")
