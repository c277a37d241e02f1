"""The command `news`: parses arguments, calls the rest, turns errors into one line and an exit code."""

import argparse
import asyncio
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from feed_server.app import FeedServer
from news_aggregator import __version__
from news_aggregator.digest import of_day, page, write_page
from news_aggregator.errors import NewsError
from news_aggregator.fetching import Fetcher, http_client
from news_aggregator.models import Article
from news_aggregator.pacing import Pacer, SystemClock
from news_aggregator.pipeline import Run, run
from news_aggregator.settings import Settings, load_settings
from news_aggregator.sources import sources_from
from news_aggregator.store import load_articles, save_articles
from news_aggregator.summaries import all_summarised, own_server
from news_aggregator.text import counted
from news_aggregator.validators import ValidatorStore

NOT_WRITTEN = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for success, 1 for an error, 3 for a piece not yet written."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except (NewsError, NotImplementedError, ExceptionGroup) as error:
        return _told(_first(error))


def fetch(options: argparse.Namespace) -> int:
    """Read all sources and keep what they say."""
    settings = load_settings(options.config)
    done = asyncio.run(_fetched(settings))
    for reading in done.readings:
        state = counted(len(reading.articles), "article") if reading.is_new else "unchanged"
        print(f"{reading.source.name:<20} {reading.problem or state}")
    stories = counted(len(done.articles), "story", "stories")
    print(f"{stories} in {_articles_file(settings)}")
    return 0


def digest(options: argparse.Namespace) -> int:
    """Write the page of a day."""
    settings = load_settings(options.config)
    articles = load_articles(_articles_file(settings))
    if not articles:
        raise NewsError("there are no articles yet: run `news fetch`")
    day = options.day or max(article.day for article in articles)
    chosen = of_day(articles, day)
    summarised = asyncio.run(_summarised(options.config, chosen))
    print(write_page(settings.digest_folder, day, page(day, summarised)))
    return 0


def serve_feeds(options: argparse.Namespace) -> int:
    """Serve the ten practice feeds until Ctrl-C."""
    with FeedServer(options.port) as server:
        print(f"ten feeds at {server.url}, Ctrl-C ends it", flush=True)
        server.wait()
    return 0


async def _fetched(settings: Settings) -> Run:
    store = ValidatorStore(settings.data_folder / "validators.json")
    sources = sources_from(settings.sources)
    known = load_articles(_articles_file(settings))
    async with http_client(settings.timeout_s) as client:
        fetcher = Fetcher(client, Pacer(SystemClock()), store)
        done = await run(fetcher, sources, known, datetime.now(UTC))
    save_articles(_articles_file(settings), done.articles)
    # Only now: a feed whose marks are known does not come a second time.
    store.put(done.marks)
    return done


async def _summarised(config: Path, articles: Sequence[Article]) -> list[Article]:
    return await all_summarised(own_server(config), articles)


def _first(error: Exception) -> Exception:
    """The error itself: a connection wraps what happens inside of it."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _told(error: Exception) -> int:
    if isinstance(error, NotImplementedError):
        print(f"news: the next piece is yours. {_place_of(error)}", file=sys.stderr)
        return NOT_WRITTEN
    if isinstance(error, NewsError):
        print(f"news: {error}", file=sys.stderr)
        return 1
    raise error


def _articles_file(settings: Settings) -> Path:
    return settings.data_folder / "articles.json"


def _place_of(error: NotImplementedError) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{error} ({Path(frame.filename).name}, line {frame.lineno}); see ROADMAP.md"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="news", description="Ten feeds in, one page a day out.")
    parser.add_argument("--version", action="version", version=f"news {__version__}")
    commands = parser.add_subparsers(title="commands", required=True)
    fetching = commands.add_parser("fetch", help="read all sources")
    fetching.set_defaults(command=fetch)
    digesting = commands.add_parser("digest", help="write the page of a day")
    digesting.add_argument("--day", type=_day, help="YYYY-MM-DD (default: the newest with news)")
    digesting.set_defaults(command=digest)
    for one in (fetching, digesting):
        one.add_argument("--config", type=Path, default=Path("news.yaml"), help="default: news.yaml")
    serving = commands.add_parser("serve-feeds", help="serve ten practice feeds on this machine")
    serving.add_argument("--port", type=int, default=8765, help="default: 8765")
    serving.set_defaults(command=serve_feeds)
    return parser
