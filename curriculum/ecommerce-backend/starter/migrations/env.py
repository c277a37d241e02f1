"""How Alembic reaches the database: `shop.database` hands over a connection, `alembic` itself asks the settings."""

from alembic import context
from sqlalchemy import Connection

from shop import models
from shop.database import engine_for
from shop.settings import load_settings

TABLES = models.Base.metadata


def run(connection: Connection) -> None:
    """Runs what was asked for, in one transaction."""
    context.configure(connection=connection, target_metadata=TABLES)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine_for(load_settings().database_url).begin() as own:
        run(own)
