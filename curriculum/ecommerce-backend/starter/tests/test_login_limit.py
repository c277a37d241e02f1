"""Task login-limit: guessing passwords takes longer than anybody has."""

import pytest

from builders import PASSWORD, Shop, TestClock, at_once
from shop.errors import TooManyRequestsError
from shop.limits import Limiter


def limiter(clock: TestClock) -> Limiter:
    """Three at once, and one more every ten seconds."""
    return Limiter(3, 10, clock)


def wait_of(limiter: Limiter, key: str = "ada") -> int:
    """How long a caller is told to wait; 0 where none is needed."""
    try:
        limiter.take(key)
    except TooManyRequestsError as error:
        return int(error.headers["Retry-After"])
    return 0


def test_a_few_at_once_are_fine_and_the_next_must_wait() -> None:
    held = limiter(TestClock())
    assert [wait_of(held) for _ in range(5)] == [0, 0, 0, 10, 10]


def test_keys_do_not_wait_for_each_other() -> None:
    held = limiter(TestClock())
    assert [wait_of(held, key) for key in ("ada", "ada", "ada", "bo", "ada")] == [0, 0, 0, 0, 10]


def test_time_gives_attempts_back_one_by_one() -> None:
    clock = TestClock()
    held = limiter(clock)
    for _ in range(3):
        held.take("ada")
    clock.move(4)
    assert wait_of(held) == 6
    clock.move(6.5)
    assert [wait_of(held), wait_of(held)] == [0, 10]


def test_being_refused_costs_nothing() -> None:
    clock = TestClock()
    held = limiter(clock)
    assert [wait_of(held) for _ in range(20)][-1] == 10
    clock.move(10)
    assert wait_of(held) == 0


def test_a_bucket_never_holds_more_than_it_is_big() -> None:
    clock = TestClock()
    held = limiter(clock)
    held.take("ada")
    clock.move(24 * 3600)
    assert held.filled("ada", clock().timestamp()) == 3
    assert [wait_of(held) for _ in range(4)] == [0, 0, 0, 10]


def test_many_at_once_get_no_more_than_there_is() -> None:
    held = limiter(TestClock())
    got = at_once([lambda: wait_of(held) for _ in range(30)], TooManyRequestsError)
    assert got.count(0) == 3


def test_the_sixth_log_in_of_an_account_is_refused_even_with_the_right_password(shop: Shop) -> None:
    shop.user()
    wrong = {"email": "ada@example.org", "password": "a wrong password"}
    assert [shop.client.post("/logins", json=wrong).status_code for _ in range(5)] == [401] * 5
    got = shop.client.post("/logins", json={**wrong, "email": "ADA@example.org", "password": PASSWORD})
    assert (got.status_code, got.headers["Retry-After"]) == (429, "30")
    shop.clock.move(30)
    assert shop.client.post("/logins", json={**wrong, "password": PASSWORD}).status_code == 201


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_an_account_that_is_not_there_is_refused_in_the_same_words(shop: Shop, email: str) -> None:
    shop.user()
    got = shop.client.post("/logins", json={"email": email, "password": "a wrong password"})
    assert (got.status_code, got.json()["detail"]) == (401, "e-mail address or password is wrong")
