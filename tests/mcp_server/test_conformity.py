"""What no tool, prompt or page answers to is refused as the specification says, in both protocol eras."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from mcp import Client, MCPError
from mcp.server.mcpserver import MCPServer
from mcp_types import INVALID_PARAMS, CallToolResult, TextContent

from mcp_server.conformity import UnknownIsInvalidParams

Era = Literal["legacy", "auto"]
Call = Callable[[Client], Awaitable[Any]]


@pytest.fixture(params=["legacy", "auto"], ids=["2025-11-25", "2026-07-28"])
def era(request: pytest.FixtureRequest) -> Era:
    return request.param


def server(*, conforming: bool = True) -> MCPServer:
    """A server with one tool, one prompt and one resource, as plain as the SDK makes it."""
    made: MCPServer = MCPServer(
        "assistant",
        version="1",
        middleware=[UnknownIsInvalidParams(tools={"review_code"}, prompts={"explain"})] if conforming else [],
    )

    @made.tool(structured_output=False)
    def review_code(path: str = ".") -> str:
        return f"reviewed {path}"

    @made.prompt()
    def explain() -> str:
        return "Explain this."

    @made.resource("course://roadmap")
    def roadmap() -> str:
        return "1. begin"

    return made


def ask(made: MCPServer, era: Era, call: Call) -> Any:
    """The answer to one call through an in-memory client, or the code and text of the JSON-RPC error."""

    async def talk() -> Any:
        async with Client(made, mode=era) as client:
            try:
                return await call(client)
            except MCPError as refused:
                return refused.error.code, refused.error.message

    return asyncio.run(talk())


ONE_PAGE = "Unknown cursor: every list here is one page"
UNKNOWN: dict[str, tuple[Call, str]] = {
    "tool": (lambda client: client.call_tool("no_such_tool", {}), "Unknown tool: no_such_tool"),
    "prompt": (lambda client: client.get_prompt("no_such_prompt"), "Unknown prompt: no_such_prompt"),
    "tools page": (lambda client: client.list_tools(cursor="zz"), ONE_PAGE),
    "prompts page": (lambda client: client.list_prompts(cursor="zz"), ONE_PAGE),
    "resources page": (lambda client: client.list_resources(cursor="zz"), ONE_PAGE),
    "templates page": (lambda client: client.list_resource_templates(cursor=""), ONE_PAGE),
}


@pytest.mark.parametrize(("call", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_was_never_offered_is_an_invalid_parameter(era: Era, call: Call, message: str) -> None:
    assert ask(server(), era, call) == (INVALID_PARAMS, message)


def test_what_was_offered_is_passed_on(era: Era) -> None:
    async def everything(client: Client) -> tuple[Any, ...]:
        called = await client.call_tool("review_code", {"path": "src"})
        prompted = await client.get_prompt("explain")
        tools, resources = await client.list_tools(), await client.list_resources()
        return (
            [block.text for block in called.content if isinstance(block, TextContent)],
            len(prompted.messages),
            [tool.name for tool in tools.tools],
            [resource.uri for resource in resources.resources],
        )

    assert ask(server(), era, everything) == (["reviewed src"], 1, ["review_code"], ["course://roadmap"])


def test_a_tool_that_fails_still_tells_the_model(era: Era) -> None:
    called: CallToolResult = ask(server(), era, lambda client: client.call_tool("review_code", {"path": 7}))
    assert called.is_error


def test_the_sdk_alone_still_needs_this_module() -> None:
    """Once this fails, the SDK has caught up and the middleware can go."""
    assert ask(server(conforming=False), "auto", UNKNOWN["tool"][0]).is_error
    assert ask(server(conforming=False), "legacy", UNKNOWN["prompt"][0])[0] == 0
    assert ask(server(conforming=False), "auto", UNKNOWN["tools page"][0]).tools
