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
    # TODO(human)[sources-load]: check one entry and make a `Source` of it, or
    # refuse it with a message that names its place
    # Hint: `entry` comes from a file that a person wrote: which three things
    # can be wrong with it?
    # Hint: blanks around a value are nobody's intention: take them off before
    # you look at it
    # Hint: `is_web_address` below already knows what an address is
    raise NotImplementedError("TODO(human): source_from")


def refuse_doubles(sources: Sequence[Source]) -> None:
    """Refuse a list in which a name or an address stands twice.

    Raises:
        SettingsError: one does; the message names it.
    """
    # TODO(human)[sources-load]: raise a `SettingsError` for the first name or
    # address that stands twice
    # Hint: what do you have to remember while you go through the list once?
    # Hint: a name and an address never look alike, so one memory is enough for
    # both
    raise NotImplementedError("TODO(human): refuse_doubles")


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https address with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.hostname)
