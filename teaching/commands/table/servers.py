"""Checks of MCP servers."""

from teaching.commands.report import Check
from teaching.commands.table.trees import READ, plugin, plugin_server, server

# In two parts, so that nobody takes it for a key of ours.
_KEY = "k8Jq2LmX94v" + "Tz71bQ0wY"
_M197 = "measured on Claude Code 2.1.197"

SERVERS: tuple[Check, ...] = (
    Check(
        "mcp-shape",
        "error",
        "The client reads a map `mcpServers` of servers, each with values of the kinds it knows.",
        {".mcp.json": '{"servers": {}}\n'},
        {".mcp.json": '{"mcpServers": {}}\n'},
        READ,
    ),
    Check(
        "mcp-incomplete",
        "error",
        "A server needs a command, or a type and a url.",
        server(args=["serve"]),
        server(command="notes-server", args=["serve"]),
        READ,
    ),
    Check(
        "mcp-cwd",
        "error",
        "The client has no `cwd`: the server starts in the user's project.",
        server(command="notes-server", cwd="/srv"),
        server(command="notes-server", args=["--folder", "/srv"]),
        _M197,
    ),
    Check(
        "mcp-timeout",
        "warning",
        "A server's timeout is in milliseconds, and less than 1000 of them are too few.",
        server(command="notes-server", timeout=30),
        server(command="notes-server", timeout=30000),
        READ,
    ),
    Check(
        "mcp-relative-path",
        "error",
        "A plugin's server starts in the user's project, where this path leads nowhere.",
        plugin_server({"server.py": "x = 1\n"}, command="python3", args=["server.py"]),
        plugin_server({"server.py": "x = 1\n"}, command="python3", args=["${CLAUDE_PLUGIN_ROOT}/server.py"]),
        _M197,
    ),
    Check(
        "mcp-script-missing",
        "warning",
        "The server's command names a file of the plugin or project that is not there.",
        plugin_server(command="node", args=["${CLAUDE_PLUGIN_ROOT}/dist/server.js"]),
        plugin_server({"dist/server.js": "1;\n"}, command="node", args=["${CLAUDE_PLUGIN_ROOT}/dist/server.js"]),
    ),
    Check(
        "mcp-read-twice",
        "warning",
        "Who opens the plugin's own repository gets the servers of its .mcp.json twice, and one of them fails.",
        plugin({".mcp.json": '{"mcpServers": {"notes": {"command": "notes-server"}}}\n'}),
        plugin(mcpServers={"notes": {"command": "notes-server"}}),
        _M197,
    ),
    Check(
        "hardcoded-secret",
        "warning",
        "A secret in a file is shared with everybody who gets the file.",
        server(command="notes-server", env={"NOTES_API_KEY": _KEY}),
        server(command="notes-server", env={"NOTES_API_KEY": "${NOTES_API_KEY}"}),
    ),
)
