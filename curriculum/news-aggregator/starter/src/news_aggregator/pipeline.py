"""One run over all sources: what came, what did not, and what is new."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from news_aggregator.duplicates import without_doubles
from news_aggregator.errors import NewsError
from news_aggregator.fetching import Fetcher
from news_aggregator.models import Article, Source
from news_aggregator.parsing import parse_feed
from news_aggregator.validators import Validators


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave in one run.

    Attributes:
        problem: why it gave nothing, in words; "" when it answered.
        is_new: False when the feed did not change since the last run.
    """

    source: Source
    articles: tuple[Article, ...] = ()
    problem: str = ""
    is_new: bool = False
    marks: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Run:
    """What all sources gave.

    Attributes:
        articles: the known ones and the new ones, each story once, oldest first.
        marks: of every feed whose articles are among them, by address.
    """

    readings: tuple[Reading, ...]
    articles: list[Article] = field(default_factory=list)
    marks: dict[str, Validators] = field(default_factory=dict)


async def read_source(fetcher: Fetcher, source: Source, fetched_at: datetime) -> Reading:
    """What one source gives; what goes wrong with it becomes its `problem` and ends nothing else."""
    # TODO(human)[whole-run]: fetch and parse one source; what goes wrong with
    # it becomes the `problem` of its reading
    # Hint: which one error class covers a source that does not answer and one
    # that sends nonsense?
    # Hint: a mistake of our own is no problem of the source: let it through
    raise NotImplementedError("TODO(human): read_source")


async def run(
    fetcher: Fetcher, sources: Sequence[Source], known: Sequence[Article], fetched_at: datetime
) -> Run:
    """Read all sources at once and put what they gave to what is known.

    Readings keep the order of the sources. Marks are kept of new feeds only, so that a source with
    a problem is asked for everything again.
    """
    # TODO(human)[whole-run]: read all sources at once, and put their articles
    # to the known ones without doubles
    # Hint: `asyncio.gather` runs them together and keeps their order
    # Hint: known articles come first in what you hand to `without_doubles`
    # Hint: keep the marks of new readings only
    raise NotImplementedError("TODO(human): run")
