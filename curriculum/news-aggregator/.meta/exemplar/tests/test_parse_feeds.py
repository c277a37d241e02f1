"""Task parse-feeds: RSS, Atom and what is broken become articles of one kind."""

from datetime import UTC, datetime
from time import gmtime

import pytest

from fakes import NOON
from feed_server.feeds import FAULTS, FEEDS
from news_aggregator.errors import FeedError
from news_aggregator.models import Article, Fetched, Source
from news_aggregator.parsing import parse_feed, published_of
from news_aggregator.text import plain_text


def articles(path: str) -> list[Article]:
    """The articles of one of the practice feeds."""
    feed = FEEDS[path]
    return parse_feed(Fetched(Source("S", "https://s.org/"), feed.body, feed.content_type), NOON)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain words", "plain words"),
        ("<b>Apples &amp; pears</b>", "Apples & pears"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("a<br>b", "a b"),
        ("  many\n\t blanks&nbsp;here ", "many blanks here"),
        ("<script>track()</script>seen<style>p {}</style>", "seen"),
        ("5 &lt; 6 &amp; 7 &gt; 3", "5 < 6 & 7 > 3"),
        ("an <i>unclosed tag", "an unclosed tag"),
        ("1 < 2", "1 < 2"),
        ("", ""),
    ],
)
def test_html_becomes_the_words_that_a_reader_sees(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_date_is_read_as_utc() -> None:
    assert published_of({"published_parsed": gmtime(0)}) == datetime(1970, 1, 1, tzinfo=UTC)


def test_the_date_of_the_update_stands_in_for_that_of_the_publication() -> None:
    assert published_of({"published_parsed": None, "updated_parsed": gmtime(0)}) is not None
    both = {"published_parsed": gmtime(0), "updated_parsed": gmtime(86_400)}
    assert published_of(both) == datetime(1970, 1, 1, tzinfo=UTC)


def test_no_date_is_none() -> None:
    assert published_of({}) is None
    assert published_of({"published_parsed": None}) is None


def test_rss_gives_title_link_source_time_and_text() -> None:
    first = articles("/harbour.xml")[0]
    assert first.title == "Harbour bridge opens again after four months"
    assert first.url == "https://harbour.example.org/bridge?utm_source=rss&id=7"
    assert first.source == "S"
    assert first.published == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert first.text.startswith("The old harbour bridge opens again on Tuesday.")


def test_atom_gives_utc_whatever_its_zone() -> None:
    bridge, snow = articles("/valley.atom")
    assert bridge.published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert snow.published == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert snow.text == "The upper valley road is closed. Snow fell all night."


def test_the_old_dialect_is_read_too() -> None:
    assert [one.title for one in articles("/orchard.rdf")] == ["Blossom comes early this year"]


def test_a_feed_in_another_encoding_than_it_says_keeps_its_letters() -> None:
    assert articles("/tram.xml")[0].title == "Café at the tram terminus reopens"


def test_an_article_without_a_readable_date_takes_that_of_the_fetch_and_says_so() -> None:
    found = articles("/library.xml")
    assert [(one.published, one.is_dated) for one in found] == [(NOON, False), (NOON, False)]


def test_html_in_titles_goes_and_entries_without_title_or_address_are_left_out() -> None:
    assert [one.title for one in articles("/market.xml")] == ["Apples & pears cost more"]


def test_an_unchanged_feed_has_no_articles() -> None:
    assert parse_feed(Fetched(Source("S", "https://s.org/"), None), NOON) == []


@pytest.mark.parametrize("body", [FEEDS["/station.xml"].body, b"", b"plain words", b'{"json": 1}'])
def test_what_is_no_feed_is_refused_with_the_name_of_the_source(body: bytes) -> None:
    with pytest.raises(FeedError, match="Station Board"):
        parse_feed(Fetched(Source("Station Board", "https://s.org/"), body), NOON)


def test_of_a_feed_that_breaks_off_the_whole_part_is_kept() -> None:
    body = FAULTS["cut"].body
    found = parse_feed(Fetched(Source("S", "https://s.org/"), body), NOON)
    assert found[0].title == "Harbour bridge opens again after four months"
