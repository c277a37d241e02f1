"""What is left. Nothing here reads a number first and writes it afterwards."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from shop.errors import OutOfStockError
from shop.models import Product


def take(session: Session, product_id: int, quantity: int) -> None:
    """Takes some of a product out of stock, if there is enough, in one statement.

    Raises:
        OutOfStockError: there is not.
    """
    left = session.scalar(
        update(Product)
        .where(Product.id == product_id, Product.stock >= quantity)
        .values(stock=Product.stock - quantity)
        .returning(Product.stock)
    )
    if left is None:
        raise OutOfStockError(f"of product {product_id} there are fewer than {quantity} left")
