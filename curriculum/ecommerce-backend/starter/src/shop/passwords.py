"""Passwords are kept as Argon2 hashes, and nowhere else."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is this password. An account that is not there takes as long as one that is."""
    is_right = _hasher().verify(password, kept or _nobodys_hash())
    return is_right and kept is not None
