"""Lints the configuration of MCP servers: in `.mcp.json`, and inline in a plugin's manifest."""

from collections.abc import Mapping

from teaching.commands.findings import Findings
from teaching.commands.frontmatter import check_keys, check_types
from teaching.commands.known import REMOTE_KEYS, STDIO_KEYS
from teaching.commands.nodes import Kind, Node
from teaching.commands.scripts import RELATIVE, SCRIPT, Where
from teaching.review.catalogue.security.secrets_values import known_format, looks_secret, names_secret

_REMOTE = {"sse", "http", "streamable-http", "ws", "sse-ide", "ws-ide", "claudeai-proxy"}
_TYPES: Mapping[str, tuple[Kind, ...]] = {
    "command": ("text",),
    "url": ("text",),
    "args": ("list",),
    "env": ("map",),
    "headers": ("map",),
    "timeout": ("number",),
    "alwaysLoad": ("bool",),
}


def check_mcp_file(node: Node, found: Findings, where: Where) -> list[str]:
    """Lints a whole file; the value is the names of its servers."""
    servers = node.get("mcpServers")
    if servers is None and where.variable == "plugin" and node.kind == "map" and _looks_like_servers(node):
        servers = node  # in a plugin the file may be the bare map
    if servers is None or servers.kind != "map":
        line = servers.line if servers is not None else 1
        found.add("mcp-shape", line, "no mcpServers", 'Write {"mcpServers": {"name": {"command": "…"}}}.')
        return []
    return check_servers(servers, found, where)


def _looks_like_servers(node: Node) -> bool:
    return bool(node.entries) and all(
        one.kind == "map" and ("command" in one.entries or "url" in one.entries) for one in node.entries.values()
    )


def check_servers(servers: Node, found: Findings, where: Where) -> list[str]:
    """Lints a map of servers; the value is their names."""
    for name, server in servers.entries.items():
        if server.kind != "map":
            found.add("mcp-shape", servers.keys[name], name, 'Write {"command": "…", "args": […]} for a server.')
        else:
            _check_server(name, server, servers.keys[name], found, where)
    return list(servers.entries)


def _check_server(name: str, server: Node, line: int, found: Findings, where: Where) -> None:
    kind = server.string("type")
    remote = kind in _REMOTE or (not kind and "url" in server.entries and "command" not in server.entries)
    if "cwd" in server.entries:
        move = "Give absolute paths in args, with ${CLAUDE_PLUGIN_ROOT} in a plugin."
        found.add("mcp-cwd", server.keys["cwd"], "cwd", move)
        server.entries.pop("cwd")
    if kind == "sdk":
        return
    needed = "url" if remote else "command"
    if not server.string(needed).strip():
        found.add("mcp-incomplete", line, f"{name}: no {needed}", f"Give the server a `{needed}`.")
    elif remote and not kind:
        found.add("mcp-incomplete", line, f"{name}: a url without a type", 'Add "type": "http" (or "sse").')
    check_keys(server, REMOTE_KEYS if remote else STDIO_KEYS, found, "An MCP server")
    check_types(server, dict(_TYPES), found, "mcp-shape")
    timeout = server.get("timeout")
    if timeout is not None and timeout.kind == "number" and _number(timeout.text) < 1000:
        found.add(
            "mcp-timeout", timeout.line, f"timeout: {timeout.text}", "Write milliseconds: 30000 for half a minute."
        )
    for key in ("env", "headers"):
        _check_secrets(server.get(key), found)
    if not remote:
        _check_paths(server, found, where)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0


def _check_secrets(values: Node | None, found: Findings) -> None:
    for name, value in (values.entries if values is not None else {}).items():
        if value.kind != "text" or "${" in value.text or not value.text:
            continue
        kind = names_secret(name)
        if known_format(value.text, in_tests=False) or (kind and looks_secret(value.text, kind, name)):
            # The text itself must not travel into logs.
            found.add("hardcoded-secret", value.line, name, "Take it from the environment: ${" + name.upper() + "}.")


def _check_paths(server: Node, found: Findings, where: Where) -> None:
    arguments = server.get("args")
    parts = [server.get("command"), *(arguments.items if arguments is not None else [])]
    for position, part in enumerate(parts):
        if part is None or part.kind != "text":
            continue
        for script in where.scripts(part.text):
            if not where.has(script):
                found.add("mcp-script-missing", part.line, part.text, "Correct the path, or build the file first.")
        if where.variable == "plugin" and _is_relative(part.text, position == 0, where):
            move = f"Write ${{CLAUDE_PLUGIN_ROOT}}/{part.text.removeprefix('./')}."
            found.add("mcp-relative-path", part.line, part.text, move)


def _is_relative(text: str, is_command: bool, where: Where) -> bool:
    if not RELATIVE.match(text):
        return False
    if is_command:
        return "/" in text
    return bool(SCRIPT.search(text)) and where.has(text)
