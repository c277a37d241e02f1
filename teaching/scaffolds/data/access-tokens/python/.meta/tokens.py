"""Access tokens: signed claims with an expiry, made and checked with the standard
library alone.

The form is that of a JWT with HS256: `header.claims.signature`, each part in URL-safe
base64 without padding.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

ALGORITHM = "HS256"
LIFETIME_S = 3600
LEEWAY_S = 30


class TokenError(Exception):
    """A token that is not accepted; its message is for the log, not the caller."""


class InvalidTokenError(TokenError):
    """It is malformed, signed by somebody else, or for another audience."""


class ExpiredTokenError(TokenError):
    """It was good once."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says.

    Attributes:
        subject: whose it is.
        audience: who may accept it.
        issued_at: seconds since the epoch.
        expires_at: seconds since the epoch.
    """

    subject: str
    audience: str
    issued_at: int
    expires_at: int


class Tokens:
    """Makes and checks the tokens of one service.

    Args:
        key: at least 32 bytes, from the environment; never from the code.
        audience: the name of this service.
        clock: seconds since the epoch.
    """

    def __init__(self, key: bytes, audience: str, clock: Callable[[], float]) -> None:
        self._mac = hmac.new(long_enough(key), digestmod=hashlib.sha256)
        self._audience = audience
        self._clock = clock

    def issue(self, subject: str) -> str:
        """A new token for a subject, valid for one hour."""
        now = int(self._clock())
        claims = {
            "sub": subject,
            "aud": self._audience,
            "iat": now,
            "exp": now + LIFETIME_S,
        }
        unsigned = f"{encode({'alg': ALGORITHM, 'typ': 'JWT'})}.{encode(claims)}"
        return f"{unsigned}.{self.signature(unsigned)}"

    def read(self, token: str) -> Claims:
        """The claims of a token that is to be trusted.

        Raises:
            InvalidTokenError: it is malformed, not ours, or for somebody else.
            ExpiredTokenError: its time is over.
        """
        unsigned, _, signature = token.rpartition(".")
        head, _, body = unsigned.partition(".")
        self._check_signature(head, unsigned, signature)
        claims = claims_of(decode(body))
        self._check_claims(claims)
        return claims

    def _check_signature(self, head: str, unsigned: str, signature: str) -> None:
        """Refuse what was not signed with our key by our algorithm.

        Raises:
            InvalidTokenError: the algorithm or the signature is another one.
        """
        if decode(head).get("alg") != ALGORITHM:
            raise InvalidTokenError("another algorithm than ours")
        if not hmac.compare_digest(
            self.signature(unsigned).encode(), signature.encode()
        ):
            raise InvalidTokenError("the signature does not fit")

    def _check_claims(self, claims: Claims) -> None:
        """Refuse what is for another audience or out of date; clocks may differ by
        LEEWAY_S.

        Raises:
            InvalidTokenError: it is for another audience.
            ExpiredTokenError: it expired more than LEEWAY_S seconds ago.
        """
        if claims.audience != self._audience:
            raise InvalidTokenError("for another audience")
        if self._clock() > claims.expires_at + LEEWAY_S:
            raise ExpiredTokenError("expired")

    def signature(self, unsigned: str) -> str:
        """Our signature of `header.claims`: its HMAC in URL-safe base64, not padded."""
        made = self._mac.copy()
        made.update(unsigned.encode())
        return base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")


def long_enough(key: bytes) -> bytes:
    """The key, if it has at least 32 bytes.

    Raises:
        ValueError: it is shorter.
    """
    if len(key) < 32:
        raise ValueError("the key needs at least 32 bytes")
    return key


def encode(part: Mapping[str, object]) -> str:
    """One part of a token: JSON in URL-safe base64 without padding."""
    return (
        base64.urlsafe_b64encode(json.dumps(part, sort_keys=True).encode())
        .decode()
        .rstrip("=")
    )


def decode(part: str) -> dict[str, object]:
    """What `encode` made.

    Raises:
        InvalidTokenError: it is no JSON object in base64.
    """
    try:
        found: object = json.loads(
            base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        )
    except ValueError as error:
        raise InvalidTokenError("not a token") from error
    if not isinstance(found, dict):
        raise InvalidTokenError("not a token")
    return cast("dict[str, object]", found)


def claims_of(found: Mapping[str, object]) -> Claims:
    """The claims, typed.

    Raises:
        InvalidTokenError: one is missing or of another type.
    """
    match found:
        case {
            "sub": str(subject),
            "aud": str(audience),
            "iat": int(issued_at),
            "exp": int(expires_at),
        }:
            return Claims(subject, audience, issued_at, expires_at)
        case _:
            raise InvalidTokenError("a claim is missing")
