"""Checks of agents and output styles."""

from teaching.commands.report import Check
from teaching.commands.table.trees import BOTH, READ, agent, plugin

_STYLE = ".claude/output-styles/brief.md"

AGENTS: tuple[Check, ...] = (
    Check(
        "agent-incomplete",
        "error",
        "A project's agent without a name or a description is not loaded.",
        agent("name: tutor\n"),
        agent("name: tutor\ndescription: Teaches\n"),
        BOTH,
    ),
    Check(
        "agent-undescribed",
        "warning",
        "A plugin's agent without a name or a description is loaded with made-up ones.",
        plugin({"agents/tutor.md": "---\nname: tutor\n---\n\nYou teach.\n"}),
        plugin({"agents/tutor.md": "---\nname: tutor\ndescription: Teaches\n---\n\nYou teach.\n"}),
        BOTH,
    ),
    Check(
        "agent-name-differs",
        "warning",
        "The agent is called by its name, and the file is called something else.",
        agent("name: teacher\ndescription: Teaches\n"),
        agent("name: tutor\ndescription: Teaches\n"),
    ),
    Check(
        "style-incomplete",
        "warning",
        "The style is offered without its own name or description.",
        {_STYLE: "---\nname: Brief\n---\n\nBe brief.\n"},
        {_STYLE: "---\nname: Brief\ndescription: Few words\n---\n\nBe brief.\n"},
        READ,
    ),
    Check(
        "forced-style",
        "warning",
        "The style takes the place of the one that the user chose.",
        plugin({"output-styles/a.md": "---\nname: A\ndescription: B\nforce-for-plugin: true\n---\n\nBe brief.\n"}),
        plugin({"output-styles/a.md": "---\nname: A\ndescription: B\n---\n\nBe brief.\n"}),
        "measured on Claude Code 2.1.197",
    ),
)
