"""The one place that speaks SQL of accounts: callers get typed objects, and each use
case is one transaction.
"""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL UNIQUE,
    cents INTEGER NOT NULL CHECK (cents >= 0)
)
"""


class RepositoryError(Exception):
    """What the storage could not do."""


class AccountNotFoundError(RepositoryError):
    """There is no such account."""


class InsufficientFundsError(RepositoryError):
    """There is less on the account than was to be taken."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account; money is kept in whole cents."""

    id: int
    owner: str
    cents: int


class Accounts:
    """The accounts in a database.

    Args:
        connection: opened with `autocommit` off or by default; it is the caller's to
            close.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.execute(SCHEMA)

    def open(self, owner: str, cents: int = 0) -> Account:
        """A new account."""
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO accounts (owner, cents) VALUES (?, ?)", (owner, cents)
            )
        return Account(cursor.lastrowid or 0, owner, cents)

    def of_owner(self, owner: str) -> Account:
        """The account of an owner, whatever characters the name has.

        Raises:
            AccountNotFoundError: the owner has none.
        """
        row = self._connection.execute(
            "SELECT id, owner, cents FROM accounts WHERE owner = ?", (owner,)
        ).fetchone()
        if row is None:
            raise AccountNotFoundError(owner)
        return Account(*row)

    def transfer(self, sender: str, receiver: str, cents: int) -> None:
        """Move money from one owner to another: both sides change, or neither does.

        Raises:
            AccountNotFoundError: one of them has no account.
            InsufficientFundsError: the sender has less.
        """
        with self._connection:
            taken = self.of_owner(sender)
            given = self.of_owner(receiver)
            if taken.cents < cents:
                raise InsufficientFundsError(sender)
            self.change(taken.id, -cents)
            self.change(given.id, cents)

    def change(self, number: int, cents: int) -> None:
        """Add to an account, or take from it, within the caller's transaction."""
        self._connection.execute(
            "UPDATE accounts SET cents = cents + ? WHERE id = ?", (cents, number)
        )
