"""Carts: what somebody wants to buy. Nothing is reserved by it."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shop.errors import ConflictError, NotFoundError
from shop.models import CartLine, Product

MOST_OF_ONE = 20


def put(session: Session, user_id: int, product_id: int, quantity: int) -> int:
    """Adds to what is in the cart of a product; returns how many there are now.

    Raises:
        ConflictError: that would be more than `MOST_OF_ONE`.
        NotFoundError: there is no such product.
    """
    if session.get(Product, product_id) is None:
        raise NotFoundError(f"there is no product {product_id}")
    total = added(session, user_id, product_id, quantity)
    if total > MOST_OF_ONE:
        raise ConflictError(f"a cart holds at most {MOST_OF_ONE} of one product")
    return total


def added(session: Session, user_id: int, product_id: int, quantity: int) -> int:
    """Writes the line, or adds to the one that is there, in one statement; returns its new quantity."""
    # TODO(human)[cart-add]: insert the line, or add to the one that is there,
    # in one statement, and return its new quantity
    # Hint: `insert` above is PostgreSQL's own, which knows
    # `on_conflict_do_update`
    # Hint: two columns together say which line it is
    # Hint: in what is set, the row that was there and `excluded`, the one that
    # was to be inserted, can be added
    raise NotImplementedError("TODO(human): added")


def lines_of(session: Session, user_id: int) -> list[tuple[CartLine, Product]]:
    """What is in a cart, with its products, in the order of their ids."""
    found = session.execute(
        select(CartLine, Product)
        .join(Product, Product.id == CartLine.product_id)
        .where(CartLine.user_id == user_id)
        .order_by(CartLine.product_id)
    )
    return [(line, product) for line, product in found]
