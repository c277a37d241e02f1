"""Task sources-load: the list of sources, and what is refused."""

from typing import Any

import pytest

from news_aggregator.errors import SettingsError
from news_aggregator.models import Source
from news_aggregator.sources import refuse_doubles, source_from, sources_from


def test_an_entry_with_name_and_url_becomes_a_source() -> None:
    assert source_from({"name": "A", "url": "https://a.org/rss"}, 1) == Source("A", "https://a.org/rss")


def test_blanks_around_name_and_url_are_dropped() -> None:
    assert source_from({"name": " A ", "url": " https://a.org/ "}, 1) == Source("A", "https://a.org/")


@pytest.mark.parametrize("entry", ["https://a.org/rss", None, 7, ["A", "https://a.org"]])
def test_an_entry_that_is_no_mapping_is_refused_with_its_place(entry: Any) -> None:
    with pytest.raises(SettingsError, match="source 4"):
        source_from(entry, 4)


@pytest.mark.parametrize("entry", [{"url": "https://a.org/"}, {"name": "  ", "url": "https://a.org/"}])
def test_an_entry_without_a_name_is_refused_with_its_place(entry: Any) -> None:
    with pytest.raises(SettingsError, match="source 2.*name"):
        source_from(entry, 2)


@pytest.mark.parametrize("url", [None, "", "a.org/rss", "ftp://a.org/rss", "file:///etc/passwd", "https://"])
def test_an_entry_without_a_web_address_is_refused_with_place_and_name(url: Any) -> None:
    with pytest.raises(SettingsError, match="source 3.*Harbour"):
        source_from({"name": "Harbour", "url": url}, 3)


@pytest.mark.parametrize("second", [Source("A", "https://b.org/"), Source("B", "https://a.org/")])
def test_a_name_or_address_that_stands_twice_is_refused(second: Source) -> None:
    with pytest.raises(SettingsError, match="twice"):
        refuse_doubles([Source("A", "https://a.org/"), second])


def test_a_list_of_different_sources_keeps_its_order() -> None:
    entries = [{"name": name, "url": f"https://{name}.org/"} for name in ("b", "a", "c")]
    assert [source.name for source in sources_from(entries)] == ["b", "a", "c"]
