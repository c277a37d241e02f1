"""The connection to PostgreSQL. A transaction is always `with sessions.begin() as session:`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

Sessions = sessionmaker[Session]
MIGRATIONS = Path(__file__).parents[2] / "alembic.ini"


class Base(DeclarativeBase):
    """What all tables have in common."""


def engine_for(url: str, pool_size: int = 10) -> Engine:
    """A pool of connections to a database."""
    return create_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=20)


def sessions_for(engine: Engine) -> Sessions:
    """What opens a session; objects stay readable once their transaction has ended."""
    return sessionmaker(engine, expire_on_commit=False)


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings a database up to a revision of `migrations/`."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def migrate_back(engine: Engine, revision: str) -> None:
    """Brings a database back down to a revision."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: object) -> Config:
    config = Config(MIGRATIONS)
    config.attributes["connection"] = connection
    return config
