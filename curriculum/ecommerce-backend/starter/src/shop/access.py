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
    # TODO(human)[roles]: take the token out of an `Authorization` header and
    # read it, or refuse
    # Hint: the header is a scheme, a blank and a token; is `BEARER` another
    # scheme than `bearer`?
    # Hint: `str.partition` never fails: what does it give for a text without a
    # blank?
    raise NotImplementedError("TODO(human): claims_from")


def demand(claims: Claims, least: Role) -> None:
    """Lets somebody pass who has this role or a higher one.

    Raises:
        ForbiddenError: they have not.
    """
    # TODO(human)[roles]: let the claims pass that have this role or a higher
    # one, refuse the others
    # Hint: `RANKS` has the roles in their order
    # Hint: say in the refusal which role is needed
    raise NotImplementedError("TODO(human): demand")


def visible_order(session: Session, order_id: int, claims: Claims) -> Order:
    """An order, for its owner and for staff.

    Raises:
        NotFoundError: there is none, or it is somebody else's: strangers do not learn which.
    """
    # TODO(human)[roles]: find the order, and give it only to its owner and to
    # staff
    # Hint: there are two reasons not to show it: does the caller learn which
    # one it was?
    raise NotImplementedError("TODO(human): visible_order")
