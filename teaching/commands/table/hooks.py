"""Checks of hooks."""

import json

from teaching.commands.report import Check
from teaching.commands.table.trees import READ, hook, hooks, plugin

_SCRIPT = "scripts/guard.sh"


def _in_plugin(command: str, script: bool) -> dict[str, str]:
    group = {"hooks": [{"type": "command", "command": command}]}
    files = {"hooks/hooks.json": json.dumps({"hooks": {"Stop": [group]}}, indent=2)}
    return plugin({**files, _SCRIPT: "exit 0\n"} if script else files)


HOOKS: tuple[Check, ...] = (
    Check(
        "hook-event",
        "error",
        "The client has no such event, so the hook never runs.",
        hook("PreTooluse"),
        hook("PreToolUse"),
        READ,
    ),
    Check(
        "hook-shape",
        "error",
        "An event holds a list of matchers, and each of them a list of hooks.",
        hooks({"PreToolUse": [{"type": "command", "command": "make lint"}]}),
        hook(),
        READ,
    ),
    Check(
        "hook-type",
        "error",
        "A hook is of the type command, prompt, agent, http or mcp_tool.",
        hook(type="comand"),
        hook(type="command"),
        READ,
    ),
    Check(
        "hook-incomplete",
        "error",
        "The hook lacks what its type needs.",
        hook(command=None),
        hook(command="make lint"),
        READ,
    ),
    Check(
        "hook-matcher-invalid",
        "error",
        "The matcher is no regular expression, so it matches nothing.",
        hook(matcher="(Edit|Write"),
        hook(matcher="^(?<tool>Edit|Write)$"),
        READ,
    ),
    Check(
        "hook-matcher-ignored",
        "warning",
        "The event has nothing to match, so the hook runs every time.",
        hook("Stop", "Bash"),
        hook("Stop", ""),
        READ,
    ),
    Check(
        "hook-matcher-server",
        "error",
        "The name of an MCP server alone is compared with whole names of tools and matches none.",
        hook(matcher="mcp__notes"),
        hook(matcher="mcp__notes__.*"),
        READ,
    ),
    Check(
        "hook-timeout",
        "warning",
        "A hook's timeout is in seconds; this looks like milliseconds.",
        hook(timeout=5000),
        hook(timeout=5),
        READ,
    ),
    Check(
        "hook-script-missing",
        "error",
        "The hook runs a script that is not there.",
        _in_plugin(f"bash ${{CLAUDE_PLUGIN_ROOT}}/{_SCRIPT}", script=False),
        _in_plugin(f"bash ${{CLAUDE_PLUGIN_ROOT}}/{_SCRIPT}", script=True),
    ),
    Check(
        "hook-script-not-executable",
        "error",
        "The hook runs the script directly, and nobody may execute it.",
        _in_plugin(f"${{CLAUDE_PLUGIN_ROOT}}/{_SCRIPT}", script=True),
        _in_plugin(f"bash ${{CLAUDE_PLUGIN_ROOT}}/{_SCRIPT}", script=True),
    ),
)
