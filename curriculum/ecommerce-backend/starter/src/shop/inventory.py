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
    # TODO(human)[no-oversell]: take the quantity out of stock in one UPDATE
    # that changes nothing where there is too little
    # Hint: where is the question asked whether there is enough: in Python, or
    # in the statement?
    # Hint: the new stock is worked out by the database, from the column
    # Hint: RETURNING tells whether a row was changed
    raise NotImplementedError("TODO(human): take")
