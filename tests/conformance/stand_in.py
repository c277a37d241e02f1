"""The least server that can stand where the product stands: it tries the suite's plumbing without the product."""

from pathlib import Path

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from mcp_server.conformity import UnknownIsInvalidParams


def build(root: Path) -> MCPServer:
    """One read-only tool with the product's name and arguments, and the product's middleware."""
    middleware = [UnknownIsInvalidParams(tools={"review_code"})]
    server: MCPServer = MCPServer("assistant", version="0", subscriptions=False, middleware=middleware)
    read_only = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )

    @server.tool(annotations=read_only, structured_output=False)
    def review_code(path: str = ".", scope: str | None = None, max_findings: int = 7) -> str:
        """Nothing is reviewed."""
        return f"no findings in {path} of {root.name}"

    return server
