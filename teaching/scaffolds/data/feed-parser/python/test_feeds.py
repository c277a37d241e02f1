"""What is read from feeds as they are found."""

from datetime import UTC, datetime

import pytest

from your_package.feeds import Entry, FeedError, date_of, parse


def rss(*items: str) -> str:
    """An RSS feed of these items."""
    inner = f"<title>News</title>{''.join(items)}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{inner}</channel></rss>'


def atom(*entries: str) -> str:
    """An Atom feed of these entries."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{"".join(entries)}</feed>'


def test_an_rss_item_becomes_an_entry() -> None:
    item = (
        "<item><title> Rain &amp; sun </title><link>https://a.example/1</link><guid>one</guid>"
        "<pubDate>Sat, 21 Nov 2026 10:00:00 +0200</pubDate></item>"
    )
    when = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert parse(rss(item)) == [Entry("one", "Rain & sun", "https://a.example/1", when)]


def test_an_rss_item_without_guid_is_known_by_its_link() -> None:
    entries = parse(
        rss("<item><title>A</title><link>https://a.example/1</link></item>")
    )
    assert [(entry.id, entry.published) for entry in entries] == [
        ("https://a.example/1", None)
    ]


def test_an_atom_entry_becomes_the_same_kind_of_entry() -> None:
    entry = (
        '<entry><id>urn:1</id><title>Rain</title><link rel="self" href="https://a.example/self"/>'
        '<link href="https://a.example/1"/><link rel="alternate" href="https://a.example/2"/>'
        "<published>2026-11-21T10:00:00+02:00</published></entry>"
    )
    when = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert parse(atom(entry)) == [Entry("urn:1", "Rain", "https://a.example/1", when)]


def test_an_atom_entry_without_published_takes_updated() -> None:
    updated = "<updated>2026-11-21T08:00:00Z</updated>"
    entry = f"<entry><id>urn:1</id><title>Rain</title>{updated}</entry>"
    assert parse(atom(entry)) == [
        Entry("urn:1", "Rain", "", datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    ]


def test_an_atom_entry_without_id_is_known_by_its_link() -> None:
    assert (
        parse(atom('<entry><link href="https://a.example/1"/></entry>'))[0].id
        == "https://a.example/1"
    )


def test_the_order_of_the_feed_is_kept_and_what_cannot_be_named_is_left_out() -> None:
    items = [
        "<item><guid>b</guid></item>",
        "<item><title>nameless</title></item>",
        "<item><guid>a</guid></item>",
    ]
    assert [entry.id for entry in parse(rss(*items))] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Sat, 21 Nov 2026 10:00:00 GMT", 10),
        ("21 Nov 2026 10:00:00 -0500", 15),
        ("2026-11-21T10:00:00Z", 10),
        ("2026-11-21T10:00:00+02:00", 8),
        ("2026-11-21T10:00:00", 10),
    ],
)
def test_a_date_of_either_form_is_read_in_utc(text: str, hour: int) -> None:
    assert date_of(text) == datetime(2026, 11, 21, hour, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-45"])
def test_a_date_that_cannot_be_read_is_none(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    "text", ["", "<rss", "<html></html>", '<!DOCTYPE rss [<!ENTITY a "b">]><rss/>']
)
def test_what_is_no_feed_is_an_error_of_our_own(text: str) -> None:
    with pytest.raises(FeedError):
        parse(text)
