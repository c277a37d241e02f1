"""Who can write a summary: one protocol, and the choice between those who follow it."""

import os
from typing import Protocol

from news_aggregator.errors import SettingsError
from news_aggregator.extractive import ExtractiveSummariser
from news_aggregator.fetching import http_client
from news_aggregator.remote import ChatSummariser, ClaudeSummariser
from news_aggregator.settings import Settings

CLAUDE_URL = "https://api.anthropic.com"
LOCAL_URL = "http://127.0.0.1:8080"


class Summariser(Protocol):
    """Anyone who can say in a few sentences what an article says."""

    async def summarise(self, title: str, text: str, max_tokens: int) -> str:
        """A summary of at most `max_tokens` tokens.

        Raises:
            SummaryError: it could not be made.
        """
        ...


def summariser_for(settings: Settings) -> Summariser:
    """The summariser that the settings name.

    Raises:
        SettingsError: it needs a key or a model that is not there.
    """
    if settings.summariser == "extractive":
        return ExtractiveSummariser()
    if not settings.model:
        raise SettingsError(f"summariser {settings.summariser} needs `model:` in news.yaml")
    client = http_client(settings.timeout_s)
    if settings.summariser == "local":
        return ChatSummariser(client, settings.model_url or LOCAL_URL, settings.model)
    key = os.environ.get("ANTHROPIC_API_KEY", "")
    if not key:
        raise SettingsError("summariser claude needs the environment variable ANTHROPIC_API_KEY")
    return ClaudeSummariser(client, settings.model_url or CLAUDE_URL, settings.model, key)
