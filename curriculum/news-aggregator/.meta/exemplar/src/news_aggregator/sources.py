"""Makes the list of sources out of what `news.yaml` says, and refuses what cannot be fetched."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from news_aggregator.errors import SettingsError
from news_aggregator.models import Source

SCHEMES = frozenset({"http", "https"})


def sources_from(entries: Sequence[Any]) -> list[Source]:
    """The sources in the order of the file.

    Raises:
        SettingsError: an entry cannot be used, or two of them are the same feed.
    """
    sources = [source_from(entry, number) for number, entry in enumerate(entries, start=1)]
    refuse_doubles(sources)
    return sources


def source_from(entry: Any, number: int) -> Source:
    """One source.

    Args:
        entry: what YAML made of one item of the list, so it can be anything.
        number: its place in the list, counted from 1, for the message.

    Raises:
        SettingsError: it has no name or no web address; the message names the place.
    """
    if not isinstance(entry, dict):
        raise SettingsError(f"source {number} is no mapping: write `name:` and `url:`")
    name, url = str(entry.get("name") or "").strip(), str(entry.get("url") or "").strip()
    if not name:
        raise SettingsError(f"source {number} has no name: add `name:`")
    if not is_web_address(url):
        raise SettingsError(f"source {number} ({name}) has no web address: `url:` is {url!r}")
    return Source(name, url)


def refuse_doubles(sources: Sequence[Source]) -> None:
    """Refuse a list in which a name or an address stands twice.

    Raises:
        SettingsError: one does; the message names it.
    """
    seen: set[str] = set()
    for source in sources:
        for value in (source.name, source.url):
            if value in seen:
                raise SettingsError(f"{value} stands twice in the list: take one out")
            seen.add(value)


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https address with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.hostname)
