"""What expressions give when they are executed with a piece of code, as Python or Node prints it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from finetune.generate.model import Check, require
from finetune.generate.play import lay, play
from finetune.generate.proofs import Job
from teaching.errors import BadInputError

_PYTHON: Final = """import json
from {module} import {names}

for one in ({calls},):
    try:
        print(json.dumps(repr(one())))
    except Exception as error:
        print(json.dumps(f"{{type(error).__name__}}: {{error}}"))
"""
_NODE: Final = """import {{ {names} }} from "./{path}";
import {{ inspect }} from "node:util";

for (const one of [{calls}]) {{
  try {{
    console.log(JSON.stringify(inspect(one(), {{ breakLength: Infinity, depth: 6 }})));
  }} catch (error) {{
    console.log(JSON.stringify(`${{error.name}}: ${{error.message}}`));
  }}
}}
"""


def job(kind: str, path: str, code: str, names: str, calls: Sequence[str]) -> Job:
    """Executes calls of a file's functions, one after the other in one process.

    Args:
        names: what is imported from the file, with commas.
    """
    inputs = {"path": path, "code": code, "names": names, "calls": json.dumps(list(calls))}
    return Job(kind, inputs, valued, uses=("python",) if path.endswith(".py") else ("node",))


def valued(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """What every call gives, or the error that it raises.

    Raises:
        BadInputError: the program around them broke, or what it printed has a time in it.
    """
    path, calls = inputs["path"], json.loads(inputs["calls"])
    lay(folder, {path: inputs["code"]})
    if path.endswith(".py"):
        spelled = ", ".join(f"lambda: {call}" for call in calls)
        module = path.removesuffix(".py").replace("/", ".")
        lay(folder, {"ask.py": _PYTHON.format(module=module, names=inputs["names"], calls=spelled)})
        done = play(folder, ["python", "ask.py"])
    else:
        spelled = ", ".join(f"() => ({call})" for call in calls)
        lay(folder, {"ask.mjs": _NODE.format(path=path, names=inputs["names"], calls=spelled)})
        done = play(folder, ["node", "ask.mjs"])
    said = [line for line in done.said.splitlines() if line.startswith('"')]
    if done.exit or len(said) != len(calls) or "… s" in done.said:
        raise BadInputError(f"{path}: {len(said)} of {len(calls)} calls were answered: {done.said[-300:]}")
    return {"values": [json.loads(line) for line in said]}


def as_executed(pairs: Sequence[tuple[str, str]]) -> Check:
    """That an answer which names one of these calls, as code, gives the value that came out."""

    def verdict(output: str) -> str:
        named = [(call, value) for call, value in pairs if f"`{call}`" in output]
        wrong = [call for call, value in named if f"`{value}`" not in output]
        require(not wrong, f"{wrong[0] if wrong else ''} does not give that")
        return f"{len(named)} values"

    return Check("as-executed", verdict)
