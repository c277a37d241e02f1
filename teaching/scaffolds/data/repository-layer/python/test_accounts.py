"""What the repository of accounts promises."""

import sqlite3
from collections.abc import Iterator

import pytest

from your_package.accounts import (
    Account,
    AccountNotFoundError,
    Accounts,
    InsufficientFundsError,
)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A database in memory."""
    opened = sqlite3.connect(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def accounts(connection: sqlite3.Connection) -> Accounts:
    """Two accounts: of ada with 10.00, of bob with nothing."""
    found = Accounts(connection)
    found.open("ada", 1000)
    found.open("bob")
    return found


def test_an_account_is_found_by_its_owner(accounts: Accounts) -> None:
    assert accounts.of_owner("ada") == Account(1, "ada", 1000)


def test_an_unknown_owner_is_an_error_of_our_own(accounts: Accounts) -> None:
    with pytest.raises(AccountNotFoundError):
        accounts.of_owner("eve")


@pytest.mark.parametrize("owner", ["o'hara", "x' OR '1'='1", 'semi";--'])
def test_a_name_is_data_and_never_sql(accounts: Accounts, owner: str) -> None:
    with pytest.raises(AccountNotFoundError):
        accounts.of_owner(owner)
    accounts.open(owner, 1)
    assert accounts.of_owner(owner).cents == 1


def test_a_transfer_changes_both_sides(
    accounts: Accounts, connection: sqlite3.Connection
) -> None:
    accounts.transfer("ada", "bob", 250)
    assert not connection.in_transaction
    assert (accounts.of_owner("ada").cents, accounts.of_owner("bob").cents) == (
        750,
        250,
    )


def test_a_transfer_of_too_much_changes_nothing(accounts: Accounts) -> None:
    with pytest.raises(InsufficientFundsError):
        accounts.transfer("ada", "bob", 1001)
    assert (accounts.of_owner("ada").cents, accounts.of_owner("bob").cents) == (1000, 0)


def test_a_transfer_to_nobody_changes_nothing(accounts: Accounts) -> None:
    with pytest.raises(AccountNotFoundError):
        accounts.transfer("ada", "eve", 1)
    assert accounts.of_owner("ada").cents == 1000


def test_a_transfer_that_breaks_half_way_is_taken_back(
    accounts: Accounts, connection: sqlite3.Connection
) -> None:
    connection.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON accounts WHEN new.owner = 'bob' "
        "BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        accounts.transfer("ada", "bob", 1)
    assert accounts.of_owner("ada").cents == 1000
