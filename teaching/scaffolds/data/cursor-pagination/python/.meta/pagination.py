"""Pages over rows that change meanwhile: a cursor names the last row that was seen, not
how many there were.

The order is newest first, and of two at the same moment the higher id first, so that no
two rows are equal in it.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST = 100
HELP = "take the cursor from the last page"


class PageError(Exception):
    """A page that cannot be given."""


class InvalidCursorError(PageError):
    """The cursor is none of ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `at` in seconds since the epoch."""

    id: int
    at: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the next page; None where this is the last."""

    rows: Sequence[Row]
    next: str | None


def place(row: Row) -> tuple[int, int]:
    """Where a row stands in the order; a greater place comes earlier."""
    return row.at, row.id


def cursor_of(row: Row) -> str:
    """The cursor of the page behind this row: opaque, and safe in an address."""
    return (
        base64.urlsafe_b64encode(json.dumps(place(row)).encode()).decode().rstrip("=")
    )


def place_of(cursor: str) -> tuple[int, int]:
    """The place that `cursor_of` wrote down.

    Raises:
        InvalidCursorError: it is anything else.
    """
    try:
        found: object = json.loads(decoded(cursor))
    except ValueError as error:
        raise InvalidCursorError(HELP) from error
    match found:
        case [int(at), int(number)]:
            return at, number
        case _:
            raise InvalidCursorError(HELP)


def decoded(cursor: str) -> bytes:
    """The bytes behind a cursor; ValueError where it is no base64."""
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def page(rows: Iterable[Row], limit: int, cursor: str | None = None) -> Page:
    """The page behind a cursor, the first without one.

    Args:
        rows: all of them, in any order, as they are now.
        limit: how many; more than MOST are never given.
        cursor: `next` of the page before.

    Raises:
        PageError: the limit is less than 1, or the cursor is none of ours.
    """
    if limit < 1:
        raise PageError("a page has at least 1 row")
    size = min(limit, MOST)
    behind = in_order(rows)
    if cursor is not None:
        seen = place_of(cursor)
        behind = [row for row in behind if place(row) < seen]
    shown = behind[:size]
    return Page(shown, cursor_of(shown[-1]) if len(behind) > size else None)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The rows in their order."""
    return sorted(rows, key=place, reverse=True)
