"""Task digest-file: one page a day, with a head that programs read."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from fakes import article
from news_aggregator.digest import front_matter, of_day, page, read_front_matter, write_page
from news_aggregator.errors import DigestError

DAY = date(2026, 3, 2)


def at(hour: int, day: int = 2) -> datetime:
    """A moment in March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_page_holds_the_articles_of_its_day_newest_first() -> None:
    noon, evening = article("Noon", published=at(12)), article("Evening", published=at(20))
    other = article("Tomorrow", published=at(0, day=3))
    assert of_day([noon, other, evening], DAY) == [evening, noon]


def test_articles_of_one_moment_are_ordered_by_title() -> None:
    found = of_day([article("B", published=at(9)), article("A", published=at(9))], DAY)
    assert [one.title for one in found] == ["A", "B"]


def test_the_head_stands_between_two_fences() -> None:
    head = front_matter(DAY, [article()])
    assert head.startswith("---\n") and head.endswith("---\n")
    assert head.count("---\n") == 2


def test_the_head_says_date_count_sources_and_fallbacks() -> None:
    articles = [
        article("1", source="Valley", also_in=("Harbour", "Tram"), summary_by="tool"),
        article("2", source="Harbour", summary_by="first words"),
    ]
    head = yaml.safe_load(front_matter(DAY, articles).strip("-\n"))
    assert head == {
        "date": DAY,
        "articles": 2,
        "sources": ["Harbour", "Tram", "Valley"],
        "fallbacks": 1,
    }


def test_names_with_signs_of_yaml_survive_the_head() -> None:
    odd = 'News: "quoted" # 1, café\n---\nx'
    assert yaml.safe_load(front_matter(DAY, [article(source=odd)])[4:-4])["sources"] == [odd]


def test_letters_stay_readable_in_the_head() -> None:
    assert "Café" in front_matter(DAY, [article(source="Café")])


def test_a_page_is_written_under_the_name_of_its_day(tmp_path: Path) -> None:
    path = write_page(tmp_path / "digests", DAY, "Café\n")
    assert path == tmp_path / "digests" / "2026-03-02.md"
    assert path.read_text(encoding="utf-8") == "Café\n"


def test_a_page_is_written_over_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_page(tmp_path, DAY, "old\n")
    path = write_page(tmp_path, DAY, "new\n")
    assert path.read_text(encoding="utf-8") == "new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_that_fails_halfway_leaves_the_old_one_whole(tmp_path: Path) -> None:
    path = write_page(tmp_path, DAY, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_page(tmp_path, DAY, "new and long enough to count" * 4000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "old\n"


def test_a_page_that_cannot_be_written_is_a_digest_error(tmp_path: Path) -> None:
    taken = tmp_path / "digests"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(DigestError, match=r"2026-03-02\.md"):
        write_page(taken, DAY, "text\n")


def test_what_was_written_can_be_read_back(tmp_path: Path) -> None:
    articles = [article("A [title] * with signs", summary="It opens.", summary_by="tool")]
    path = write_page(tmp_path, DAY, page(DAY, articles))
    assert read_front_matter(path)["date"] == DAY
    text = path.read_text(encoding="utf-8")
    assert "# News of Monday, 2 March 2026" in text
    assert r"## [A \[title\] \* with signs](<https://a.example.org/1>)" in text
    assert "*A · 08:00 UTC*" in text
