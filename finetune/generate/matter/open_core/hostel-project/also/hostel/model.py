"""Rooms and groups of a hostel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    name: str
    free: int


@dataclass(frozen=True)
class Group:
    name: str
    people: int
