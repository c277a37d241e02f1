"""What our server's tools say in small projects: every call is validated by its contract, and played."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from finetune.generate import play
from finetune.generate.kinds.tooling import Item
from finetune.generate.model import Wrong, require
from finetune.generate.proofs import Facts, Job
from teaching.contracts.tools import TOOL_CONTRACTS

Call = tuple[str, dict[str, Any]]
_MODULE = "finetune.generate.kinds.tool_calling"
_CONTRACTS = {contract.name: contract for contract in TOOL_CONTRACTS}


def files_of(item: Item) -> dict[str, str]:
    """The project, with its tests still to be written."""
    identifier, title, accepted, command = item["task"]
    done, done_title = item["done"]
    rules = "\n".join(f"- {rule}" for rule in item["rules"])
    claude = (
        f"# Project: {item['name']}\n\n## Training Protocol\n- **Output Style:** Learning (use TODO(human) markers)\n"
    )
    roadmap = (
        f"# Roadmap\n\n## First\n- [x] {done_title} <!-- id: {done} -->\n- [ ] {title} <!-- id: {identifier} -->\n"
        f"  - Acceptance: {accepted}\n  - files: `{item['file']}`\n  - verify: `{command}`\n"
    )
    claude += f"\n## Architectural Standards\n{rules}\n\n## Common Commands\n- test: `python -m unittest`\n"
    return {
        "CLAUDE.md": claude,
        "ROADMAP.md": roadmap,
        item["file"]: item["code"].lstrip("\n"),
        f"{item['file'].split('/')[0]}/__init__.py": "",
    }


def marker_of(item: Item) -> int:
    """The line of the open marker."""
    lines = files_of(item)[item["file"]].splitlines()
    return next(number for number, line in enumerate(lines, 1) if "TODO(human)" in line)


def calls_of(item: Item) -> dict[str, Call]:
    """The call of each form."""
    task = item["task"][0]
    folder = item["file"].split("/")[0]
    return {
        "status": ("roadmap_status", {}),
        "review": ("review_code", {"path": folder, "scope": "all"}),
        "hint": ("give_hint", {"target": f"{item['file']}:{marker_of(item)}"}),
        "verify": ("verify_task", {"task": task}),
        "ask": ("ask_mentor", {"question": item["question"]}),
        "wrong-name": ("review_code", {"file": item["file"], "scope": "all"}),
        "wrong-value": ("give_hint", {"target": task, "level": 7}),
        "missing": ("verify_task", {}),
    }


def mended(item: Item, form: str) -> Call:
    """The call of a form, put right where the form is a wrong one."""
    task = item["task"][0]
    right: dict[str, Call] = {
        "wrong-name": ("review_code", {"path": item["file"], "scope": "all"}),
        "wrong-value": ("give_hint", {"target": task}),
        "missing": ("verify_task", {"task": task}),
    }
    return right.get(form) or calls_of(item)[form]


def job_of(projects: Sequence[Item]) -> Job:
    """All calls of all projects, in one process: starting the server is what takes time."""
    files = {item["name"]: files_of(item) for item in projects}
    calls = {item["name"]: calls_of(item) for item in projects}
    inputs = {"files": json.dumps(files, sort_keys=True), "calls": json.dumps(calls, sort_keys=True)}
    return Job("tool-call", inputs, run, code=("mcp_server", "teaching", _MODULE))


def run(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """Plays the calls.

    Raises:
        Wrong: the server did not come up.
    """
    calls: dict[str, dict[str, Call]] = json.loads(inputs["calls"])
    for name, files in json.loads(inputs["files"]).items():
        play.lay(folder / name, files)
        play.play(folder / name, ["git", "init", "--quiet", "--template="])
    asked = {name: [forms[form] for form in sorted(forms)] for name, forms in calls.items()}
    played = play.play(folder, ["python", "-m", _MODULE], stdin=json.dumps(asked))
    line = next((line for line in played.said.splitlines() if line.startswith("{")), "")
    require(not played.exit and line, f"the server did not answer: {played.said[-300:]}")
    replies = json.loads(line)
    return {name: dict(zip(sorted(forms), replies[name], strict=True)) for name, forms in calls.items()}


def validated(text: str) -> Call:
    """A call as an answer spells it, held to the contract of its tool.

    Raises:
        Wrong: no such tool, or arguments that it does not take.
    """
    try:
        call = json.loads(text)
    except ValueError as error:
        raise Wrong("the call is no JSON") from error
    require(isinstance(call, dict) and set(call) == {"tool", "arguments"}, "a call has a tool and arguments")
    contract = _CONTRACTS.get(call["tool"])
    require(contract, f"there is no tool {call['tool']}")
    try:
        if contract:
            contract.arguments.model_validate(call["arguments"])
    except ValueError as error:
        raise Wrong(f"{call['tool']} does not take these arguments") from error
    return call["tool"], call["arguments"]


def finding_of(text: str) -> dict[str, str]:
    """The first finding of a review."""
    head = re.search(r"^1\. \*\*\w+\*\* `([^`]+:\d+)`", text, re.MULTILINE)
    rule = re.search(r"Rule \((CLAUDE\.md:\d+)\): “([^”]+)”", text)
    count = re.search(r"^(\d+) finding", text, re.MULTILINE)
    if not (head and rule and count):
        return {}
    return {"place": head[1], "rule_place": rule[1], "rule": rule[2], "count": count[1]}
