"""Task summary-fallback: where the tool fails, the first 200 characters stand in."""

import asyncio
import sys

import pytest
from mcp import StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent

from fakes import FakeSummariser, article
from news_aggregator.errors import SummaryError
from news_aggregator.mcp_server import build_server
from news_aggregator.models import Article
from news_aggregator.summaries import all_summarised, usable_text
from news_aggregator.text import first_words

LONG = "Forty steel beams were replaced during the winter months. " * 8


def summarised(server: MCPServer | StdioServerParameters, *articles: Article) -> list[Article]:
    """The articles with what the server, or the fallback, says of them."""
    return asyncio.run(all_summarised(server, articles))


def result(*texts: str, is_error: bool = False) -> CallToolResult:
    """A tool's answer."""
    return CallToolResult(content=[TextContent(text=text) for text in texts], is_error=is_error)


def test_a_short_text_stays_whole() -> None:
    assert first_words("The sea is calm.", 200) == "The sea is calm."
    assert first_words("x" * 200, 200) == "x" * 200


def test_a_long_text_is_cut_at_a_word_and_marked() -> None:
    assert first_words("The sea is calm today.", 12) == "The sea is…"
    assert first_words("The sea is calm today.", 11) == "The sea is…"
    assert first_words("The sea is calm today.", 10) == "The sea…"


def test_no_cut_is_longer_than_allowed() -> None:
    assert all(len(first_words(LONG, most)) <= most for most in range(20, 300))


def test_a_single_long_word_is_cut_all_the_same() -> None:
    assert first_words("x" * 300, 200) == "x" * 199 + "…"


def test_the_text_of_an_answer_is_taken() -> None:
    assert usable_text(result(" It opens. ")) == "It opens."


def test_an_answer_that_reports_an_error_is_refused_with_its_words() -> None:
    with pytest.raises(SummaryError, match="asleep"):
        usable_text(result("the model is asleep", is_error=True))


@pytest.mark.parametrize("texts", [(), ("",), ("  ",)])
def test_an_answer_without_text_is_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(SummaryError):
        usable_text(result(*texts))


def test_an_answer_of_more_than_five_hundred_tokens_is_refused() -> None:
    assert usable_text(result("x" * 2000)) == "x" * 2000
    with pytest.raises(SummaryError, match="500"):
        usable_text(result("x" * 2001))


def test_the_tools_summary_is_kept_and_marked() -> None:
    found = summarised(build_server(FakeSummariser("It opens.")), article(text=LONG))
    assert [(one.summary, one.summary_by) for one in found] == [("It opens.", "tool")]


def test_where_the_tool_fails_the_first_two_hundred_characters_stand_in() -> None:
    found = summarised(build_server(FakeSummariser(SummaryError("no"))), article(text=LONG))[0]
    assert found.summary_by == "first words"
    assert found.summary.endswith("…") and len(found.summary) <= 200
    assert LONG.startswith(found.summary[:-1])


def test_one_failure_costs_the_others_nothing() -> None:
    server = build_server(FakeSummariser("It opens."))
    found = summarised(server, article(text=LONG), article(text=""), article(text=LONG))
    assert [one.summary_by for one in found] == ["tool", "first words", "tool"]
    assert found[1].summary == "A title"


def test_a_server_without_the_tool_costs_only_the_summaries() -> None:
    found = summarised(MCPServer("empty"), article(text="The sea is calm."))
    assert [(one.summary, one.summary_by) for one in found] == [("The sea is calm.", "first words")]


def test_a_server_that_dies_at_once_costs_only_the_summaries() -> None:
    assert first_words("The sea.", 200) == "The sea."
    dying = StdioServerParameters(command=sys.executable, args=["-c", "raise SystemExit(1)"])
    assert [one.summary for one in summarised(dying, article(text="The sea."))] == ["The sea."]
