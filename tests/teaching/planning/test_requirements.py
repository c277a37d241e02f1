"""Requirements read from a file, and each traced to its tasks or asked about."""

from pathlib import Path

import pytest

from teaching.errors import BadInputError
from teaching.planning.planner import plan
from teaching.planning.requirements import given, read_source
from teaching.repository.files import Root

WISHES = """\
# A digest of the news

## Background
We can read too many pages today.

## What it does
- Fetch RSS feeds from 12 sources
- Summaries by an LLM of at most 120 tokens per article
- The same story **must not** appear twice: no duplicates

Every run must save one markdown file. It is blue.

## Integrations
- Must be blessed by the abbot

## Out of scope
- A mobile app
"""


@pytest.fixture
def root(tmp_path: Path) -> Root:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "wishes.md").write_text(WISHES, encoding="utf-8")
    return Root(tmp_path)


def test_list_items_and_sentences_that_ask_are_read_with_their_lines(root: Root) -> None:
    source = read_source(root, "docs/wishes.md")
    assert source.title == "A digest of the news"
    assert [(wish.source, wish.text) for wish in source.wishes] == [
        ("docs/wishes.md:7", "Fetch RSS feeds from 12 sources"),
        ("docs/wishes.md:8", "Summaries by an LLM of at most 120 tokens per article"),
        ("docs/wishes.md:9", "The same story must not appear twice: no duplicates"),
        ("docs/wishes.md:11", "Every run must save one markdown file."),
        ("docs/wishes.md:14", "Must be blessed by the abbot"),
    ]
    assert source.non_goals == ("A mobile app",)


def test_every_requirement_is_covered_or_asked_about(root: Root) -> None:
    found = plan("", source=read_source(root, "docs/wishes.md"))
    assert found.goal == "A digest of the news"
    ids = {task.id for task in found.tasks}
    traced = {item.source: item for item in found.requirements}
    assert "feeds-fetch" in traced["docs/wishes.md:7"].tasks
    assert "llm-budget" in traced["docs/wishes.md:8"].tasks
    assert traced["docs/wishes.md:9"].tasks == ["dedupe-keys"]
    assert "markdown-write" in traced["docs/wishes.md:11"].tasks
    assert traced["docs/wishes.md:14"].tasks == [] and traced["docs/wishes.md:14"].question
    for item in found.requirements:
        assert set(item.tasks) <= ids
        assert bool(item.tasks) != bool(item.question)
    assert "A mobile app" in found.non_goals
    assert any("12 sources" in line for task in found.tasks for line in task.acceptance)


def test_a_text_file_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "wishes.txt").write_text("Users must log in.\r\nThe shop should send e-mail.\r\n", encoding="utf-8")
    assert len(read_source(Root(tmp_path), "wishes.txt").wishes) == 2


@pytest.mark.parametrize("path", ["../wishes.md", "/etc/passwd", "docs", "missing.md", ".env"])
def test_a_path_that_may_not_be_read_is_refused(root: Root, path: str) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        read_source(root, path)


@pytest.mark.parametrize("content", [b"", b"# Title only\n", b"Nothing is asked for here.\n", b"\xff\xfe\x00"])
def test_a_file_without_requirements_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.md").write_bytes(content)
    with pytest.raises(BadInputError):
        read_source(Root(tmp_path), "w.md")


def test_more_than_a_hundred_requirements_are_cut_and_said(tmp_path: Path) -> None:
    lines = "".join(f"- Fetch RSS feed number {number}\n" for number in range(150))
    (tmp_path / "w.md").write_text(f"# Feeds\n\n{lines}", encoding="utf-8")
    found = plan("", source=read_source(Root(tmp_path), "w.md"))
    assert len(found.requirements) == 100
    assert any("50 requirements" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Fetch from 10 sources, summarize with AI, save to markdown", 3),
        ("Users log in with e-mail, which is verified first", 1),
        ("red, green and blue", 1),
        ("Search works; results are paged", 2),
        ("", 0),
    ],
)
def test_a_list_in_one_sentence_is_taken_apart(text: str, parts: int) -> None:
    assert len(given([text])) == parts
