"""Reviews a student's submission through the MCP server, over standard input and output, as Claude Code would.

Run by `make demo`. The submission is copied to a temporary folder first, as a repository of its own would be.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from rich.console import Console
from rich.markdown import Markdown

HERE = Path(__file__).resolve().parent


async def reviewed(project: Path) -> str:
    """The text that the server's `review_code` answers for a project."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "mcp_server", "serve"],
        env={**os.environ, "CLAUDE_PROJECT_DIR": str(project)},
    )
    async with Client(stdio_client(server)) as client:
        result = await client.call_tool("review_code", {"max_findings": 0})
    return "\n".join(block.text for block in result.content if block.type == "text")


def main() -> int:
    """Prints the review and how long it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="teach-demo-") as folder:
        project = Path(folder) / "weather-station"
        shutil.copytree(HERE / "submission", project)
        text = asyncio.run(reviewed(project))
    console = Console()
    console.print(Markdown(text))
    console.print(f"\nServer started, asked and answered in {time.perf_counter() - started:.1f} s.", style="dim")
    console.print("Try it on your own project: [bold].venv/bin/teach review PATH[/bold]")
    return 0 if "finding" in text else 1


if __name__ == "__main__":
    sys.exit(main())
