"""A bank to practise with: it keeps each Idempotency-Key, and has a fault for whoever asks.

The word for the card decides: `card-ok` pays, `card-declined` does not. `card-busy` is told 503 once and `card-lost`
gets no answer once, although the money was taken; both then pay. `card-dead` never gets an answer.
"""

import json
from collections import Counter

import httpx


class PracticeBank:
    """Answers as a bank's API does.

    Attributes:
        charges: what was taken, by key.
        asked: how often each key came.
    """

    def __init__(self) -> None:
        self.charges: dict[str, int] = {}
        self.asked: Counter[str] = Counter()

    def client(self) -> httpx.Client:
        """A client whose every request comes here."""
        return httpx.Client(transport=httpx.MockTransport(self.answer), base_url="https://bank.example", timeout=5)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One answer, or none."""
        key = request.headers.get("Idempotency-Key", "")
        body = json.loads(request.content)
        card = str(body["card"])
        if not key:
            return httpx.Response(400, json={"error": "an Idempotency-Key is needed"})
        self.asked[key] += 1
        is_first = self.asked[key] == 1
        if card == "card-declined":
            return httpx.Response(402, json={"error": "declined"})
        if card == "card-dead":
            raise httpx.ConnectTimeout("no answer", request=request)
        if card == "card-busy" and is_first:
            return httpx.Response(503, json={"error": "busy"})
        self.charges.setdefault(key, int(body["amount_cents"]))
        if card == "card-lost" and is_first:
            raise httpx.ReadTimeout("no answer", request=request)
        return httpx.Response(201, json={"id": f"charge-{list(self.charges).index(key) + 1}"})
