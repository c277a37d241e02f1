"""Members of the seed library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    name: str
    borrowed: int = 0
    owes: bool = False
