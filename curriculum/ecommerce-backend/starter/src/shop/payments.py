"""Payments that happen once, however often the request for them comes.

Three steps, and no transaction is open while the bank is asked: the key is claimed, the bank charges, the result is
written down. A payment of unknown end can be gone on with by its key; one that stays pending, because the program ended
in the middle, is for a person to look at.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shop.access import visible_order
from shop.bank import Bank, Charge
from shop.database import Sessions
from shop.errors import BankUnavailableError, ConflictError, KeyReusedError, PaymentDeclinedError
from shop.models import OrderState, Payment, PaymentState
from shop.orders import move
from shop.tokens import Claims


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be paid, with the key of their request."""

    order_id: int
    card: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Tells two requests apart that come with one key."""
        return hashlib.sha256(f"{self.order_id}|{self.card}".encode()).hexdigest()


def claim(session: Session, user_id: int, wish: Wish) -> Payment | None:
    """Writes the key down as pending, in one statement; None where it is there already."""
    # TODO(human)[pay-once]: insert the payment as pending, or nothing where
    # its key is there already, in one statement
    # Hint: which two columns make a key one? the model has a constraint on
    # them
    # Hint: with DO NOTHING, what does RETURNING give for a row that was not
    # inserted?
    # Hint: `wish` has all that the row needs but the user and the state
    raise NotImplementedError("TODO(human): claim")


def seen_before(payment: Payment, wish: Wish) -> Payment | None:
    """What a key that was claimed before means: its result, or None where it may go on.

    Raises:
        KeyReusedError: it was claimed for something else.
        ConflictError: its first request is still under way.
    """
    # TODO(human)[pay-once]: say what a key means that was claimed before:
    # refuse it, tell its result, or let it go on
    # Hint: look first whether it is the same request at all
    # Hint: three kinds of state are left: under way, of unknown end, and done
    raise NotImplementedError("TODO(human): seen_before")


def settle(session: Session, payment_id: int, state: PaymentState, charge_id: str = "") -> Payment:
    """Writes down what came of a payment, and moves its order along."""
    payment = session.get_one(Payment, payment_id)
    payment.state = state
    payment.charge_id = charge_id
    if state == PaymentState.PAID:
        move(session, payment.order_id, OrderState.PAYING, OrderState.PAID)
    elif state == PaymentState.DECLINED:
        move(session, payment.order_id, OrderState.PAYING, OrderState.PLACED)
    return payment


def pay(sessions: Sessions, bank: Bank, claims: Claims, wish: Wish) -> Payment:
    """Pays an order, or tells again what came of it.

    Raises:
        BankUnavailableError: nobody knows whether the bank charged; the same key may ask again.
    """
    with sessions.begin() as session:
        payment, amount_cents = _begin(session, claims, wish)
    if amount_cents is None:
        return payment
    charge = Charge(f"payment-{payment.id}", amount_cents, wish.card)
    try:
        charge_id = bank.charge(charge)
    except PaymentDeclinedError:
        with sessions.begin() as session:
            return settle(session, payment.id, PaymentState.DECLINED)
    except BankUnavailableError:
        with sessions.begin() as session:
            settle(session, payment.id, PaymentState.UNKNOWN)
        raise
    with sessions.begin() as session:
        return settle(session, payment.id, PaymentState.PAID, charge_id)


def _begin(session: Session, claims: Claims, wish: Wish) -> tuple[Payment, int | None]:
    """The payment, and what the bank is to take; None where it was done before."""
    order = visible_order(session, wish.order_id, claims)
    fresh = claim(session, claims.user_id, wish)
    if fresh is not None:
        if not move(session, order.id, OrderState.PLACED, OrderState.PAYING):
            raise ConflictError(f"order {order.id} is paid, or is being paid")
        return fresh, order.total_cents
    known = session.scalars(
        select(Payment).where(Payment.user_id == claims.user_id, Payment.key == wish.key).with_for_update()
    ).one()
    done = seen_before(known, wish)
    if done is not None:
        return done, None
    known.state = PaymentState.PENDING
    return known, order.total_cents
