"""What somebody sees who turns pages while rows come and go."""

import re

import pytest

from your_package.pagination import (
    MOST,
    InvalidCursorError,
    Page,
    PageError,
    Row,
    cursor_of,
    page,
    place,
    place_of,
)

ROWS = [Row(1, 10), Row(2, 20), Row(3, 20), Row(4, 30), Row(5, 5)]
ORDER = [4, 3, 2, 1, 5]


def ids(found: Page) -> list[int]:
    """The ids of a page."""
    return [row.id for row in found.rows]


def all_pages(rows: list[Row], limit: int) -> list[int]:
    """The ids of every page, one after the other."""
    found = page(rows, limit)
    seen = ids(found)
    while found.next is not None:
        found = page(rows, limit, found.next)
        seen += ids(found)
    return seen


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
def test_all_pages_together_have_every_row_once_in_order(limit: int) -> None:
    assert all_pages(ROWS, limit) == ORDER


def test_the_last_page_has_no_cursor() -> None:
    assert page(ROWS, 5).next is None
    assert page([], 5) == Page([], None)


def test_a_row_that_comes_meanwhile_shifts_nothing() -> None:
    first = page(ROWS, 2)
    assert ids(page([*ROWS, Row(6, 99)], 2, first.next)) == [2, 1]


def test_a_row_that_goes_meanwhile_loses_nothing() -> None:
    first = page(ROWS, 2)
    left = [row for row in ROWS if row.id not in (3, 4)]
    assert ids(page(left, 2, first.next)) == [2, 1]


def test_no_more_than_the_most_is_given() -> None:
    assert (
        len(page([Row(number, number) for number in range(MOST + 50)], 10_000).rows)
        == MOST
    )


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(PageError):
        page(ROWS, 0)


def test_a_cursor_is_read_back_and_safe_in_an_address() -> None:
    for row in [Row(1, 0), Row(2**40, 2**33)]:
        assert place_of(cursor_of(row)) == place(row)
        assert re.fullmatch(r"[\w-]+", cursor_of(row))


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "bnVsbA", "WzFd", "WyJhIiwxXQ", "eyJhIjoxfQ"]
)
def test_a_cursor_of_somebody_else_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        place_of(cursor)
    with pytest.raises(InvalidCursorError):
        page(ROWS, 2, cursor)
