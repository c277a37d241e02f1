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
    # TODO(human)[digest-file]: the articles of the day, newest first; of one
    # moment in the order of their titles
    # Hint: two orders in opposite directions: sort twice, the less important
    # one first
    raise NotImplementedError("TODO(human): of_day")


def front_matter(day: date, articles: Sequence[Article]) -> str:
    """The head of a page, between two lines of three dashes.

    It holds `date` (a date, not a text), `articles` (how many), `sources` (the names of all that
    carry one of them, sorted) and `fallbacks` (how many summaries are only first words).
    """
    # TODO(human)[digest-file]: put the four fields into a dict and let yaml
    # write it between two fences
    # Hint: never put YAML together by hand: a name with a colon in it would be
    # another document
    # Hint: `sort_keys=False` keeps your order, `allow_unicode=True` keeps
    # letters readable
    raise NotImplementedError("TODO(human): front_matter")


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
    # TODO(human)[digest-file]: write beside the page, then put it in its place
    # in one step
    # Hint: a program can die between any two lines: after which one is the old
    # page gone?
    # Hint: `Path.replace` puts a file in the place of another in one step
    # Hint: what the operating system refuses is an `OSError`; ours is
    # `DigestError`
    raise NotImplementedError("TODO(human): write_page")


def read_front_matter(path: Path) -> dict[str, Any]:
    """The head of a page that was written before.

    Raises:
        DigestError: the page has none.
    """
    text = path.read_text(encoding="utf-8")
    if not text.startswith(FENCE) or FENCE not in text[len(FENCE) :]:
        raise DigestError(f"{path} has no front matter")
    return yaml.safe_load(text[len(FENCE) :].partition(FENCE)[0])
