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
    # TODO(human)[duplicates]: take the address apart, bring each part into its
    # one form, and put it together again
    # Hint: the docstring above lists the parts; `urlsplit` and `urlunsplit`
    # are each other's opposite
    # Hint: `parse_qsl` drops parameters without a value unless you ask it to
    # keep them
    # Hint: `is_tracking` knows which parameters go
    raise NotImplementedError("TODO(human): canonical_url")


def likeness(one: str, other: str) -> float:
    """How alike two titles are: the part of their words that they share, from 0 to 1."""
    # TODO(human)[duplicates]: the number of words that both titles have,
    # divided by the number that either has
    # Hint: `title_words` gives sets; which operators give what two sets share,
    # and all of both?
    # Hint: what happens with a title of little words only?
    raise NotImplementedError("TODO(human): likeness")


def same_story(one: Article, other: Article) -> bool:
    """Whether two articles tell of the same thing: one page, or like titles on the same day."""
    if canonical_url(one.url) == canonical_url(other.url):
        return True
    return one.day == other.day and likeness(one.title, other.title) >= LIKENESS


def without_doubles(articles: Iterable[Article]) -> list[Article]:
    """Each story once, oldest first: the earliest article stays and names the other sources."""
    # TODO(human)[duplicates]: go through the articles oldest first, and keep
    # each one or add its source to the one that it repeats
    # Hint: `same_story` compares two articles, `with_source` adds one to the
    # other
    # Hint: an article is frozen: what stands in the list of kept ones has to
    # be replaced
    # Hint: articles of the same moment need an order too, or the result
    # depends on chance
    raise NotImplementedError("TODO(human): without_doubles")


def with_source(article: Article, double: Article) -> Article:
    """The article, naming the sources of its double too, each once and its own not at all."""
    names = dict.fromkeys([*article.also_in, double.source, *double.also_in])
    return replace(article, also_in=tuple(name for name in names if name != article.source))
