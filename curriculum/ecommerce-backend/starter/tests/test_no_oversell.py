"""Task no-oversell: what is there once is sold once, however many ask for it at the same moment."""

import os

import pytest
from sqlalchemy.orm import Session

from builders import BEGIN, Shop, at_once, product, users
from shop.carts import lines_of
from shop.database import Sessions
from shop.errors import ConflictError, OutOfStockError
from shop.inventory import take
from shop.models import CartLine, Order, Product
from shop.orders import place

BUYERS = 50
ROUNDS = int(os.environ.get("OVERSELL_ROUNDS", "3"))


def want(sessions: Sessions, user_id: int, *product_ids: int, quantity: int = 1) -> None:
    """Puts things into somebody's cart."""
    with sessions.begin() as session:
        session.add_all(CartLine(user_id=user_id, product_id=one, quantity=quantity) for one in product_ids)


def buy(sessions: Sessions, user_id: int) -> Order:
    """Orders what is in the cart."""
    with sessions.begin() as session:
        return place(session, user_id, BEGIN)


def left(sessions: Sessions, product_id: int) -> int:
    """What is left of a product."""
    with sessions.begin() as session:
        return session.get_one(Product, product_id).stock


def test_taking_leaves_the_rest(sessions: Sessions) -> None:
    lamp, chair = product(sessions, stock=5), product(sessions, stock=5)
    with sessions.begin() as session:
        take(session, lamp.id, 2)
        take(session, lamp.id, 3)
    assert (left(sessions, lamp.id), left(sessions, chair.id)) == (0, 5)


def test_taking_more_than_there_is_takes_nothing(sessions: Sessions) -> None:
    lamp = product(sessions, stock=2)
    with sessions.begin() as session, pytest.raises(OutOfStockError, match=f"product {lamp.id}"):
        take(session, lamp.id, 3)
    assert left(sessions, lamp.id) == 2


def test_an_order_keeps_the_prices_of_its_moment_and_empties_the_cart(sessions: Sessions) -> None:
    user_id, lamp = users(sessions, 1)[0], product(sessions, stock=5, price_cents=4_900)
    want(sessions, user_id, lamp.id, quantity=2)
    order = buy(sessions, user_id)
    with sessions.begin() as session:
        session.get_one(Product, lamp.id).price_cents = 9_900
    with sessions.begin() as session:
        kept = session.get_one(Order, order.id)
        assert (kept.total_cents, kept.lines[0].price_cents, kept.lines[0].quantity) == (9_800, 4_900, 2)
        assert lines_of(session, user_id) == []


def test_an_order_is_placed_whole_or_not_at_all(sessions: Sessions) -> None:
    user_id, lamp, chair = users(sessions, 1)[0], product(sessions, stock=5), product(sessions, stock=0)
    want(sessions, user_id, lamp.id, chair.id)
    with pytest.raises(OutOfStockError):
        buy(sessions, user_id)
    assert left(sessions, lamp.id) == 5
    with sessions.begin() as session:
        assert len(lines_of(session, user_id)) == 2


def test_an_empty_cart_is_no_order(sessions: Sessions) -> None:
    user_id = users(sessions, 1)[0]
    with pytest.raises(ConflictError, match="empty"):
        buy(sessions, user_id)


def test_of_fifty_buyers_exactly_one_gets_the_last(many: Sessions) -> None:
    buyers = users(many, BUYERS)
    for _ in range(ROUNDS):
        lamp = product(many, stock=1)
        for buyer in buyers:
            want(many, buyer, lamp.id)
        got = at_once([lambda buyer=buyer: buy(many, buyer) for buyer in buyers], OutOfStockError)
        assert sum(one is not None for one in got) == 1
        assert left(many, lamp.id) == 0
        with many.begin() as session:
            session.query(CartLine).delete()


def test_carts_that_were_filled_in_opposite_order_do_not_wait_for_each_other_for_ever(many: Sessions) -> None:
    lamp, chair = product(many, stock=100), product(many, stock=100)
    buyers = users(many, 20)
    for number, buyer in enumerate(buyers):
        for one in (lamp, chair) if number % 2 else (chair, lamp):
            want(many, buyer, one.id)
    got = at_once([lambda buyer=buyer: buy(many, buyer) for buyer in buyers], OutOfStockError)
    assert None not in got
    assert (left(many, lamp.id), left(many, chair.id)) == (80, 80)


def test_an_order_is_placed_over_http(shop: Shop) -> None:
    headers, lamp = shop.headers(shop.user()), shop.product(stock=1)
    shop.client.post("/cart", json={"product_id": lamp.id}, headers=headers)
    placed = shop.client.post("/orders", headers=headers)
    assert (placed.status_code, placed.json()["state"]) == (201, "placed")
    assert shop.client.get(placed.headers["Location"], headers=headers).json() == placed.json()
    assert shop.client.post("/orders", headers=headers).json()["detail"] == "the cart is empty"
    assert shop.client.get(f"/products/{lamp.id}").json()["stock"] == 0
