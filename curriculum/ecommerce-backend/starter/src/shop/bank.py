"""The bank's side of a payment, over HTTP: with time-outs, and asked again only where that is safe."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx

from shop.errors import BankUnavailableError, PaymentDeclinedError

ATTEMPTS = 3
FIRST_PAUSE_S = 0.2
TIMEOUT_S = 5.0
DECLINED = 402
BUSY = 429
BROKEN = 500


@dataclass(frozen=True, slots=True)
class Charge:
    """What the bank is to take.

    Attributes:
        key: the bank takes the money once for each key, however often it is asked.
        card: the word that stands for a card at the bank; no number of a card comes to us.
    """

    key: str
    amount_cents: int
    card: str


class Bank(Protocol):
    """Whoever takes the money."""

    def charge(self, charge: Charge) -> str:
        """Takes it; returns the bank's name for it.

        Raises:
            PaymentDeclinedError: the bank said no.
            BankUnavailableError: nobody knows whether it did.
        """
        ...


def is_worth_another(answer: httpx.Response) -> bool:
    """Whether the same request may get a better answer later: the bank is busy, or broken."""
    # TODO(human)[bank-retries]: say whether the same request may get a better
    # answer later
    # Hint: which answers are about the request, and which about the state that
    # the bank is in?
    # Hint: `BUSY` and `BROKEN` above are two of the numbers; 503 is not the
    # only one of its kind
    raise NotImplementedError("TODO(human): is_worth_another")


def pause_after(attempt: int) -> float:
    """Seconds to wait after an attempt, the first being 1: each time twice as long."""
    return FIRST_PAUSE_S * 2 ** (attempt - 1)


class HttpBank:
    """A bank that is asked over HTTP."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep

    def ask(self, charge: Charge) -> httpx.Response | None:
        """Asks once; None where no answer came."""
        body = {"amount_cents": charge.amount_cents, "card": charge.card}
        try:
            return self._client.post("/charges", json=body, headers={"Idempotency-Key": charge.key}, timeout=TIMEOUT_S)
        except httpx.TransportError:
            return None

    def charge(self, charge: Charge) -> str:
        """Asks until there is an answer to be relied on, at most `ATTEMPTS` times, each with the same key."""
        # TODO(human)[bank-retries]: ask up to `ATTEMPTS` times, with a pause
        # before each new attempt, until an answer can be relied on
        # Hint: `self.ask` gives None where no answer came: did the bank charge
        # then?
        # Hint: whoever waits after the last attempt waits for nothing
        # Hint: `charged` reads an answer, a no included; what is there to say
        # when there never was one?
        raise NotImplementedError("TODO(human): HttpBank.charge")


def charged(answer: httpx.Response) -> str:
    """The bank's name for a charge, from its answer.

    Raises:
        PaymentDeclinedError: the bank said no.
        BankUnavailableError: the answer says nothing that we understand.
    """
    if answer.status_code == DECLINED:
        raise PaymentDeclinedError("the bank declined the card: try another one")
    try:
        return str(answer.raise_for_status().json()["id"])
    except (httpx.HTTPStatusError, ValueError, KeyError, TypeError) as error:
        raise BankUnavailableError("the bank's answer cannot be read") from error
