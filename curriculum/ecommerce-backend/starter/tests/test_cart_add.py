"""Task cart-add: adding to a cart is one statement, so that two clicks are two."""

import pytest
from sqlalchemy.orm import Session

from builders import Shop, at_once, product, users
from shop.carts import MOST_OF_ONE, added, lines_of, put
from shop.database import Sessions
from shop.errors import ConflictError


def cart(session: Session, user_id: int) -> list[tuple[str, int]]:
    """Names and quantities in a cart."""
    return [(product.name, line.quantity) for line, product in lines_of(session, user_id)]


def test_the_first_makes_a_line_and_the_next_adds_to_it(sessions: Sessions, session: Session) -> None:
    user_id, lamp = users(sessions, 1)[0], product(sessions)
    assert added(session, user_id, lamp.id, 2) == 2
    assert added(session, user_id, lamp.id, 3) == 5
    assert cart(session, user_id) == [("A lamp", 5)]


def test_products_and_people_have_lines_of_their_own(sessions: Sessions, session: Session) -> None:
    ada, bo = users(sessions, 2)
    lamp, chair = product(sessions), product(sessions, name="A chair")
    added(session, ada, lamp.id, 1)
    added(session, ada, chair.id, 2)
    added(session, bo, chair.id, 4)
    assert cart(session, ada) == [("A lamp", 1), ("A chair", 2)]
    assert cart(session, bo) == [("A chair", 4)]


def test_twenty_clicks_at_once_are_twenty(many: Sessions) -> None:
    user_id, lamp = users(many, 1)[0], product(many)

    def click() -> int:
        with many.begin() as session:
            return put(session, user_id, lamp.id, 1)

    got = at_once([click for _ in range(20)], ConflictError)
    assert sorted(one for one in got if one is not None) == list(range(1, 21))


def test_more_than_a_cart_holds_is_refused_and_changes_nothing(sessions: Sessions) -> None:
    user_id, lamp = users(sessions, 1)[0], product(sessions)
    with sessions.begin() as session:
        put(session, user_id, lamp.id, MOST_OF_ONE)
    with pytest.raises(ConflictError, match=str(MOST_OF_ONE)), sessions.begin() as session:
        put(session, user_id, lamp.id, 1)
    with sessions.begin() as session:
        assert cart(session, user_id) == [("A lamp", MOST_OF_ONE)]


def test_a_cart_is_filled_over_http(shop: Shop) -> None:
    headers, lamp = shop.headers(shop.user()), shop.product()
    answers = [
        shop.client.post("/cart", json={"product_id": lamp.id, "quantity": 2}, headers=headers).json() for _ in "ab"
    ]
    assert [one["quantity"] for one in answers] == [2, 4]
    line = {"product_id": lamp.id, "name": "A lamp", "quantity": 4, "price_cents": 1_000}
    assert shop.client.get("/cart", headers=headers).json() == [line]
