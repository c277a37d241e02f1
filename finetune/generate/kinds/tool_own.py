"""Tools of one's own: the frame is listed with its schema and red, and green once the hidden core is written."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from finetune.generate import play
from finetune.generate.bank import Register
from finetune.generate.checking import fenced, leaves_core
from finetune.generate.kinds.tooling import Item, listed, told
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice

_MODULE = "finetune.generate.kinds.tool_probing"


def frame_of(item: Item, body: str = "") -> str:
    """The server's file, its core open, or with a body in its place."""
    params = [f'{name}: Annotated[{kind}, Field(description="{about}")]' for name, kind, about in item["params"]]
    inside = ",\n    ".join(params)
    doc = textwrap.fill(item["doc"], 100, initial_indent='    """', subsequent_indent="    ")
    # A docstring of several lines ends on a line of its own.
    doc += '"""' if "\n" not in doc else '\n    """'
    core = body.strip("\n") or f"    # TODO(human): {item['todo']}\n    raise NotImplementedError"
    return (
        "from typing import Annotated\n\nfrom mcp.server.mcpserver import MCPServer\n"
        "from mcp.server.mcpserver.exceptions import ToolError\nfrom pydantic import Field\n\n"
        f'mcp = MCPServer("{item["server"]}")\n{item["data"]}\n\n\n'
        f"@mcp.tool(structured_output=False)\ndef {item['name']}(\n    {inside},\n) -> str:\n{doc}\n{core}\n"
    )


def job_of(tools: Sequence[Item]) -> Job:
    """All of them in one process."""
    files = {f"{item['name']}_open.py": frame_of(item) for item in tools}
    files |= {f"{item['name']}_done.py": frame_of(item, item["body"]) for item in tools}
    asked = [
        (f"{item['name']}_{state}.py", item["name"], item["cases"]) for item in tools for state in ("open", "done")
    ]
    inputs = {"files": json.dumps(files, sort_keys=True), "asked": json.dumps(asked)}
    return Job("tool-own", inputs, run, code=(_MODULE,))


def run(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """Plays the servers.

    Raises:
        Wrong: one of them did not come up.
    """
    play.lay(folder, json.loads(inputs["files"]))
    asked = json.loads(inputs["asked"])
    played = play.play(folder, ["python", "-m", _MODULE], stdin=json.dumps(asked))
    line = next((line for line in played.said.splitlines() if line.startswith("[{")), "")
    require(not played.exit and line, f"a server did not answer: {played.said[-300:]}")
    return {file.removesuffix(".py"): found for (file, _, _), found in zip(asked, json.loads(line), strict=True)}


def candidate(found: Facts, voice: Voice, item: Item, to: Register, *, whole: bool) -> Candidate:
    """An example of one tool, with its whole file or from its decorator on."""
    first, done = found[f"{item['name']}_open"], found[f"{item['name']}_done"]
    cases = len(item["cases"])
    require(done["right"] == cases, f"{item['name']} is right in {done['right']} of {cases} cases")
    require(not first["right"], f"{item['name']} is green with its core open")
    require(first["described"] and first["required"] == first["properties"], "its schema is not described")
    code = frame_of(item) if whole else frame_of(item)[frame_of(item).index("@mcp.tool") :]
    names = listed([f"`{name}`" for name, _, _ in item["params"]])
    facts = {
        "tool": item["name"],
        "code": f"```python\n{code}```",
        "schema": names
        + ("", " as its one required argument", ", both required", ", all required")[len(item["params"])],
        "left": item["left"],
        "server": item["server"],
        "guard": item["guard"],
        "why": item["why"],
        "ask": item["ask"],
    }
    return Candidate(
        instruction=told(item, "wants", to),
        input="",
        output=voice.say("own" if whole else "own_part", to, facts),
        language="python",
        about={"tool": item["name"], "form": "own"},
        checks=(
            Check("frame-runs", partial(_runs, first, item)),
            leaves_core(),
        ),
        audience=to,
        secret=(item["body"].strip(),),
    )


def _runs(first: Facts, item: Item, answer: str) -> str:
    code = fenced(answer)
    begins = code.startswith(("from typing", "@mcp.tool"))
    require(code and begins and frame_of(item).endswith(code), "it is not the frame that was started")
    require(first["right"] == 0, "it is green with its core open")
    return f"listed with {', '.join(first['properties'])}; red"
