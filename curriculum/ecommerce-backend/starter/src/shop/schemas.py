"""What comes in and what goes out; whatever is not named here does neither."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shop.models import OrderState, PaymentState, Role

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
]
Password = Annotated[str, Field(min_length=12, max_length=128)]
Cents = Annotated[int, Field(gt=0, le=100_000_000)]


class In(BaseModel):
    """What a caller sends; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(from_attributes=True)


class Credentials(In):
    """Who wants an account, or in."""

    email: Email
    password: Password


class RefreshIn(In):
    """A refresh token, to be exchanged."""

    refresh_token: Annotated[str, Field(max_length=200)]


class UserOut(Out):
    """An account."""

    id: int
    email: str
    role: Role


class TokensOut(Out):
    """What a log-in gives."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105


class ProductIn(In):
    """Something new for sale."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    price_cents: Cents
    stock: Annotated[int, Field(ge=0, le=1_000_000)]


class ProductOut(Out):
    """Something for sale."""

    id: int
    name: str
    price_cents: int
    stock: int


class ProductsOut(Out):
    """A page of the catalogue; `next` is the cursor of the one behind it."""

    items: list[ProductOut]
    next: str | None


class CartIn(In):
    """Something for the cart."""

    product_id: int
    quantity: Annotated[int, Field(ge=1, le=20)] = 1


class CartLineOut(Out):
    """A line of a cart."""

    product_id: int
    name: str
    quantity: int
    price_cents: int


class OrderLineOut(Out):
    """A line of an order."""

    product_id: int
    quantity: int
    price_cents: int


class OrderOut(Out):
    """An order."""

    id: int
    state: OrderState
    total_cents: int
    placed_at: datetime
    lines: list[OrderLineOut]


class PaymentIn(In):
    """How an order is to be paid: with the word that stands for a card at the bank."""

    card: Annotated[str, Field(pattern=r"^[a-z0-9-]{3,60}$")]


class PaymentOut(Out):
    """What came of a payment."""

    id: int
    order_id: int
    state: PaymentState
    charge_id: str
