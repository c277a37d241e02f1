"""The catalogue: open to everybody, changed by staff."""

from typing import Annotated

from fastapi import APIRouter, Query

from shop.api.needs import SHOWN_AS_LOCKED, Around, Staff
from shop.errors import NotFoundError
from shop.models import Product
from shop.pages import page_of
from shop.problems import documented
from shop.schemas import ProductIn, ProductOut, ProductsOut

router = APIRouter(prefix="/products", tags=["products"])
MOST_ON_A_PAGE = 100


@router.get("", responses=documented(400, 422))
def products(
    around: Around,
    limit: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ProductsOut:
    """A page of what is for sale, newest first."""
    with around.sessions.begin() as session:
        return ProductsOut.model_validate(page_of(session, limit, cursor))


@router.get("/{product_id}", responses=documented(404, 422))
def product(product_id: int, around: Around) -> ProductOut:
    """One thing that is for sale."""
    with around.sessions.begin() as session:
        found = session.get(Product, product_id)
        if found is None:
            raise NotFoundError(f"there is no product {product_id}")
        return ProductOut.model_validate(found)


@router.post("", status_code=201, dependencies=SHOWN_AS_LOCKED, responses=documented(401, 403, 422))
def offer(wanted: ProductIn, claims: Staff, around: Around) -> ProductOut:
    """Puts something new up for sale."""
    made = Product(**wanted.model_dump(), created_at=around.clock())
    with around.sessions.begin() as session:
        session.add(made)
    return ProductOut.model_validate(made)
