"""Finds the same story in several sources: by its address, then by the likeness of its title."""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from news_aggregator.models import Article

LIKENESS = 0.6
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref|cmp", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_FILLERS = frozenset("a an and as at by for from in is of on or the to with".split())


def is_tracking(name: str) -> bool:
    """Whether a parameter of an address only says where a reader came from."""
    return _TRACKING.fullmatch(name) is not None


def title_words(title: str) -> frozenset[str]:
    """The words of a title that carry its meaning, in small letters."""
    return frozenset(_WORD.findall(title.casefold())) - _FILLERS


def canonical_url(url: str) -> str:
    """The form that all addresses of one page share; for comparing, not for fetching.

    Scheme https, host in small letters without `www.`, no fragment, no tracking parameters, the
    other parameters sorted, no slash at the end of the path.
    """
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted(pair for pair in pairs if not is_tracking(pair[0]))
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(kept), ""))


def likeness(one: str, other: str) -> float:
    """How alike two titles are: the part of their words that they share, from 0 to 1."""
    ours, theirs = title_words(one), title_words(other)
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)


def same_story(one: Article, other: Article) -> bool:
    """Whether two articles tell of the same thing: one page, or like titles on the same day."""
    if canonical_url(one.url) == canonical_url(other.url):
        return True
    return one.day == other.day and likeness(one.title, other.title) >= LIKENESS


def without_doubles(articles: Iterable[Article]) -> list[Article]:
    """Each story once, oldest first: the earliest article stays and names the other sources."""
    kept: list[Article] = []
    for article in sorted(articles, key=lambda one: (one.published, one.source)):
        at = next((at for at, one in enumerate(kept) if same_story(one, article)), None)
        if at is None:
            kept.append(article)
        else:
            kept[at] = with_source(kept[at], article)
    return kept


def with_source(article: Article, double: Article) -> Article:
    """The article, naming the sources of its double too, each once and its own not at all."""
    names = dict.fromkeys([*article.also_in, double.source, *double.also_in])
    return replace(article, also_in=tuple(name for name in names if name != article.source))
