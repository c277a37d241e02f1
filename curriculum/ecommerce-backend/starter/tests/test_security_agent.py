"""Task security-agent: a sub-agent that reads code for holes, and can change nothing."""

import re
from typing import Any

import yaml

from teach_program import teach, wanted

AGENT = ".claude/agents/security-reviewer.md"
TO_DO = "write the sub-agent security-reviewer, which reads a change for holes and changes nothing"
READS = {"Read", "Grep", "Glob"}


def parts() -> tuple[dict[str, Any], str]:
    """The head and the body of the agent."""
    text = wanted(AGENT, TO_DO).read_text(encoding="utf-8")
    found = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    assert found, f"{AGENT} begins with a head between two lines of three dashes"
    return yaml.safe_load(found[1]), found[2]


def test_the_linter_finds_nothing_even_when_it_is_strict() -> None:
    wanted(AGENT, TO_DO)
    found = teach("lint", "--strict", ".claude")
    assert any(path.endswith("agents/security-reviewer.md") for path in found["checked"])
    assert found["problems"] == []


def test_claude_can_tell_when_to_call_it() -> None:
    head, _ = parts()
    assert head.get("name") == "security-reviewer"
    words = str(head.get("description", "")).split()
    assert len(words) >= 10, "say in `description` what it looks for and when to call it: Claude chooses by that"


def test_it_can_read_and_nothing_else() -> None:
    head, _ = parts()
    granted: str | list[str] = head.get("tools") or []
    tools = set(re.split(r",\s*", granted) if isinstance(granted, str) else granted)
    assert tools, "without `tools` it has all of them: name those that it needs"
    assert tools <= READS, f"{sorted(tools - READS)} can do more than read"


def test_it_knows_what_this_project_is_afraid_of() -> None:
    _, body = parts()
    wanted_words = ("CLAUDE.md", "token", "password", "transaction", "404", "file:line")
    missing = [word for word in wanted_words if word.casefold() not in body.casefold()]
    assert missing == [], "say what it reads first, what it looks for, and in which form it answers"
