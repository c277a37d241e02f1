"""Task mcp-tool: a tool that any MCP client can call, and errors that it can act on."""

import asyncio
from pathlib import Path

import pytest
from mcp import Client
from mcp.types import CallToolResult, TextContent, Tool

from fakes import FakeSummariser
from news_aggregator.errors import SummaryError
from news_aggregator.mcp_server import build_server, checked_summary
from news_aggregator.summaries import own_server

ARTICLE = {"title": "Bridge opens", "text": "The bridge opens on Tuesday."}


def tool_of(summariser: FakeSummariser) -> Tool:
    """The server's only tool, as a client sees it."""

    async def listed() -> list[Tool]:
        async with Client(build_server(summariser)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == ["summarize_article"]
    return tools[0]


def called(summariser: FakeSummariser, arguments: dict[str, object]) -> tuple[str, bool]:
    """What the tool answers, and whether it is an error."""

    async def call() -> CallToolResult:
        async with Client(build_server(summariser)) as client:
            return await client.call_tool("summarize_article", arguments)

    result = asyncio.run(call())
    texts = [part.text for part in result.content if isinstance(part, TextContent)]
    return " ".join(texts), result.is_error


def checked(summariser: FakeSummariser, text: str = "Some text.", max_tokens: int = 500) -> str:
    """What `checked_summary` lets through."""
    return asyncio.run(checked_summary(summariser, "Title", text, max_tokens))


def test_a_summary_within_the_budget_is_passed_on() -> None:
    summariser = FakeSummariser("Short.")
    assert checked(summariser, "Long text.", 100) == "Short."
    assert summariser.asked == [("Title", "Long text.", 100)]


@pytest.mark.parametrize("max_tokens", [0, -1, 501])
def test_a_budget_outside_of_1_to_500_is_refused_before_the_summariser_is_asked(max_tokens: int) -> None:
    summariser = FakeSummariser()
    with pytest.raises(SummaryError, match="500"):
        checked(summariser, max_tokens=max_tokens)
    assert summariser.asked == []


def test_an_article_without_text_is_refused_before_the_summariser_is_asked() -> None:
    summariser = FakeSummariser()
    with pytest.raises(SummaryError, match="text"):
        checked(summariser, text=" \n")
    assert summariser.asked == []


def test_a_summary_over_the_budget_is_refused() -> None:
    with pytest.raises(SummaryError, match="10"):
        checked(FakeSummariser("x" * 41), max_tokens=10)
    assert checked(FakeSummariser("x" * 40), max_tokens=10) == "x" * 40


def test_the_tool_says_what_it_takes_and_what_it_costs() -> None:
    tool = tool_of(FakeSummariser())
    assert set(tool.input_schema["properties"]) == {"title", "text", "max_tokens"}
    assert set(tool.input_schema["required"]) == {"title", "text"}
    assert tool.input_schema["properties"]["max_tokens"]["default"] == 500
    assert tool.description and "500" in tool.description


def test_the_tool_answers_plain_text() -> None:
    assert tool_of(FakeSummariser()).output_schema is None
    assert called(FakeSummariser("It opens."), {**ARTICLE}) == ("It opens.", False)


def test_an_error_reaches_the_caller_in_words() -> None:
    said, is_error = called(FakeSummariser(SummaryError("the model is asleep")), {**ARTICLE})
    assert is_error
    assert "the model is asleep" in said


def test_the_server_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    assert build_server(FakeSummariser()).name == "news-summaries"
    config = tmp_path / "news.yaml"
    config.write_text("sources: [{name: A, url: 'https://a.org/'}]\n", encoding="utf-8")

    async def call() -> CallToolResult:
        async with Client(own_server(config), read_timeout_seconds=50) as client:
            return await client.call_tool("summarize_article", {"title": "Sea", "text": "The sea is calm."})

    result = asyncio.run(call())
    assert [part.text for part in result.content if isinstance(part, TextContent)] == ["The sea is calm."]
