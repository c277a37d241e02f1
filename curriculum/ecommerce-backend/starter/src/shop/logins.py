"""Log-ins that last: refresh tokens that are used once, and a thief who gives himself away.

All tokens that came of one log-in are a family. Each is exchanged for the next, once. Whoever brings one that was used
holds a copy, or was copied from; nobody can tell which, so the whole family ends.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shop.database import Sessions
from shop.errors import SignInError
from shop.models import RefreshToken, User
from shop.passwords import matches

REFUSED = "the refresh token is not valid: log in again"


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who is logged in.

    Attributes:
        refresh_token: to be exchanged for the next one; kept by the caller alone.
    """

    user: User
    refresh_token: str


def digest_of(token: str) -> str:
    """What is kept of a token: enough to know it again, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).hexdigest()


def log_in(session: Session, email: str, password: str, expires_at: datetime) -> Login:
    """Begins a family.

    Raises:
        SignInError: there is no such account, or the password is another; which of both is not said.
    """
    user = session.scalar(select(User).where(User.email == email.lower()))
    is_right = matches(password, user.password_hash if user else None)
    if user is None or not is_right:
        raise SignInError("e-mail address or password is wrong")
    return Login(user, hand_out(session, user.id, uuid4(), expires_at))


def hand_out(session: Session, user_id: int, family: UUID, expires_at: datetime) -> str:
    """A new token of a family."""
    token = secrets.token_urlsafe(32)
    session.add(RefreshToken(user_id=user_id, family=family, digest=digest_of(token), expires_at=expires_at))
    return token


def use_once(session: Session, token: str, now: datetime) -> RefreshToken | None:
    """Marks a token as used in one statement; None where it is unknown, used, revoked or too old."""
    # TODO(human)[refresh-rotation]: mark the token as used at `now` in one
    # UPDATE that only finds it where it may be used, and return it
    # Hint: four conditions make a token usable: write each of them into the
    # WHERE
    # Hint: `.returning(RefreshToken)` hands the row over that was changed;
    # `session.scalar` gives None where there was none
    # Hint: a SELECT before it would give two callers the same answer
    raise NotImplementedError("TODO(human): use_once")


def revoke_family(session: Session, token: str, now: datetime) -> None:
    """Ends every token that came of the same log-in; an unknown token ends nothing."""
    family = select(RefreshToken.family).where(RefreshToken.digest == digest_of(token)).scalar_subquery()
    session.execute(update(RefreshToken).where(RefreshToken.family == family).values(revoked_at=now))


def rotate(sessions: Sessions, token: str, now: datetime, lives: timedelta) -> Login:
    """Exchanges a token for the next of its family, or ends the family of one that cannot be used.

    Raises:
        SignInError: it cannot be used.
    """
    # TODO(human)[refresh-rotation]: exchange a usable token for the next one
    # of its family; for any other, end the family and refuse
    # Hint: two transactions: the second is needed only where the first found
    # nothing to use
    # Hint: what does an error do to the transaction that it leaves?
    # Hint: `hand_out` makes the next token, and `session.get_one` finds the
    # user
    raise NotImplementedError("TODO(human): rotate")
