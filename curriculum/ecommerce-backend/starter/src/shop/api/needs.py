"""What routes need from around them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from shop.access import claims_from, demand
from shop.bank import Bank
from shop.clock import Clock
from shop.database import Sessions
from shop.limits import Limiter
from shop.models import Role
from shop.settings import Settings
from shop.tokens import AccessTokens, Claims

# It only tells OpenAPI about the header; reading it is `claims_from`'s.
_bearer = HTTPBearer(auto_error=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything that an application is made of."""

    settings: Settings
    sessions: Sessions
    bank: Bank
    clock: Clock
    tokens: AccessTokens
    logins: Limiter


def surroundings(request: Request) -> Surroundings:
    """Those of the application that is asked."""
    found: Surroundings = request.app.state.surroundings
    return found


Around = Annotated[Surroundings, Depends(surroundings)]


def caller(request: Request, around: Around) -> Claims:
    """Who is asking."""
    return claims_from(request.headers.get("Authorization"), around.tokens)


def staff(claims: Annotated[Claims, Depends(caller)]) -> Claims:
    """Who is asking, if they work here."""
    demand(claims, Role.STAFF)
    return claims


SHOWN_AS_LOCKED = [Security(_bearer)]
Caller = Annotated[Claims, Depends(caller)]
Staff = Annotated[Claims, Depends(staff)]
