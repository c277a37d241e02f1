"""Everything that can go wrong and that a caller can do something about."""

from typing import ClassVar


class ShopError(Exception):
    """What the shop refuses, with the HTTP status that says so.

    Attributes:
        detail: what happened this time, in a sentence for whoever called.
        headers: that belong to the answer.
    """

    status: ClassVar[int] = 400
    kind: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be used"

    def __init__(self, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}


class SettingsError(ShopError):
    """The program is not set up to run."""


class CursorError(ShopError):
    """A cursor that this shop did not make."""

    kind, title = "bad-cursor", "The cursor cannot be used"


class SignInError(ShopError):
    """Who is asking is not known."""

    status, kind, title = 401, "sign-in", "Sign in first"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer"})


class PaymentDeclinedError(ShopError):
    """The bank said no."""

    status, kind, title = 402, "payment-declined", "The payment was declined"


class ForbiddenError(ShopError):
    """Who is asking is known, and may not do it."""

    status, kind, title = 403, "forbidden", "This is not yours to do"


class NotFoundError(ShopError):
    """There is no such thing, or none that the caller may know of."""

    status, kind, title = 404, "not-found", "There is no such thing"


class ConflictError(ShopError):
    """It does not fit the state of things."""

    status, kind, title = 409, "conflict", "This does not fit the state of things"


class OutOfStockError(ConflictError):
    """There is less left than was asked for."""

    kind, title = "out-of-stock", "There is not enough left"


class KeyReusedError(ShopError):
    """One Idempotency-Key for two different requests."""

    status, kind, title = 422, "key-reused", "The Idempotency-Key belongs to another request"


class TooManyRequestsError(ShopError):
    """The caller has to wait."""

    status, kind, title = 429, "too-many-requests", "Too many requests"

    def __init__(self, detail: str, wait_s: int) -> None:
        super().__init__(detail, {"Retry-After": str(wait_s)})


class BankUnavailableError(ShopError):
    """The bank does not answer, so that nobody knows whether it charged."""

    status, kind, title = 503, "bank-unavailable", "The bank does not answer"
