"""Task access-tokens: a token is believed when it is ours, whole, for this API, and alive."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from builders import SECRET
from shop.errors import SignInError
from shop.models import Role
from shop.tokens import ALGORITHM, AUDIENCE, ISSUER, AccessTokens, Claims

ADA = Claims(7, Role.STAFF)
LIVES = timedelta(minutes=15)


def tokens(age: timedelta = timedelta()) -> AccessTokens:
    """A maker of tokens, whose clock may stand in the past."""
    return AccessTokens(SECRET, LIVES, lambda: datetime.now(UTC) - age)


def forged(secret: str = SECRET, without: str = "", **changes: Any) -> str:
    """A token like ours, but for what is changed or left out."""
    now = datetime.now(UTC)
    payload = {"sub": "7", "role": "admin", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + LIVES, **changes}
    payload.pop(without, None)
    return jwt.encode(payload, secret, ALGORITHM)


def test_a_token_says_who_and_what_they_may_do() -> None:
    assert tokens().read(tokens().issue(ADA)) == ADA
    assert tokens().read(forged()) == Claims(7, Role.ADMIN)


def test_a_token_holds_what_is_needed_and_nothing_that_is_private() -> None:
    body = tokens().issue(ADA).split(".")[1]
    payload = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert set(payload) == {"sub", "role", "iss", "aud", "iat", "exp"}
    assert payload["exp"] - payload["iat"] == LIVES.total_seconds()
    assert (payload["sub"], payload["role"]) == ("7", "staff")


def test_a_token_dies_when_its_life_is_over() -> None:
    assert tokens().read(tokens(LIVES - timedelta(minutes=1)).issue(ADA)) == ADA
    with pytest.raises(SignInError):
        tokens().read(tokens(LIVES + timedelta(seconds=1)).issue(ADA))


@pytest.mark.parametrize("claim", ["exp", "iat", "iss", "aud", "sub", "role"])
def test_a_token_without_one_of_its_claims_is_refused(claim: str) -> None:
    with pytest.raises(SignInError):
        tokens().read(forged(without=claim))


@pytest.mark.parametrize(
    "changes", [{"aud": "another-api"}, {"iss": "another-shop"}, {"sub": "ada"}, {"role": "owner"}]
)
def test_a_token_that_was_meant_for_something_else_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(SignInError):
        tokens().read(forged(**changes))


def test_a_token_that_is_not_signed_by_us_is_refused() -> None:
    with pytest.raises(SignInError):
        tokens().read(forged(secret="somebody-elses-0123456789-abcdefghij"))
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    with pytest.raises(SignInError):
        tokens().read(f"{head}.{forged().split('.')[1]}.")
    with pytest.raises(SignInError):
        tokens().read("no token at all")
