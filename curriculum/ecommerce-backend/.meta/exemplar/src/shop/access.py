"""Who may do what."""

from sqlalchemy.orm import Session

from shop.errors import ForbiddenError, NotFoundError, SignInError
from shop.models import Order, Role
from shop.tokens import AccessTokens, Claims

SCHEME = "bearer"
RANKS = list(Role)


def claims_from(header: str | None, tokens: AccessTokens) -> Claims:
    """Who is asking, by the `Authorization` header.

    Raises:
        SignInError: there is none, it is of another scheme, or its token is not valid.
    """
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != SCHEME or not token:
        raise SignInError("send the header `Authorization: Bearer` with an access token")
    return tokens.read(token.strip())


def demand(claims: Claims, least: Role) -> None:
    """Lets somebody pass who has this role or a higher one.

    Raises:
        ForbiddenError: they have not.
    """
    if RANKS.index(claims.role) < RANKS.index(least):
        raise ForbiddenError(f"this needs the role {least.value}")


def visible_order(session: Session, order_id: int, claims: Claims) -> Order:
    """An order, for its owner and for staff.

    Raises:
        NotFoundError: there is none, or it is somebody else's: strangers do not learn which.
    """
    order = session.get(Order, order_id)
    is_staff = RANKS.index(claims.role) >= RANKS.index(Role.STAFF)
    if order is None or (order.user_id != claims.user_id and not is_staff):
        raise NotFoundError(f"there is no order {order_id}")
    return order
