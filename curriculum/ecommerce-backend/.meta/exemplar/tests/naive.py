"""The obvious way to sell: look, then write. It is right as long as there is one buyer."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from shop.errors import OutOfStockError
from shop.models import Product


def take_naively(session: Session, product_id: int, quantity: int, meanwhile: Callable[[], object]) -> None:
    """Takes some of a product out of stock; `meanwhile` is what others do between the look and the write."""
    product = session.get_one(Product, product_id)
    if product.stock < quantity:
        raise OutOfStockError(f"of product {product_id} there are fewer than {quantity} left")
    meanwhile()
    product.stock = product.stock - quantity
