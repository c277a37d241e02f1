"""Calls our own server's tools in memory, in the projects of this folder: a program, `python -m … < calls.json`."""

import asyncio
import json
import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcp import Client
from mcp_types import TextContent

from mcp_server.server import build

_PROGRAM = re.compile(r"\S*\bbin/teach\b")


async def called(root: Path, calls: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Every reply in its order: whether it is an error, and its text as everybody has to type it."""
    found: list[dict[str, Any]] = []
    async with Client(build(root)) as client:
        for name, arguments in calls:
            reply = await client.call_tool(name, arguments)
            text = "".join(one.text for one in reply.content if isinstance(one, TextContent))
            found.append({"error": bool(reply.is_error), "text": _PROGRAM.sub("teach", text)})
    return found


async def _all(projects: dict[str, list[tuple[str, dict[str, Any]]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: await called(Path.cwd() / name, calls) for name, calls in projects.items()}


def main() -> int:
    """Reads the calls of each project from standard input, and writes the replies to standard output."""
    # A traceback in colours for each call that fails takes longer than all calls.
    logging.disable(logging.CRITICAL)
    sys.stdout.write(f"\n{json.dumps(asyncio.run(_all(json.load(sys.stdin))))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
