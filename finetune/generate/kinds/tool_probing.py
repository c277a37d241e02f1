"""Starts servers out of files, and calls their tools in memory: a program, `python -m … < tools.json`."""

import asyncio
import importlib.util
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcp import Client
from mcp_types import TextContent


async def probed(file: Path, tool: str, cases: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the server lists of a tool, and which calls gave what they should."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right = 0
    async with Client(module.mcp) as client:
        listed = {one.name: one for one in (await client.list_tools()).tools}
        for arguments, wanted in cases:
            reply = await client.call_tool(tool, json.loads(arguments))
            text = "".join(one.text for one in reply.content if isinstance(one, TextContent))
            error, _, words = wanted.partition("error: ")
            right += (words in text) if words and reply.is_error else (not words and text == error)
    schema = listed[tool].input_schema
    return {
        "description": listed[tool].description,
        "properties": sorted(schema["properties"]),
        "required": sorted(schema.get("required", [])),
        "described": all("description" in one for one in schema["properties"].values()),
        "right": right,
    }


async def _all(asked: Sequence[tuple[str, str, list[tuple[str, str]]]]) -> list[dict[str, Any]]:
    return [await probed(Path.cwd() / file, tool, cases) for file, tool, cases in asked]


def main() -> int:
    """Reads files, tools and cases from standard input, and writes what came out."""
    # A traceback in colours for each call that fails takes longer than all calls.
    logging.disable(logging.CRITICAL)
    sys.stdout.write(f"\n{json.dumps(asyncio.run(_all(json.load(sys.stdin))))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
