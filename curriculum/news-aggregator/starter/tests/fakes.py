"""What tests put in place of time, the network and a model."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from news_aggregator.models import Article

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class FakeClock:
    """A clock that only moves when somebody sleeps; `slept` lists how long each did."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.time + seconds
        await asyncio.sleep(0)  # lets the others run, as a real pause does; takes no time
        self.time = max(self.time, until)


class FakeSummariser:
    """Answers what it was given, or raises it, and remembers what it was asked."""

    def __init__(self, answer: str | Exception = "In short: it happened.") -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, int]] = []

    async def summarise(self, title: str, text: str, max_tokens: int) -> str:
        self.asked.append((title, text, max_tokens))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def network(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    """A network on which this function answers every request."""
    return httpx.MockTransport(answer)


def article(title: str = "A title", url: str = "https://a.example.org/1", **more: object) -> Article:
    """An article, with what does not matter filled in."""
    fields: dict[str, object] = {
        "source": "A",
        "published": datetime(2026, 3, 2, 8, tzinfo=UTC),
        "text": "Some text.",
        **more,
    }
    return Article(title=title, url=url, **fields)  # pyright: ignore[reportArgumentType]
