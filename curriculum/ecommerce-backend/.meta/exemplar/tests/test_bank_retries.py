"""Task bank-retries: asked again where that helps, never where it harms, and never for ever."""

import httpx
import pytest

from builders import Shop
from practice.bank import PracticeBank
from shop.bank import ATTEMPTS, Charge, HttpBank, is_worth_another
from shop.errors import BankUnavailableError, PaymentDeclinedError

CHARGE = Charge("payment-1", 3_000, "card-ok")


def asked(card: str) -> tuple[str, PracticeBank, list[float]]:
    """What comes of a charge, what the bank saw, and how long was waited in between."""
    bank, pauses = PracticeBank(), list[float]()
    got = HttpBank(bank.client(), pauses.append).charge(Charge("payment-1", 3_000, card))
    return got, bank, pauses


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_bank_that_is_busy_or_broken_may_do_better_later(status: int) -> None:
    assert is_worth_another(httpx.Response(status))


@pytest.mark.parametrize("status", [200, 201, 400, 401, 402, 404, 409, 422])
def test_every_other_answer_stays_the_same(status: int) -> None:
    assert not is_worth_another(httpx.Response(status))


def test_a_charge_that_works_is_asked_once() -> None:
    got, bank, pauses = asked("card-ok")
    assert (got, bank.charges, pauses) == ("charge-1", {"payment-1": 3_000}, [])


def test_a_busy_bank_is_asked_again_after_a_pause() -> None:
    got, bank, pauses = asked("card-busy")
    assert (got, bank.asked["payment-1"], pauses) == ("charge-1", 2, [0.2])


def test_a_lost_answer_is_asked_for_again_with_the_same_key_and_charges_once() -> None:
    got, bank, pauses = asked("card-lost")
    assert (got, bank.charges, len(pauses)) == ("charge-1", {"payment-1": 3_000}, 1)


def test_no_is_an_answer() -> None:
    bank, pauses = PracticeBank(), list[float]()
    with pytest.raises(PaymentDeclinedError):
        HttpBank(bank.client(), pauses.append).charge(Charge("payment-1", 3_000, "card-declined"))
    assert (bank.asked["payment-1"], pauses) == (1, [])


def test_a_bank_that_never_answers_is_given_up_without_a_last_pause() -> None:
    bank, pauses = PracticeBank(), list[float]()
    with pytest.raises(BankUnavailableError, match="same Idempotency-Key"):
        HttpBank(bank.client(), pauses.append).charge(Charge("payment-1", 3_000, "card-dead"))
    assert (bank.asked["payment-1"], pauses) == (ATTEMPTS, [0.2, 0.4])


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(201, json=[]), httpx.Response(404)]
)
def test_an_answer_that_cannot_be_read_is_no_payment(answer: httpx.Response) -> None:
    def give(request: httpx.Request) -> httpx.Response:
        return httpx.Response(answer.status_code, content=answer.content, request=request)

    client = httpx.Client(transport=httpx.MockTransport(give), base_url="https://bank.example", timeout=5)
    with pytest.raises(BankUnavailableError):
        HttpBank(client, lambda _: None).charge(CHARGE)


def test_a_shop_pays_over_http_whatever_the_bank_does(shop: Shop) -> None:
    ada = shop.user()
    for number, (card, status) in enumerate([("card-lost", 201), ("card-declined", 402), ("card-dead", 503)]):
        order = shop.order(ada)
        headers = {**shop.headers(ada), "Idempotency-Key": f"key-number-{number}"}
        got = [shop.client.post(f"/orders/{order.id}/payments", json={"card": card}, headers=headers) for _ in "ab"]
        assert [one.status_code for one in got] == [status, status]
        assert got[0].json() == got[1].json()
    assert list(shop.bank.charges.values()) == [3_000]
