"""Task keyset-pages: pages that stay right while the list changes under them."""

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from builders import BEGIN, Shop
from shop.errors import CursorError
from shop.models import Product
from shop.pages import decode, encode, page_of


def fill(session: Session, minutes: list[int]) -> list[int]:
    """Puts a product on the shelf for each of these minutes; returns their ids in the order of the list."""
    made = [
        Product(name=f"at {minute}", price_cents=100, stock=1, created_at=BEGIN + timedelta(minutes=minute))
        for minute in minutes
    ]
    session.add_all(made)
    session.flush()
    return [one.id for one in sorted(made, key=lambda one: (one.created_at, one.id), reverse=True)]


def walk(session: Session, limit: int) -> list[list[int]]:
    """The ids of all pages, one after the other."""
    pages: list[list[int]] = []
    cursor: str | None = None
    while True:
        page = page_of(session, limit, cursor)
        pages.append([one.id for one in page.items])
        if page.next is None:
            return pages
        cursor = page.next


def test_pages_follow_each_other_newest_first_and_the_last_has_no_next(session: Session) -> None:
    ids = fill(session, [1, 2, 3, 4, 5])
    assert walk(session, 2) == [ids[:2], ids[2:4], ids[4:]]


def test_a_last_page_that_is_just_full_is_the_last(session: Session) -> None:
    ids = fill(session, [1, 2, 3, 4])
    assert walk(session, 2) == [ids[:2], ids[2:]]


def test_products_of_one_moment_are_neither_lost_nor_shown_twice(session: Session) -> None:
    ids = fill(session, [7, 7, 7, 7, 7, 3])
    assert [one for page in walk(session, 2) for one in page] == ids


def test_what_is_added_or_taken_away_meanwhile_moves_nothing(session: Session) -> None:
    ids = fill(session, [1, 2, 3, 4])
    first = page_of(session, 2)
    fill(session, [9])
    session.execute(delete(Product).where(Product.id == ids[1]))
    second = page_of(session, 2, first.next)
    assert [one.id for one in second.items] == ids[2:]


def test_a_cursor_leads_back_to_the_time_and_id_that_it_was_made_of() -> None:
    assert decode(encode(Product(id=12, created_at=BEGIN))) == (BEGIN, 12)


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "aGVsbG8", "MjAyNi0wMy0wMnw", "w6TDtsO8_w"])
def test_a_cursor_that_nobody_here_made_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError, match="cursor"):
        decode(cursor)


def test_the_catalogue_gives_pages_over_http(shop: Shop) -> None:
    with shop.sessions.begin() as session:
        ids = fill(session, [1, 2, 3])
    first = shop.client.get("/products", params={"limit": 2}).json()
    second = shop.client.get("/products", params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == ids
    assert second["next"] is None
    assert shop.client.get("/products", params={"cursor": "made-up"}).status_code == 400
