"""Pages of a list, by key instead of by number: what is added or taken away meanwhile moves nothing."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from shop.errors import CursorError
from shop.models import Product

Position = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some products, newest first.

    Attributes:
        next: the cursor of the page after this one; None on the last.
    """

    items: list[Product]
    next: str | None


def encode(product: Product) -> str:
    """A cursor that stands right behind a product; for callers it is a word without meaning."""
    text = f"{product.created_at.isoformat()}|{product.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> Position:
    """The time and the id in a cursor.

    Raises:
        CursorError: nobody here made it.
    """
    # TODO(human)[keyset-pages]: turn a cursor back into the time and the id
    # that `encode` put in, or refuse it
    # Hint: undo `encode` line by line, the last step first; base64 wants its
    # `=` back, up to a multiple of four
    # Hint: four things can fail here; look up the class that their errors
    # share
    # Hint: keep the cause for whoever reads the log
    raise NotImplementedError("TODO(human): decode")


def newest_first() -> Select[Product]:
    """All products in the order of the list; the id decides between those of one moment."""
    return select(Product).order_by(Product.created_at.desc(), Product.id.desc())


def page_of(session: Session, limit: int, cursor: str | None = None) -> Page:
    """At most `limit` products, from behind the cursor on."""
    # TODO(human)[keyset-pages]: read the products behind the cursor, at most
    # `limit`, and say where the next page begins
    # Hint: `newest_first()` has the order; behind a position is whatever is
    # smaller than it, both columns together: `tuple_`
    # Hint: how can you see that there is another page without counting the
    # table?
    # Hint: the cursor of the next page stands behind the last product that you
    # show
    raise NotImplementedError("TODO(human): page_of")
