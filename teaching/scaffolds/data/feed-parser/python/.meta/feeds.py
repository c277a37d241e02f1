"""RSS 2.0 and Atom 1.0 turned into one kind of entry, by the standard library."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 822, as RSS writes dates, and ISO 8601, as Atom does.
READERS = (parsedate_to_datetime, datetime.fromisoformat)


class FeedError(Exception):
    """A feed that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, whatever form it came in.

    Attributes:
        id: the same at every reading: what the feed calls it, else its link.
        published: in UTC; None where the feed gives no date that can be read.
    """

    id: str
    title: str
    link: str
    published: datetime | None


def parse(text: str) -> list[Entry]:
    """The entries of a feed, in its order; those without an id and a link are left out.

    Raises:
        FeedError: it is no RSS and no Atom.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FeedError(
            "a document type is not read: its entities can blow up the memory"
        )
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        raise FeedError(f"not well-formed: {error}") from error
    if root.tag == "rss":
        entries = [rss_entry(item) for item in root.iter("item")]
    elif root.tag == f"{ATOM}feed":
        entries = [atom_entry(item) for item in root.iter(f"{ATOM}entry")]
    else:
        raise FeedError(f"neither RSS nor Atom, but <{root.tag}>")
    return [entry for entry in entries if entry.id]


def text_of(item: Element, tag: str) -> str:
    """The text of a child, without space around it; "" where there is none."""
    return (item.findtext(tag) or "").strip()


def rss_entry(item: Element) -> Entry:
    """The entry of an RSS `item`: guid, title, link, pubDate."""
    link = text_of(item, "link")
    return Entry(
        id=text_of(item, "guid") or link,
        title=text_of(item, "title"),
        link=link,
        published=date_of(text_of(item, "pubDate")),
    )


def atom_entry(item: Element) -> Entry:
    """The entry of an Atom `entry`: id, title, published (else updated), link."""
    link = alternate_link(item)
    published = text_of(item, f"{ATOM}published") or text_of(item, f"{ATOM}updated")
    return Entry(
        id=text_of(item, f"{ATOM}id") or link,
        title=text_of(item, f"{ATOM}title"),
        link=link,
        published=date_of(published),
    )


def alternate_link(item: Element) -> str:
    """The `href` of the first `link` whose `rel` is "alternate", or "".

    A `link` without a `rel` is an alternate one.
    """
    for link in item.iter(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href", "")
    return ""


def date_of(text: str) -> datetime | None:
    """A date of either form (see READERS) in UTC; None where it is no date."""
    for read in READERS:
        try:
            return in_utc(read(text))
        except ValueError:
            continue
    return None


def in_utc(found: datetime) -> datetime:
    """The same moment in UTC; one without a zone is taken as UTC."""
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
