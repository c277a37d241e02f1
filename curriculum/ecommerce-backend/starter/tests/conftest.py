"""A PostgreSQL for the tests: started once, its databases copied from one that was migrated."""

import os
import uuid
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, NullPool, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from builders import Shop
from practice.postgres import PostgresMissingError, PracticePostgres
from shop.database import Sessions, engine_for, migrate, sessions_for


class Server:
    """Makes databases on one server."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Without a pool: a connection that stays open to a template keeps others from copying it.
        self._admin = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._run = uuid.uuid4().hex[:8]
        self._made: list[str] = []

    def database(self, template: str = "template0") -> str:
        """The address of a new database."""
        name = f"shop_{self._run}_{len(self._made)}"
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        self._made.append(name)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def clear(self) -> None:
        """Takes all of them away."""
        with self._admin.connect() as connection:
            for name in self._made:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server that `DATABASE_URL` names, or one of our own."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        found = Server(url)
        yield found
        found.clear()
        return
    try:
        practice = PracticePostgres().__enter__()
    except PostgresMissingError as error:
        pytest.fail(str(error), pytrace=False)
    try:
        yield Server(practice.url)
    finally:
        practice.__exit__(None, None, None)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a migrated, empty database that is only copied."""
    url = server.database()
    engine = engine_for(url)
    migrate(engine)
    engine.dispose()
    return make_url(url).database or ""


@pytest.fixture(scope="session")
def quick_engine(server: Server, template: str) -> Iterator[Engine]:
    """A database whose transactions are all rolled back in the end."""
    engine = engine_for(server.database(template))
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(quick_engine: Engine) -> Iterator[Sessions]:
    """Sessions on one connection; what a test writes is gone when it ends."""
    with quick_engine.connect() as connection:
        around = connection.begin()
        yield sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        around.rollback()


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    """One open session."""
    with sessions() as session:
        yield session


@pytest.fixture
def many(server: Server, template: str) -> Iterator[Sessions]:
    """Sessions on a database of their own that fifty threads can use at once."""
    engine = engine_for(server.database(template), pool_size=50)
    yield sessions_for(engine)
    engine.dispose()


@pytest.fixture
def shop(sessions: Sessions) -> Iterator[Shop]:
    """The whole shop, with an HTTP client, a clock and a practice bank."""
    made = Shop(sessions)
    with TestClient(made.app) as client:
        made.client = client
        yield made
