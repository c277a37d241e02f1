"""Builds the small trees that serve as examples."""

import json

BOTH = "measured on Claude Code 2.1.197 and 2.1.330"
READ = "read in Claude Code 2.1.197 and 2.1.330"

BODY = "Summarise the changes.\n"
Tree = dict[str, str]


def command(front: str = "", body: str = BODY, name: str = "tidy") -> Tree:
    """A project's command; a description is added where the frontmatter has none."""
    lead = "" if "description" in front else "description: Tidy up\n"
    return {f".claude/commands/{name}.md": f"---\n{lead}{front}---\n\n{body}"}


def raw(text: str) -> Tree:
    """A project's command with exactly this text."""
    return {".claude/commands/tidy.md": text}


def skill(front: str = "", body: str = BODY) -> Tree:
    """A project's skill."""
    return {".claude/skills/tidy/SKILL.md": f"---\nname: tidy\ndescription: Tidies up\n{front}---\n\n{body}"}


def agent(front: str, name: str = "tutor") -> Tree:
    """A project's agent with exactly this frontmatter."""
    return {f".claude/agents/{name}.md": f"---\n{front}---\n\nYou teach.\n"}


def manifest(**fields: object) -> dict[str, object]:
    """A complete manifest with these fields changed; None takes one out."""
    whole: dict[str, object] = {
        "name": "helper",
        "version": "1.0.0",
        "description": "Helps",
        "author": {"name": "Ada"},
        **fields,
    }
    return {key: value for key, value in whole.items() if value is not None}


def plugin(files: Tree | None = None, **fields: object) -> Tree:
    """A plugin with these files and a complete manifest."""
    return {".claude-plugin/plugin.json": json.dumps(manifest(**fields), indent=2), **(files or {})}


def plugin_command(front: str, body: str = BODY, **fields: object) -> Tree:
    """A plugin with one command."""
    return plugin({"commands/tidy.md": f"---\ndescription: Tidy up\n{front}---\n\n{body}"}, **fields)


def market(*entries: dict[str, object], files: Tree | None = None, **fields: object) -> Tree:
    """A marketplace with one plugin in its own folder, or with these entries."""
    inner = {f"plugins/helper/{path}": text for path, text in plugin().items()}
    document = {
        "name": "tools",
        "description": "Tools",
        "owner": {"name": "Ada"},
        "plugins": list(entries) or [{"name": "helper", "source": "./plugins/helper"}],
        **fields,
    }
    kept = {key: value for key, value in document.items() if value is not None}
    return {".claude-plugin/marketplace.json": json.dumps(kept, indent=2), **inner, **(files or {})}


def server(**fields: object) -> Tree:
    """A project's MCP configuration with one server."""
    return {".mcp.json": json.dumps({"mcpServers": {"notes": fields}}, indent=2)}


def plugin_server(files: Tree | None = None, **fields: object) -> Tree:
    """A plugin with one MCP server in its manifest."""
    return plugin(files, mcpServers={"notes": fields})


def hooks(events: object) -> Tree:
    """A project's settings with these hooks."""
    return {".claude/settings.json": json.dumps({"hooks": events}, indent=2)}


def hook(event: str = "PreToolUse", matcher: str | None = "Bash", **fields: object) -> Tree:
    """A project's settings with one hook."""
    one = {"type": "command", "command": "make lint", **fields}
    group: dict[str, object] = {"hooks": [{key: value for key, value in one.items() if value is not None}]}
    return hooks({event: [{"matcher": matcher, **group} if matcher is not None else group]})
