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
    # TODO(human)[mcp-tool]: refuse an empty text and a budget out of bounds,
    # ask the summariser, and refuse a summary that is too long
    # Hint: two checks come before the call and one after it: why not all of
    # them after?
    # Hint: `tokens_of` measures, `MAX_TOKENS` is the bound
    # Hint: a message with the number that was given and the one that is
    # allowed can be acted on
    raise NotImplementedError("TODO(human): checked_summary")


def build_server(summariser: Summariser) -> MCPServer:
    """The server with its one tool, `summarize_article`.

    The tool takes `title`, `text` and `max_tokens` (500 unless told), answers with the summary as
    plain text, and says in its description when to call it and what it costs.
    """
    # TODO(human)[mcp-tool]: make an `MCPServer` and register the tool
    # `summarize_article`, an async function inside of this one
    # Hint: a client reads three things of your tool: its name, the types of
    # its parameters, and its docstring
    # Hint: `structured_output=False` makes the answer plain text
    # Hint: the SDK hides the text of every error but `ToolError`:
    # `for_the_model` makes one out of ours
    raise NotImplementedError("TODO(human): build_server")


def main() -> None:
    """Serve until the client goes away."""
    settings = load_settings(Path(os.environ.get(CONFIG_VARIABLE, "news.yaml")))
    build_server(summariser_for(settings)).run("stdio")


if __name__ == "__main__":
    main()
