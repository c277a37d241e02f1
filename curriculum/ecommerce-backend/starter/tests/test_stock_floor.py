"""Task stock-floor: a migration that mends what is there, and can be taken back."""

from collections.abc import Iterator

import pytest
from conftest import Server
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from shop.database import engine_for, migrate, migrate_back
from teach_program import wanted

NAME = "stock_not_negative"
TO_DO = f"write the migration that keeps stock from falling below zero, by a constraint called {NAME}"


@pytest.fixture
def first(server: Server) -> Iterator[Engine]:
    """A database at revision 0001, with two products; of one of them more was sold than there was."""
    wanted("migrations/versions/0002_stock_floor.py", TO_DO)
    engine = engine_for(server.database())
    migrate(engine, "0001")
    add(engine, "A lamp", 3)
    add(engine, "A chair", -2)
    yield engine
    engine.dispose()


def add(engine: Engine, name: str, stock: int) -> None:
    """Puts a product into the table, past everything that Python checks."""
    with engine.begin() as connection:
        statement = "INSERT INTO products (name, price_cents, stock, created_at) VALUES (:name, 100, :stock, now())"
        connection.execute(text(statement), {"name": name, "stock": stock})


def stock(engine: Engine) -> dict[str, int]:
    """What is left of each product."""
    with engine.begin() as connection:
        return {name: left for name, left in connection.execute(text("SELECT name, stock FROM products"))}


def constraints(engine: Engine) -> set[str | None]:
    """The names of the checks on products."""
    return {one["name"] for one in inspect(engine).get_check_constraints("products")}


def test_up_mends_the_rows_that_are_wrong_and_leaves_the_others_alone(first: Engine) -> None:
    migrate(first)
    assert stock(first) == {"A lamp": 3, "A chair": 0}


def test_up_has_the_database_refuse_what_is_below_zero(first: Engine) -> None:
    migrate(first)
    with pytest.raises(IntegrityError, match=NAME):
        add(first, "A rug", -1)
    add(first, "A pot", 0)
    assert stock(first)["A pot"] == 0


def test_down_takes_the_constraint_away_and_no_row(first: Engine) -> None:
    migrate(first)
    assert NAME in constraints(first)
    migrate_back(first, "0001")
    assert NAME not in constraints(first)
    assert set(stock(first)) == {"A lamp", "A chair"}


def test_down_and_up_again_ends_where_up_ended(first: Engine) -> None:
    migrate(first)
    migrate_back(first, "0001")
    migrate(first)
    assert NAME in constraints(first)


def test_all_the_way_down_leaves_no_table_of_ours(first: Engine) -> None:
    migrate(first)
    migrate_back(first, "base")
    assert set(inspect(first).get_table_names()) <= {"alembic_version"}
