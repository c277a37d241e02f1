"""Gets the summaries from the MCP tool, and does without where it fails: no article is lost to it."""

import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from mcp import Client, MCPError, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent

from news_aggregator.budget import FALLBACK_CHARACTERS, MAX_TOKENS, tokens_of
from news_aggregator.errors import SummaryError
from news_aggregator.mcp_server import CONFIG_VARIABLE
from news_aggregator.models import Article
from news_aggregator.text import first_words

TOOL = "summarize_article"
CALL_TIMEOUT_S = 30.0
PASSED_ON = ("ANTHROPIC_API_KEY",)


def own_server(config: Path) -> StdioServerParameters:
    """How to start our own server as a child process.

    The child inherits hardly any of our environment, so what it needs is named here.
    """
    ours = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    here = str(Path(__file__).resolve().parents[1])
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "news_aggregator.mcp_server"],
        env={**ours, "PYTHONPATH": here, CONFIG_VARIABLE: str(config.resolve())},
    )


@asynccontextmanager
async def connected(server: MCPServer | StdioServerParameters) -> AsyncIterator[Client]:
    """A client of a server: of one in this process, or of one that is started for it."""
    async with Client(server, read_timeout_seconds=CALL_TIMEOUT_S) as client:
        yield client


async def tool_summary(client: Client, article: Article) -> str:
    """What the tool says of an article.

    Raises:
        SummaryError: the call fails, the tool refuses, or its answer cannot be used.
    """
    arguments = {"title": article.title, "text": article.text, "max_tokens": MAX_TOKENS}
    try:
        result = await client.call_tool(TOOL, arguments)
    except (MCPError, OSError, TimeoutError) as error:
        raise SummaryError(f"the tool {TOOL} cannot be called: {error}") from error
    return usable_text(result)


def usable_text(result: CallToolResult) -> str:
    """The text of a tool's answer.

    Raises:
        SummaryError: the tool reports an error, there is no text, or more than `MAX_TOKENS` of it.
    """
    # TODO(human)[summary-fallback]: join the texts of the answer, and refuse
    # an error, an empty answer and one over the budget
    # Hint: `result.content` may hold images too: take the `TextContent` only
    # Hint: a tool that fails does not raise: it answers with `is_error`
    raise NotImplementedError("TODO(human): usable_text")


def with_first_words(article: Article) -> Article:
    """The article with the beginning of its text, or its title, in place of a summary."""
    start = first_words(article.text or article.title, FALLBACK_CHARACTERS)
    return replace(article, summary=start, summary_by="first words")


async def summarised(client: Client, article: Article) -> Article:
    """The article with a summary: the tool's, or the first 200 characters of its text.

    A tool that fails ends nothing: the article says in `summary_by` who wrote its summary.
    """
    # TODO(human)[summary-fallback]: the article with the tool's summary, or
    # with its first words where the tool fails
    # Hint: `tool_summary` raises exactly one kind of error: catch that one and
    # no other
    # Hint: say in `summary_by` who wrote it: a reader must be able to tell
    raise NotImplementedError("TODO(human): summarised")


async def all_summarised(
    server: MCPServer | StdioServerParameters, articles: Iterable[Article]
) -> list[Article]:
    """All articles with summaries, in their order.

    A server that cannot be started, or dies, costs summaries and no article.
    """
    waiting = list(articles)
    try:
        async with connected(server) as client:
            return [await summarised(client, article) for article in waiting]
    except OSError:
        return [with_first_words(article) for article in waiting]
    except ExceptionGroup as group:
        # The SDK puts what ends a connection into a group; whatever else is in it is our own fault.
        _, rest = group.split((MCPError, OSError))
        if rest is not None:
            raise rest from group
        return [with_first_words(article) for article in waiting]
