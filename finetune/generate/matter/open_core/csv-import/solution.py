"""Reads the member list of a club."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Member:
    name: str
    joined: int


@dataclass
class Imported:
    members: list[Member] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_members(lines: Iterable[str]) -> Imported:
    """Members from lines with the columns `name` and `joined`, a year.

    A row without a name or with no year becomes a problem: "line 3: no name", "line 4: no year".
    """
    found = Imported()
    rows = csv.DictReader(lines)
    for number, row in enumerate(rows, start=2):
        if not (row["name"] or "").strip():
            found.problems.append(f"line {number}: no name")
        elif not (row["joined"] or "").isdecimal():
            found.problems.append(f"line {number}: no year")
        else:
            found.members.append(Member(row["name"].strip(), int(row["joined"])))
    return found
