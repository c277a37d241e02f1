"""Access tokens: short-lived, signed, and believed without asking the database."""

from dataclasses import dataclass
from datetime import timedelta

import jwt

from shop.clock import Clock
from shop.errors import SignInError
from shop.models import Role

ALGORITHM = "HS256"
ISSUER = "shop"
AUDIENCE = "shop-api"
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "role"]


@dataclass(frozen=True, slots=True)
class Claims:
    """Who is asking, as their token says."""

    user_id: int
    role: Role


class AccessTokens:
    """Makes and reads them."""

    def __init__(self, secret: str, lives: timedelta, clock: Clock) -> None:
        self._secret = secret
        self._lives = lives
        self._clock = clock

    def issue(self, claims: Claims) -> str:
        """A token for somebody, valid from now on until its life is over."""
        begin = self._clock()
        payload = {
            "sub": str(claims.user_id),
            "role": claims.role.value,
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": begin,
            "exp": begin + self._lives,
        }
        return jwt.encode(payload, self._secret, ALGORITHM)

    def read(self, token: str) -> Claims:
        """What a token says, if it is ours, whole, for this API and still alive.

        Raises:
            SignInError: it is not.
        """
        try:
            found = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": REQUIRED},
            )
            return Claims(int(found["sub"]), Role(found["role"]))
        except (jwt.InvalidTokenError, ValueError) as error:
            raise SignInError("the access token is not valid: log in again, or refresh it") from error
