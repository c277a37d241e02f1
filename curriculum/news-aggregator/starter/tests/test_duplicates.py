"""Task duplicates: the same story in several sources appears once and names them all."""

from datetime import UTC, datetime, timedelta

import pytest

from fakes import article
from news_aggregator.duplicates import canonical_url, likeness, without_doubles

EARLY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "other",
    [
        "http://a.org/story?id=7&page=2",
        "https://WWW.A.org/story?id=7&page=2",
        "https://a.org/story/?id=7&page=2",
        "https://a.org/story?page=2&id=7",
        "https://a.org/story?id=7&page=2#comments",
        "https://a.org/story?utm_source=rss&id=7&UTM_Medium=x&page=2&fbclid=abc",
    ],
)
def test_addresses_of_one_page_share_a_form(other: str) -> None:
    assert canonical_url(other) == canonical_url("https://a.org/story?id=7&page=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://a.org/story",
        "https://a.org/story?id=8",
        "https://a.org/Story?id=7",
        "https://b.org/story?id=7",
    ],
)
def test_addresses_of_different_pages_keep_different_forms(other: str) -> None:
    assert canonical_url(other) != canonical_url("https://a.org/story?id=7")


def test_a_parameter_without_a_value_still_tells_pages_apart() -> None:
    assert canonical_url("https://a.org/story?print=") != canonical_url("https://a.org/story")


def test_titles_are_as_alike_as_the_part_of_their_words_that_they_share() -> None:
    assert likeness("Snow closes the road", "Snow closes the road") == 1.0
    assert likeness("Snow closes road", "Sun opens beach") == 0.0
    assert likeness("snow closes road", "Snow closes bridge") == pytest.approx(2 / 4)


def test_order_case_and_little_words_do_not_count() -> None:
    assert likeness("The bridge opens in May", "In May, bridge opens!") == 1.0


@pytest.mark.parametrize(("one", "other"), [("", ""), ("The", "of a"), ("", "Snow")])
def test_titles_without_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) == 0.0


def test_a_story_at_one_address_stays_once_and_names_every_source() -> None:
    found = without_doubles(
        [
            article("Pictures", "http://a.org/1/", source="B", published=EARLY + timedelta(hours=2)),
            article("Bridge opens", "https://a.org/1", source="A", published=EARLY),
            article("Look", "https://www.a.org/1#x", source="C", published=EARLY + timedelta(hours=3)),
        ]
    )
    assert [(one.title, one.source, one.also_in) for one in found] == [("Bridge opens", "A", ("B", "C"))]


def test_like_titles_of_one_day_are_one_story() -> None:
    one = article("Harbour bridge opens again", "https://a.org/1", source="A")
    other = article("The harbour bridge opens again", "https://b.org/2", source="B")
    assert [one.also_in for one in without_doubles([one, other])] == [("B",)]


def test_like_titles_of_different_days_are_two_stories() -> None:
    one = article("Snow closes the road", "https://a.org/1", published=EARLY)
    other = article("Snow closes the road", "https://b.org/2", published=EARLY + timedelta(days=1))
    assert len(without_doubles([one, other])) == 2


def test_two_articles_of_one_source_do_not_name_it_as_another() -> None:
    one = article("Bridge", "https://a.org/1", source="A")
    again = article("Bridge, corrected", "https://a.org/1#new", source="A")
    assert [one.also_in for one in without_doubles([one, again])] == [()]


def test_stories_come_oldest_first() -> None:
    late = article("Late", "https://a.org/2", published=EARLY + timedelta(hours=1))
    early = article("Early", "https://a.org/1", published=EARLY)
    assert without_doubles([late, early]) == [early, late]


def test_doubles_of_doubles_are_taken_out_whatever_comes_first() -> None:
    known = article("Bridge", "https://a.org/1", source="A", also_in=("B",))
    fresh = article("Bridge", "https://a.org/1", source="B")
    assert without_doubles([fresh, known])[0].also_in == ("B",)
