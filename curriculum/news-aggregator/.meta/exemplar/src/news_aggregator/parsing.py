"""Makes articles out of a feed, whatever its dialect, and whatever is wrong with it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from news_aggregator.errors import FeedError
from news_aggregator.models import Article, Fetched
from news_aggregator.sources import is_web_address
from news_aggregator.text import plain_text

DATE_FIELDS = ("published_parsed", "updated_parsed")


def parse_feed(fetched: Fetched, fetched_at: datetime) -> list[Article]:
    """The articles of a feed, in its order; none when it did not change.

    Args:
        fetched_at: stands in for dates that the feed does not name; with a time zone.

    Raises:
        FeedError: the answer is no feed at all.
    """
    if fetched.body is None:
        return []
    feed = read(fetched)
    if not feed.get("version"):
        raise FeedError(f"{fetched.source.name} sent something that is no feed")
    found = [article_from(entry, fetched, fetched_at) for entry in feed["entries"]]
    return [article for article in found if article is not None]


def read(fetched: Fetched) -> Mapping[str, Any]:
    """What feedparser makes of the bytes; it never fails, `version` is empty for what is no feed."""
    headers = {"content-type": fetched.content_type} if fetched.content_type else {}
    return feedparser.parse(fetched.body, response_headers=headers)


def article_from(entry: Mapping[str, Any], fetched: Fetched, fetched_at: datetime) -> Article | None:
    """One entry as an article; None for one without a title or a web address."""
    title, url = plain_text(entry.get("title", "")), entry.get("link", "").strip()
    if not title or not is_web_address(url):
        return None
    published = published_of(entry)
    return Article(
        title=title,
        url=url,
        source=fetched.source.name,
        published=published or fetched_at,
        text=plain_text(body_of(entry)),
        is_dated=published is not None,
    )


def published_of(entry: Mapping[str, Any]) -> datetime | None:
    """When an entry appeared, in UTC; None when no field of `DATE_FIELDS` says so.

    feedparser gives a date as a `time.struct_time` in UTC, or None where it could not read it.
    """
    for field in DATE_FIELDS:
        if field in entry and entry[field] is not None:
            return datetime(*entry[field][:6], tzinfo=UTC)
    return None


def body_of(entry: Mapping[str, Any]) -> str:
    """The longest text that an entry carries, as HTML."""
    texts = [part.get("value", "") for part in entry.get("content", [])]
    return max([*texts, entry.get("summary", "")], key=len)
