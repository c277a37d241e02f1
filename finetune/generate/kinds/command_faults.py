"""One mistake in a slash command, of those that the linter finds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from finetune.generate.kinds.tooling import only_problem
from teaching.commands.report import Problem


@dataclass(frozen=True, slots=True)
class Slip:
    """A command with one mistake in it.

    Attributes:
        good: how it is spelt, where it is a matter of spelling.
    """

    how: str
    name: str
    text: str
    good: str = ""

    @property
    def path(self) -> str:
        """Where a project has it."""
        return f".claude/commands/{self.name}.md"

    @property
    def problem(self) -> Problem | None:
        """What the linter says, where it says one thing only."""
        return only_problem(self.text, self.path, "command")


def _key(name: str, text: str, hint: str, chance: Random) -> Slip:
    bad = chance.choice(("allowed_tools", "alowed-tools", "allowed-tool", "allow-tools", "allowedtools"))
    return Slip("key", name, text.replace("allowed-tools:", f"{bad}:", 1), "allowed-tools")


def _hint(name: str, text: str, hint: str, chance: Random) -> Slip:
    bad = chance.choice(("argument_hint", "arguments-hint", "argument-hints", "argumenthint"))
    return Slip("hintkey", name, text.replace("argument-hint:", f"{bad}:", 1), "argument-hint")


def _one_based(name: str, text: str, hint: str, chance: Random) -> Slip:
    return Slip("onebased", name, text.replace("$ARGUMENTS", "$1"))


def _amount(name: str, text: str, hint: str, chance: Random) -> Slip:
    limit = chance.choice(("$2.50", "$5.00", "$12.50", "$7.90", "$40"))
    said = chance.choice(("Stop and ask before anything costs more than {}.", "Nothing in it may cost over {}."))
    return Slip("amount", name, f"{text}\n{said.format(limit)}\n")


def _misspelt(name: str, text: str, hint: str, chance: Random) -> Slip:
    return Slip("misspelt", name, text.replace("$ARGUMENTS", chance.choice(("$ARGUMENT", "$ARGUMNETS", "$ARGUMETS"))))


def _shell(name: str, text: str, hint: str, chance: Random) -> Slip:
    command = chance.choice(("git status --short", "git branch --show-current", "git log -1 --format=%s"))
    said = chance.choice(("Where we stand: !`{}`", "State of the work: !`{}`", "The repository says: !`{}`"))
    return Slip("shell", name, f"{text}\n{said.format(command)}\n")


def _tool(name: str, text: str, hint: str, chance: Random) -> Slip:
    grants = re.search(r"^allowed-tools: (.*)$", text, re.MULTILINE)
    listed = [one for one in ("Grep", "Edit", "Write", "Read", "Bash") if grants and one in grants[1]]
    good = listed[0] if listed else "Read"
    bad = {"Grep": "Greb", "Edit": "edit", "Write": "Wirte", "Read": "read", "Bash": "bash"}[good]
    return Slip(
        "tool", name, re.sub(rf"(^allowed-tools: .*?\b){good}\b", rf"\g<1>{bad}", text, count=1, flags=re.M), good
    )


def _model(name: str, text: str, hint: str, chance: Random) -> Slip:
    bad = chance.choice(("gpt-4o", "small", "fast", "haiku-mini", "cheap", "llama3", "sonnet-latest"))
    return Slip("model", name, text.replace("allowed-tools:", f"model: {bad}\nallowed-tools:", 1))


def _both(name: str, text: str, hint: str, chance: Random) -> Slip:
    grants = re.search(r"^allowed-tools: (.*)$", text, re.MULTILINE)
    first = grants[1].split(", ")[0].partition("(")[0] if grants else "Read"
    line = f"\\g<0>\ndisallowed-tools: {first}, Agent"
    return Slip("both", name, re.sub(r"^allowed-tools: .*$", line, text, count=1, flags=re.MULTILINE))


def _undeclared(name: str, text: str, hint: str, chance: Random) -> Slip:
    word = re.sub(r"[^a-z]+", "_", hint.strip("[]").lower()).strip("_")
    return Slip("undeclared", name, text.replace("$ARGUMENTS", f"${word}"))


def _unused(name: str, text: str, hint: str, chance: Random) -> Slip:
    bad = chance.choice(("format", "limit", "reader", "language", "since", "output"))
    return Slip("unused", name, text.replace("allowed-tools:", f"arguments: [{bad}]\nallowed-tools:", 1))


def _duplicate(name: str, text: str, hint: str, chance: Random) -> Slip:
    line = chance.choice(("description: To be written", "description: Draft", "description: See the wiki"))
    return Slip("duplicate", name, re.sub(r"\n---\n", f"\n{line}\n---\n", text, count=1))


def _step(name: str, text: str, hint: str, chance: Random) -> Slip:
    said = chance.choice(
        (
            "Then shorten the list from step 2 to three lines.",
            "At the end repeat step 1 for the day before.",
            "Use the result of step 3 for the last line.",
            "Before step 2 ask whether the numbers look right.",
        )
    )
    return Slip("step", name, f"{text}\n{said}\n")


def _shadow(name: str, text: str, hint: str, chance: Random) -> Slip:
    return Slip("shadow", chance.choice(("review", "verify", "run", "simplify", "debug", "batch", "insights")), text)


def _colon(name: str, text: str, hint: str, chance: Random) -> Slip:
    lead = chance.choice(("Daily: ", "For the team: ", "Read only: ", "Draft: "))
    return Slip("colon", name, text.replace("description: ", f"description: {lead}", 1))


HOWS: Mapping[str, Callable[[str, str, str, Random], Slip]] = {
    "key": _key,
    "hintkey": _hint,
    "onebased": _one_based,
    "amount": _amount,
    "misspelt": _misspelt,
    "shell": _shell,
    "tool": _tool,
    "model": _model,
    "both": _both,
    "undeclared": _undeclared,
    "unused": _unused,
    "duplicate": _duplicate,
    "step": _step,
    "shadow": _shadow,
    "colon": _colon,
}
