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
        # TODO(human)[access-tokens]: sign a token for these claims that lives
        # from now on for `self._lives`
        # Hint: `REQUIRED` lists what it has to say; names of its claims are in
        # the documentation below
        # Hint: the subject has to be text; PyJWT takes moments as they are
        # Hint: anybody can read it: signed is not secret
        raise NotImplementedError("TODO(human): AccessTokens.issue")

    def read(self, token: str) -> Claims:
        """What a token says, if it is ours, whole, for this API and still alive.

        Raises:
            SignInError: it is not.
        """
        # TODO(human)[access-tokens]: check everything about a token and return
        # its claims, or refuse it
        # Hint: `jwt.decode` checks only what you tell it to: which algorithms,
        # which audience, whose, and what has to be there
        # Hint: a token can be in order and still hold a role that does not
        # exist
        # Hint: one sentence is enough for every way in which it can be wrong
        raise NotImplementedError("TODO(human): AccessTokens.read")
