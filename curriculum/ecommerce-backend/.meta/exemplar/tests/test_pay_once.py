"""Task pay-once: one key, one payment, however often the request comes and wherever it breaks off."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from builders import Shop, at_once, order, users
from shop.bank import Charge
from shop.database import Sessions
from shop.errors import BankUnavailableError, ConflictError, KeyReusedError, PaymentDeclinedError
from shop.models import Order, OrderState, Payment, PaymentState, Role
from shop.payments import Wish, claim, pay, seen_before
from shop.tokens import Claims

CARD = {"card": "card-ok"}


class FakeBank:
    """Charges, and does before what a test wants to happen meanwhile."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.charged: list[Charge] = []
        self.meanwhile = meanwhile

    def charge(self, charge: Charge) -> str:
        """Takes the money."""
        self.charged.append(charge)
        self.meanwhile()
        return f"charge-{len(self.charged)}"


def fails(error: Exception) -> Callable[[], object]:
    """Something that goes wrong."""

    def fail() -> object:
        raise error

    return fail


def begun(sessions: Sessions) -> tuple[Claims, Wish]:
    """Somebody with an order, and their wish to pay it."""
    user_id = users(sessions, 1)[0]
    return Claims(user_id, Role.CUSTOMER), Wish(order(sessions, user_id).id, "card-ok", "key-number-1")


def state(sessions: Sessions, wish: Wish) -> str:
    """How far the order is."""
    with sessions.begin() as session:
        return session.get_one(Order, wish.order_id).state


def test_a_key_is_claimed_once(sessions: Sessions, session: Session) -> None:
    claims, wish = begun(sessions)
    first = claim(session, claims.user_id, wish)
    assert first is not None
    assert (first.state, first.order_id, first.key) == (PaymentState.PENDING, wish.order_id, wish.key)
    assert claim(session, claims.user_id, wish) is None


def test_a_key_belongs_to_whoever_claimed_it(sessions: Sessions, session: Session) -> None:
    ada, bo = users(sessions, 2)
    wish = Wish(order(sessions, ada).id, "card-ok", "key-number-1")
    assert claim(session, ada, wish) is not None
    assert claim(session, bo, wish) is not None


def test_of_ten_requests_with_one_key_at_once_one_claims_it(many: Sessions) -> None:
    claims, wish = begun(many)

    def one() -> bool:
        with many.begin() as session:
            return claim(session, claims.user_id, wish) is not None

    assert at_once([one for _ in range(10)], ConflictError).count(True) == 1


@pytest.mark.parametrize("known", [PaymentState.PAID, PaymentState.DECLINED])
def test_a_payment_that_is_done_is_told_again(known: PaymentState) -> None:
    wish = Wish(3, "card-ok", "key-number-1")
    payment = Payment(fingerprint=wish.fingerprint, state=known)
    assert seen_before(payment, wish) is payment


def test_a_payment_of_unknown_end_may_go_on_and_one_under_way_may_not() -> None:
    wish = Wish(3, "card-ok", "key-number-1")
    assert seen_before(Payment(fingerprint=wish.fingerprint, state=PaymentState.UNKNOWN), wish) is None
    with pytest.raises(ConflictError, match="under way"):
        seen_before(Payment(fingerprint=wish.fingerprint, state=PaymentState.PENDING), wish)


@pytest.mark.parametrize("known", list(PaymentState))
def test_a_key_of_another_request_is_refused_whatever_became_of_that(known: PaymentState) -> None:
    wish = Wish(3, "card-ok", "key-number-1")
    for other in (replace(wish, order_id=4), replace(wish, card="card-other")):
        with pytest.raises(KeyReusedError):
            seen_before(Payment(fingerprint=other.fingerprint, state=known), wish)


def test_paying_twice_with_one_key_charges_once(sessions: Sessions) -> None:
    (claims, wish), bank = begun(sessions), FakeBank()
    first, second = (pay(sessions, bank, claims, wish) for _ in range(2))
    assert (first.id, first.charge_id, first.state) == (second.id, second.charge_id, PaymentState.PAID)
    assert [one.amount_cents for one in bank.charged] == [3_000]
    assert state(sessions, wish) == OrderState.PAID


def test_an_order_cannot_be_paid_with_two_keys(sessions: Sessions) -> None:
    (claims, wish), bank = begun(sessions), FakeBank()
    pay(sessions, bank, claims, wish)
    with pytest.raises(ConflictError, match="paid"):
        pay(sessions, bank, claims, replace(wish, key="key-number-2"))
    assert len(bank.charged) == 1


def test_nothing_is_locked_while_the_bank_is_asked(many: Sessions) -> None:
    claims, wish = begun(many)

    def another_request() -> None:
        with many.begin() as session:
            session.get_one(Order, wish.order_id, with_for_update={"nowait": True})
        with pytest.raises(ConflictError, match="under way"):
            pay(many, bank, claims, wish)

    bank = FakeBank(another_request)
    assert pay(many, bank, claims, wish).state == PaymentState.PAID
    assert len(bank.charged) == 1


def test_a_declined_card_leaves_the_order_to_be_paid_with_another(sessions: Sessions) -> None:
    claims, wish = begun(sessions)
    declined = pay(sessions, FakeBank(fails(PaymentDeclinedError("no"))), claims, wish)
    assert (declined.state, state(sessions, wish)) == (PaymentState.DECLINED, OrderState.PLACED)
    again = pay(sessions, FakeBank(), claims, Wish(wish.order_id, "card-other", "key-number-2"))
    assert (again.state, state(sessions, wish)) == (PaymentState.PAID, OrderState.PAID)


def test_where_nobody_knows_the_same_key_asks_the_bank_in_the_same_words(sessions: Sessions) -> None:
    claims, wish = begun(sessions)
    silent, bank = FakeBank(fails(BankUnavailableError("silence"))), FakeBank()
    with pytest.raises(BankUnavailableError):
        pay(sessions, silent, claims, wish)
    assert state(sessions, wish) == OrderState.PAYING
    assert pay(sessions, bank, claims, wish).state == PaymentState.PAID
    assert silent.charged == bank.charged


def test_a_request_over_http_needs_a_key_and_gets_what_became_of_it(shop: Shop) -> None:
    ada = shop.user()
    wish = Wish(shop.order(ada).id, "card-ok", "key-number-1")
    with shop.sessions.begin() as session:
        done = claim(session, ada.id, wish)
        assert done is not None
        done.state, done.charge_id = PaymentState.PAID, "charge-77"
    url, headers = f"/orders/{wish.order_id}/payments", shop.headers(ada)
    with_key = shop.client.post(url, json=CARD, headers={**headers, "Idempotency-Key": wish.key})
    assert (with_key.status_code, with_key.json()["charge_id"]) == (201, "charge-77")
    assert shop.client.post(url, json=CARD, headers=headers).status_code == 422
    assert shop.bank.charges == {}
