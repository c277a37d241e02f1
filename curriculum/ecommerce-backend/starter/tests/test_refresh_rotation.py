"""Task refresh-rotation: each refresh token once, and no way on for a thief."""

from datetime import timedelta
from uuid import uuid4

import pytest

from builders import BEGIN, at_once, users
from shop.database import Sessions
from shop.errors import SignInError
from shop.logins import Login, hand_out, revoke_family, rotate, use_once

LIVES = timedelta(days=7)
LATER = BEGIN + timedelta(hours=1)


def begun(sessions: Sessions, user_id: int | None = None) -> tuple[int, str]:
    """Somebody who just logged in, and their token."""
    somebody = users(sessions, 1)[0] if user_id is None else user_id
    with sessions.begin() as session:
        return somebody, hand_out(session, somebody, uuid4(), BEGIN + LIVES)


def exchange(sessions: Sessions, token: str) -> Login:
    """The next token."""
    return rotate(sessions, token, LATER, LIVES)


def test_a_token_is_exchanged_for_another_of_the_same_person(sessions: Sessions) -> None:
    user_id, token = begun(sessions)
    second = exchange(sessions, token)
    third = exchange(sessions, second.refresh_token)
    assert [second.user.id, third.user.id] == [user_id, user_id]
    assert len({token, second.refresh_token, third.refresh_token}) == 3


def test_a_token_is_used_once(sessions: Sessions) -> None:
    _, token = begun(sessions)
    with sessions.begin() as session:
        used = use_once(session, token, LATER)
        assert used is not None and used.used_at == LATER
        assert use_once(session, token, LATER) is None


def test_a_token_that_is_too_old_or_unknown_cannot_be_used(sessions: Sessions) -> None:
    _, token = begun(sessions)
    with sessions.begin() as session:
        assert use_once(session, token, BEGIN + LIVES) is None
        assert use_once(session, "made up", LATER) is None
    with pytest.raises(SignInError, match="log in again"):
        exchange(sessions, "made up")


def test_a_revoked_family_cannot_be_used_and_others_can(sessions: Sessions) -> None:
    user_id, token = begun(sessions)
    _, elsewhere = begun(sessions, user_id)
    with sessions.begin() as session:
        revoke_family(session, token, LATER)
        assert use_once(session, token, LATER) is None
        assert use_once(session, elsewhere, LATER) is not None


def test_a_token_that_comes_again_ends_the_whole_family(sessions: Sessions) -> None:
    _, stolen = begun(sessions)
    second = exchange(sessions, stolen)
    with pytest.raises(SignInError):
        exchange(sessions, stolen)
    with pytest.raises(SignInError):
        exchange(sessions, second.refresh_token)


def test_another_log_in_of_the_same_person_goes_on(sessions: Sessions) -> None:
    user_id, stolen = begun(sessions)
    _, elsewhere = begun(sessions, user_id)
    exchange(sessions, stolen)
    with pytest.raises(SignInError):
        exchange(sessions, stolen)
    assert exchange(sessions, elsewhere).user.id == user_id


def test_of_ten_who_bring_one_token_at_once_exactly_one_gets_the_next(many: Sessions) -> None:
    _, token = begun(many)
    got = at_once([lambda: exchange(many, token) for _ in range(10)], SignInError)
    assert sum(one is not None for one in got) == 1
