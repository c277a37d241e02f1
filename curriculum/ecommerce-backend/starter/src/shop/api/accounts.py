"""Accounts and log-ins."""

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError

from shop.api.needs import SHOWN_AS_LOCKED, Around, Caller, Surroundings
from shop.errors import ConflictError
from shop.logins import Login, log_in, rotate
from shop.models import Role, User
from shop.passwords import hashed
from shop.problems import documented
from shop.schemas import Credentials, RefreshIn, TokensOut, UserOut
from shop.tokens import Claims

router = APIRouter(tags=["accounts"])


@router.post("/accounts", status_code=201, responses=documented(409, 422))
def register(wanted: Credentials, around: Around) -> UserOut:
    """Makes an account for a customer."""
    user = User(email=wanted.email, password_hash=hashed(wanted.password), role=Role.CUSTOMER)
    try:
        with around.sessions.begin() as session:
            session.add(user)
    except IntegrityError as error:
        raise ConflictError("there is an account with this e-mail address") from error
    return UserOut.model_validate(user)


@router.get("/me", dependencies=SHOWN_AS_LOCKED, responses=documented(401))
def me(claims: Caller, around: Around) -> UserOut:
    """The caller's own account."""
    with around.sessions.begin() as session:
        return UserOut.model_validate(session.get_one(User, claims.user_id))


@router.post("/logins", status_code=201, responses=documented(401, 422, 429))
def begin_login(given: Credentials, around: Around) -> TokensOut:
    """Logs in. The limit is asked first, since comparing passwords is slow on purpose."""
    around.logins.take(given.email)
    with around.sessions.begin() as session:
        expires_at = around.clock() + around.settings.refresh_lives
        login = log_in(session, given.email, given.password, expires_at)
    return _tokens(login, around)


@router.post("/logins/refresh", status_code=201, responses=documented(401, 422))
def refresh(given: RefreshIn, around: Around) -> TokensOut:
    """Exchanges a refresh token for new ones."""
    login = rotate(around.sessions, given.refresh_token, around.clock(), around.settings.refresh_lives)
    return _tokens(login, around)


def _tokens(login: Login, around: Surroundings) -> TokensOut:
    access = around.tokens.issue(Claims(login.user.id, Role(login.user.role)))
    return TokensOut(access_token=access, refresh_token=login.refresh_token)
