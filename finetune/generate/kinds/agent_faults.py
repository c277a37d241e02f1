"""One mistake in a sub-agent's file, of those that the linter finds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from finetune.generate.kinds.tooling import only_problem
from teaching.commands.report import Problem


@dataclass(frozen=True, slots=True)
class Slip:
    """An agent with one mistake in it.

    Attributes:
        bad: what stands there; good: what should, where it is a matter of spelling.
    """

    name: str
    text: str
    bad: str
    good: str = ""

    @property
    def path(self) -> str:
        """Where a project has it."""
        return f".claude/agents/{self.name}.md"

    @property
    def problem(self) -> Problem | None:
        """What the linter says, where it says one thing only."""
        return only_problem(self.text, self.path, "agent")


def _tools(name: str, text: str, chance: Random) -> Slip:
    bad = chance.choice(("allowed-tools", "tool", "toolls", "Tools"))
    return Slip(name, re.sub(r"^tools:", f"{bad}:", text, count=1, flags=re.MULTILINE), bad, "tools")


def _tool(name: str, text: str, chance: Random) -> Slip:
    found = re.search(r"^tools: (.*)$", text, re.MULTILINE)
    known = [one for one in ("Grep", "Glob", "Bash", "Read") if found and one in found[1]]
    good = chance.choice(known) if known else "Read"
    bad = {"Grep": "Greb", "Glob": "glob", "Bash": "bash", "Read": "read"}[good]
    return Slip(name, re.sub(rf"(^tools: .*?\b){good}\b", rf"\g<1>{bad}", text, count=1, flags=re.MULTILINE), bad, good)


def _model(name: str, text: str, chance: Random) -> Slip:
    bad = chance.choice(("small", "gpt-4o-mini", "fast", "cheapest", "llama-8b", "haiku-fast"))
    without = re.sub(r"^model: .*\n", "", text, count=1, flags=re.MULTILINE)
    return Slip(name, re.sub(r"^(tools: .*)$", rf"\1\nmodel: {bad}", without, count=1, flags=re.MULTILINE), bad)


def _nodesc(name: str, text: str, chance: Random) -> Slip:
    return Slip(name, re.sub(r"^description: .*\n", "", text, count=1, flags=re.MULTILINE), "description")


def _differs(name: str, text: str, chance: Random) -> Slip:
    first, _, second = name.partition("-")
    bad = chance.choice((f"{second}-{first}", f"my-{second}", f"{name}-2", second))
    return Slip(name, text.replace(f"name: {name}", f"name: {bad}", 1), bad)


def _duplicate(name: str, text: str, chance: Random) -> Slip:
    line = chance.choice(("description: Helps.", "description: To be written.", "description: An agent."))
    return Slip(name, re.sub(r"\n---\n", f"\n{line}\n---\n", text, count=1), "description")


def _effort(name: str, text: str, chance: Random) -> Slip:
    bad = chance.choice(("extreme", "hard", "ultra", "normal", "think"))
    return Slip(name, re.sub(r"^(tools: .*)$", rf"\1\neffort: {bad}", text, count=1, flags=re.MULTILINE), bad)


def _denied(name: str, text: str, chance: Random) -> Slip:
    line = chance.choice(("disallowed-tools: Write", "disallowed-tools: Edit, Write", "disallowed-tools: WebFetch"))
    new = re.sub(r"^(tools: .*)$", rf"\1\n{line}", text, count=1, flags=re.MULTILINE)
    return Slip(name, new, "disallowed-tools", "disallowedTools")


HOWS: Mapping[str, Callable[[str, str, Random], Slip]] = {
    "tools": _tools,
    "tool": _tool,
    "model": _model,
    "nodesc": _nodesc,
    "differs": _differs,
    "duplicate": _duplicate,
    "effort": _effort,
    "denied": _denied,
}
