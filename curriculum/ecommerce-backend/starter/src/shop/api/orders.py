"""Orders, and paying for them."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from shop import orders as shop_orders
from shop.access import visible_order
from shop.api.needs import SHOWN_AS_LOCKED, Around, Caller
from shop.errors import PaymentDeclinedError
from shop.models import PaymentState
from shop.payments import Wish, pay
from shop.problems import documented
from shop.schemas import OrderOut, PaymentIn, PaymentOut

router = APIRouter(prefix="/orders", tags=["orders"], dependencies=SHOWN_AS_LOCKED)
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=100)]


@router.get("", responses=documented(401))
def orders(claims: Caller, around: Around) -> list[OrderOut]:
    """The caller's own, newest first."""
    with around.sessions.begin() as session:
        return [OrderOut.model_validate(one) for one in shop_orders.of_user(session, claims.user_id)]


@router.post("", status_code=201, responses=documented(401, 409))
def place(claims: Caller, around: Around, response: Response) -> OrderOut:
    """Orders what is in the cart."""
    with around.sessions.begin() as session:
        placed = OrderOut.model_validate(shop_orders.place(session, claims.user_id, around.clock()))
    response.headers["Location"] = f"/orders/{placed.id}"
    return placed


@router.get("/{order_id}", responses=documented(401, 404, 422))
def order(order_id: int, claims: Caller, around: Around) -> OrderOut:
    """One order, for its owner and for staff."""
    with around.sessions.begin() as session:
        return OrderOut.model_validate(visible_order(session, order_id, claims))


@router.post("/{order_id}/payments", status_code=201, responses=documented(401, 402, 404, 409, 422, 503))
def pay_order(order_id: int, given: PaymentIn, key: Key, claims: Caller, around: Around) -> PaymentOut:
    """Pays it, once for each Idempotency-Key."""
    payment = pay(around.sessions, around.bank, claims, Wish(order_id, given.card, key))
    if payment.state == PaymentState.DECLINED:
        raise PaymentDeclinedError("the bank declined the card: try another one, with a new key")
    return PaymentOut.model_validate(payment)
