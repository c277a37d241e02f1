import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def db():
    db = sqlite3.connect(":memory:")
    db.executescript("""
        CREATE TABLE bikes (number INTEGER PRIMARY KEY);
        CREATE TABLE rentals (bike INTEGER, begins TEXT, ends TEXT);
        INSERT INTO bikes VALUES (1), (2), (3), (4);
        INSERT INTO rentals VALUES
            (1, '2026-06-01', '2026-06-05'), (2, '2026-06-03', '2026-06-06'),
            (3, '2026-06-06', '2026-06-07'), (4, '2026-06-08', '2026-06-09');
    """)
    yield db
    db.close()


def test_only_bikes_without_a_collision_are_free(db):
    wish = {"start": "2026-06-05", "end": "2026-06-08"}
    assert db.execute(Path("free_bikes.sql").read_text(), wish).fetchall() == [(1,), (4,)]
