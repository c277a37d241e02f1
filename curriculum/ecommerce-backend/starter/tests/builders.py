"""Makes what tests need: a shop around a database, and people and things in it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Barrier
from typing import Any, TypeVar

from fastapi.testclient import TestClient

from practice.bank import PracticeBank
from shop.app import create_app
from shop.bank import HttpBank
from shop.database import Sessions
from shop.models import Order, OrderLine, OrderState, Product, Role, User
from shop.passwords import hashed
from shop.settings import Settings
from shop.tokens import Claims

PASSWORD = "a word only tests know"
SECRET = "only-for-tests-0123456789-abcdefghij"
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Result = TypeVar("Result")


@cache
def password_hash() -> str:
    """What is kept of the password of everybody here; hashing is slow on purpose."""
    return hashed(PASSWORD)


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self, moment: datetime = BEGIN) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def move(self, seconds: float) -> None:
        """Lets time pass."""
        self.moment += timedelta(seconds=seconds)


class Shop:
    """An application on a database, and what is around it."""

    client: TestClient

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        # Tokens are read against the real time.
        self.clock = TestClock(datetime.now(UTC))
        self.bank = PracticeBank()
        self.pauses: list[float] = []
        settings = Settings(signing_secret=SECRET)
        self.app = create_app(settings, sessions, HttpBank(self.bank.client(), self.pauses.append), self.clock)

    def user(self, role: Role = Role.CUSTOMER, email: str = "ada@example.org") -> User:
        """Somebody with an account."""
        with self.sessions.begin() as session:
            return add(session.add, User(email=email, password_hash=password_hash(), role=role))

    def headers(self, user: User) -> dict[str, str]:
        """What somebody sends along who is logged in."""
        token = self.app.state.surroundings.tokens.issue(Claims(user.id, Role(user.role)))
        return {"Authorization": f"Bearer {token}"}

    def product(self, stock: int = 5, price_cents: int = 1_000, name: str = "A lamp") -> Product:
        """Something for sale."""
        return product(self.sessions, stock, price_cents, name)

    def order(self, user: User, total_cents: int = 3_000) -> Order:
        """An order that was placed."""
        return order(self.sessions, user.id, total_cents)


def add(put: Callable[[Any], None], thing: Result) -> Result:
    """Hands a thing over, and back."""
    put(thing)
    return thing


def product(sessions: Sessions, stock: int = 5, price_cents: int = 1_000, name: str = "A lamp") -> Product:
    """Something for sale."""
    made = Product(name=name, price_cents=price_cents, stock=stock, created_at=BEGIN)
    with sessions.begin() as session:
        return add(session.add, made)


def users(sessions: Sessions, count: int) -> list[int]:
    """The ids of so many customers."""
    made = [User(email=f"user{n}@example.org", password_hash="-", role=Role.CUSTOMER) for n in range(count)]
    with sessions.begin() as session:
        session.add_all(made)
    return [user.id for user in made]


def order(sessions: Sessions, user_id: int, total_cents: int = 3_000) -> Order:
    """An order that was placed."""
    thing = product(sessions, price_cents=total_cents)
    lines = [OrderLine(product_id=thing.id, quantity=1, price_cents=total_cents)]
    made = Order(user_id=user_id, state=OrderState.PLACED, total_cents=total_cents, placed_at=BEGIN, lines=lines)
    with sessions.begin() as session:
        return add(session.add, made)


def at_once(jobs: list[Callable[[], Result]], refused: type[Exception]) -> list[Result | None]:
    """Runs all jobs at the same moment, a thread each; None stands for one that was refused."""
    gate = Barrier(len(jobs))

    def one(job: Callable[[], Result]) -> Result | None:
        gate.wait()
        try:
            return job()
        except refused:
            return None

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))
