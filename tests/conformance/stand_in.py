"""A server that does not conform, because its tool lacks a description: proves that the gate can shut."""

from pathlib import Path

from mcp.server.mcpserver import MCPServer


def build(root: Path) -> MCPServer:
    """One tool without a word about it."""
    server: MCPServer = MCPServer("stand-in", version="0", subscriptions=False)

    @server.tool(structured_output=False)
    def look() -> str:
        return root.name

    return server
