"""The caller's own cart."""

from fastapi import APIRouter

from shop.api.needs import SHOWN_AS_LOCKED, Around, Caller
from shop.carts import lines_of, put
from shop.problems import documented
from shop.schemas import CartIn, CartLineOut

router = APIRouter(prefix="/cart", tags=["cart"], dependencies=SHOWN_AS_LOCKED)


@router.get("", responses=documented(401))
def cart(claims: Caller, around: Around) -> list[CartLineOut]:
    """What is in it."""
    with around.sessions.begin() as session:
        return [
            CartLineOut(
                product_id=product.id,
                name=product.name,
                quantity=line.quantity,
                price_cents=product.price_cents,
            )
            for line, product in lines_of(session, claims.user_id)
        ]


@router.post("", status_code=201, responses=documented(401, 404, 409, 422))
def add(wanted: CartIn, claims: Caller, around: Around) -> CartIn:
    """Adds to it; answers how many of the product there are now."""
    with around.sessions.begin() as session:
        total = put(session, claims.user_id, wanted.product_id, wanted.quantity)
    return CartIn(product_id=wanted.product_id, quantity=total)
