"""The MCP server: one tool that summarises an article, for this program and for any MCP client.

Run it with `python -m news_aggregator.mcp_server`; it speaks over standard input and output.
"""

import os
from pathlib import Path

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from news_aggregator import __version__
from news_aggregator.budget import MAX_TOKENS, tokens_of
from news_aggregator.errors import NewsError, SummaryError
from news_aggregator.settings import load_settings
from news_aggregator.summarisers import Summariser, summariser_for

CONFIG_VARIABLE = "NEWS_CONFIG"
INSTRUCTIONS = "Summarises news articles, within a budget of tokens."


def for_the_model(error: NewsError) -> ToolError:
    """Our error in the one form whose text reaches the caller; the SDK hides any other."""
    return ToolError(str(error))


async def checked_summary(summariser: Summariser, title: str, text: str, max_tokens: int) -> str:
    """A summary that keeps to the budget.

    Raises:
        SummaryError: there is no text, the budget is not between 1 and `MAX_TOKENS`, the
            summariser fails, or its summary is longer than it may be.
    """
    if not text.strip():
        raise SummaryError("the article has no text: pass its text")
    if not 1 <= max_tokens <= MAX_TOKENS:
        raise SummaryError(f"max_tokens is {max_tokens}: pass 1 to {MAX_TOKENS}")
    summary = await summariser.summarise(title, text, max_tokens)
    if tokens_of(summary) > max_tokens:
        raise SummaryError(f"the summary takes {tokens_of(summary)} tokens of {max_tokens}")
    return summary


def build_server(summariser: Summariser) -> MCPServer:
    """The server with its one tool, `summarize_article`.

    The tool takes `title`, `text` and `max_tokens` (500 unless told), answers with the summary as
    plain text, and says in its description when to call it and what it costs.
    """
    server = MCPServer("news-summaries", version=__version__, instructions=INSTRUCTIONS)

    @server.tool(structured_output=False)
    async def summarize_article(title: str, text: str, max_tokens: int = MAX_TOKENS) -> str:
        """Summarise one news article in a few sentences.

        Call it with the plain text of a single article. The summary takes at most `max_tokens`
        tokens (1 to 500).
        """
        try:
            return await checked_summary(summariser, title, text, max_tokens)
        except NewsError as error:
            raise for_the_model(error) from error

    return server


def main() -> None:
    """Serve until the client goes away."""
    settings = load_settings(Path(os.environ.get(CONFIG_VARIABLE, "news.yaml")))
    build_server(summariser_for(settings)).run("stdio")


if __name__ == "__main__":
    main()
