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
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, _, number = base64.urlsafe_b64decode(padded).decode("utf-8").partition("|")
        return datetime.fromisoformat(moment), int(number)
    except ValueError as error:
        raise CursorError("take the cursor from the page before, as it is") from error


def newest_first() -> Select[Product]:
    """All products in the order of the list; the id decides between those of one moment."""
    return select(Product).order_by(Product.created_at.desc(), Product.id.desc())


def page_of(session: Session, limit: int, cursor: str | None = None) -> Page:
    """At most `limit` products, from behind the cursor on."""
    wanted = newest_first()
    if cursor is not None:
        wanted = wanted.where(tuple_(Product.created_at, Product.id) < decode(cursor))
    # One more than is shown says whether there is another page, without counting the table.
    found = list(session.scalars(wanted.limit(limit + 1)))
    items = found[:limit]
    return Page(items, encode(items[-1]) if len(found) > limit else None)
