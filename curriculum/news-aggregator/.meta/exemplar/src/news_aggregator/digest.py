"""Writes one markdown page for each day: what a program needs in its head, what a person reads below."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from news_aggregator.errors import DigestError
from news_aggregator.models import Article

FENCE = "---\n"


def of_day(articles: Iterable[Article], day: date) -> list[Article]:
    """The articles of one day, newest first; of the same minute in the order of their titles."""
    found = [article for article in articles if article.day == day]
    by_title = sorted(found, key=lambda article: article.title)
    return sorted(by_title, key=lambda article: article.published, reverse=True)


def front_matter(day: date, articles: Sequence[Article]) -> str:
    """The head of a page, between two lines of three dashes.

    It holds `date` (a date, not a text), `articles` (how many), `sources` (the names of all that
    carry one of them, sorted) and `fallbacks` (how many summaries are only first words).
    """
    sources = {name for one in articles for name in (one.source, *one.also_in)}
    head = {
        "date": day,
        "articles": len(articles),
        "sources": sorted(sources),
        "fallbacks": sum(one.summary_by == "first words" for one in articles),
    }
    return FENCE + yaml.safe_dump(head, sort_keys=False, allow_unicode=True) + FENCE


def section(article: Article) -> str:
    """One article as markdown: a linked title, a line about its origin, and its summary."""
    origin = ", ".join([article.source, *article.also_in])
    time = f"{article.published:%H:%M} UTC" if article.is_dated else "undated"
    mark = " · first words only" if article.summary_by == "first words" else ""
    title = escaped(article.title)
    summary = escaped(article.summary)
    return f"## [{title}](<{article.url}>)\n\n*{escaped(origin)} · {time}{mark}*\n\n{summary}\n"


def page(day: date, articles: Sequence[Article]) -> str:
    """The whole page of a day."""
    title = f"# News of {day:%A}, {day.day} {day:%B %Y}\n"
    return "\n".join([front_matter(day, articles), title, *map(section, articles)])


def escaped(text: str) -> str:
    """A text whose signs mean nothing to markdown: a feed must not be able to write our page."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)


def write_page(folder: Path, day: date, text: str) -> Path:
    """Write a page as `YYYY-MM-DD.md`, all of it or nothing: a crash leaves the old page in place.

    Raises:
        DigestError: it cannot be written.
    """
    path = folder / f"{day.isoformat()}.md"
    aside = path.with_suffix(".tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise DigestError(f"{path} cannot be written: {error.strerror}") from error
    return path


def read_front_matter(path: Path) -> dict[str, Any]:
    """The head of a page that was written before.

    Raises:
        DigestError: the page has none.
    """
    text = path.read_text(encoding="utf-8")
    if not text.startswith(FENCE) or FENCE not in text[len(FENCE) :]:
        raise DigestError(f"{path} has no front matter")
    return yaml.safe_load(text[len(FENCE) :].partition(FENCE)[0])
