"""Answers where mcp 2.3.0 departs from the specification: a name or cursor nobody offers is JSON-RPC -32602.

The SDK reports an unknown tool as a result with `isError`, an unknown prompt as an error with code 0,
and ignores the cursor of a list.
Not covered: missing prompt arguments (this server has no prompts); `resources/read`, which the SDK has right.
"""

from collections.abc import Collection
from typing import Any

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp_types import INVALID_PARAMS

LISTS = frozenset({"tools/list", "prompts/list", "resources/list", "resources/templates/list"})


class UnknownIsInvalidParams:
    """Server middleware that refuses what was never offered before the SDK can answer otherwise."""

    def __init__(self, tools: Collection[str], prompts: Collection[str] = ()) -> None:
        self._offered = {"tools/call": ("tool", frozenset(tools)), "prompts/get": ("prompt", frozenset(prompts))}

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        """Pass the request on, unless it asks for an unknown tool, prompt or page.

        Raises:
            MCPError: the name or the cursor is a string that this server never gave out; anything that is not
                a string is left to the SDK, which rejects it with the same code.
        """
        params = ctx.params or {}
        if ctx.method in self._offered:
            kind, names = self._offered[ctx.method]
            name = params.get("name")
            if isinstance(name, str) and name not in names:
                raise MCPError(code=INVALID_PARAMS, message=f"Unknown {kind}: {name}")
        if ctx.method in LISTS and isinstance(params.get("cursor"), str):
            raise MCPError(code=INVALID_PARAMS, message="Unknown cursor: every list here is one page")
        return await call_next(ctx)
