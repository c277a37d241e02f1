"""What an access token has to withstand."""

import pytest

from your_package.tokens import (
    LEEWAY_S,
    LIFETIME_S,
    ExpiredTokenError,
    InvalidTokenError,
    Tokens,
    encode,
)

NOW = 1_800_000_000
KEY = b"k" * 32


def tokens(now: float = NOW, key: bytes = KEY, audience: str = "shop") -> Tokens:
    """Tokens of a service at a moment."""
    return Tokens(key, audience, lambda: now)


def test_a_token_tells_whose_it_is_and_lives_one_hour() -> None:
    claims = tokens().read(tokens().issue("ada"))
    assert claims.subject == "ada"
    assert claims.expires_at - claims.issued_at == LIFETIME_S


def test_a_token_is_good_until_its_leeway_is_over() -> None:
    token = tokens().issue("ada")
    assert tokens(now=NOW + LIFETIME_S + LEEWAY_S).read(token).subject == "ada"


def test_an_expired_token_is_refused() -> None:
    token = tokens().issue("ada")
    with pytest.raises(ExpiredTokenError):
        tokens(now=NOW + LIFETIME_S + LEEWAY_S + 1).read(token)


def test_a_token_for_another_audience_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        tokens().read(tokens(audience="bank").issue("ada"))


def test_a_token_signed_with_another_key_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        tokens().read(tokens(key=b"x" * 32).issue("ada"))


def test_a_token_that_names_no_algorithm_is_refused_although_its_claims_are_good() -> (
    None
):
    _, body, signature = tokens().issue("ada").split(".")
    with pytest.raises(InvalidTokenError):
        tokens().read(f"{encode({'alg': 'none'})}.{body}.{signature}")


def test_a_token_whose_claims_were_changed_is_refused() -> None:
    head, _, signature = tokens().issue("ada").split(".")
    claims = {"sub": "root", "aud": "shop", "iat": NOW, "exp": NOW + LIFETIME_S}
    with pytest.raises(InvalidTokenError):
        tokens().read(f"{head}.{encode(claims)}.{signature}")


@pytest.mark.parametrize("token", ["", "a.b", "....", "not a token"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidTokenError):
        tokens().read(token)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        tokens(key=b"short")
