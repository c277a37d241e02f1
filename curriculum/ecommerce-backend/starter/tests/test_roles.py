"""Task roles: who may do what, and what strangers do not even learn."""

import pytest
from sqlalchemy.orm import Session

from builders import SECRET, Shop
from shop.access import claims_from, demand, visible_order
from shop.errors import ForbiddenError, NotFoundError, SignInError
from shop.models import Role
from shop.tokens import AccessTokens, Claims

ROLES = list(Role)
LAMP = {"name": "A lamp", "price_cents": 4_900, "stock": 3}


@pytest.fixture
def tokens(shop: Shop) -> AccessTokens:
    return shop.app.state.surroundings.tokens


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_header_says_who_is_asking(tokens: AccessTokens, scheme: str) -> None:
    assert claims_from(f"{scheme} {tokens.issue(Claims(7, Role.STAFF))}", tokens) == Claims(7, Role.STAFF)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YWRhOng=", "nonsense"])
def test_without_a_token_of_ours_nobody_is_asking(tokens: AccessTokens, header: str | None) -> None:
    with pytest.raises(SignInError):
        claims_from(header, tokens)


def may(role: Role, least: Role) -> bool:
    """Whether somebody with this role is let through."""
    try:
        demand(Claims(7, role), least)
    except ForbiddenError as error:
        assert least.value in error.detail
        return False
    return True


def test_a_role_may_what_the_ones_below_it_may() -> None:
    assert [[may(role, least) for least in ROLES] for role in ROLES] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_an_order_is_seen_by_its_owner_and_by_staff(shop: Shop, session: Session) -> None:
    ada = shop.user()
    order = shop.order(ada)
    for claims in (Claims(ada.id, Role.CUSTOMER), Claims(ada.id + 1, Role.STAFF), Claims(ada.id + 1, Role.ADMIN)):
        assert visible_order(session, order.id, claims).id == order.id


def test_a_stranger_cannot_tell_a_strange_order_from_none(shop: Shop) -> None:
    ada, bo = shop.user(), shop.user(email="bo@example.org")
    order = shop.order(ada)
    strange = shop.client.get(f"/orders/{order.id}", headers=shop.headers(bo))
    absent = shop.client.get(f"/orders/{order.id + 1}", headers=shop.headers(bo))
    assert (strange.status_code, absent.status_code) == (404, 404)
    assert strange.text.replace(str(order.id), "N") == absent.text.replace(str(order.id + 1), "N")
    with shop.sessions.begin() as session, pytest.raises(NotFoundError):
        visible_order(session, order.id, Claims(bo.id, Role.CUSTOMER))


def test_only_staff_put_things_up_for_sale(shop: Shop) -> None:
    ada, sam = shop.user(), shop.user(Role.STAFF, "sam@example.org")
    assert shop.client.post("/products", json=LAMP).status_code == 401
    assert shop.client.post("/products", json=LAMP, headers=shop.headers(ada)).status_code == 403
    made = shop.client.post("/products", json=LAMP, headers=shop.headers(sam))
    assert (made.status_code, made.json()["name"]) == (201, "A lamp")


def test_a_refusal_says_how_to_sign_in(shop: Shop) -> None:
    got = shop.client.get("/me")
    assert (got.status_code, got.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert SECRET not in got.text
