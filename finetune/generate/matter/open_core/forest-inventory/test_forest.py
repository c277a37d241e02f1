import sqlite3
from pathlib import Path

TREES = [
    ("oak", 25, 0), ("oak", 30, 0), ("oak", 55, 0), ("oak", 70, 1),
    ("birch", 12, 0), ("larch", 33, 1),
]


def count():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE trees (species TEXT, diameter_cm INTEGER, dead INTEGER)")
    db.executemany("INSERT INTO trees VALUES (?, ?, ?)", TREES)
    rows = db.execute(Path("forest.sql").read_text()).fetchall()
    db.close()
    return {species: (thin, thick) for species, thin, thick in rows}


def test_both_counts_stand_in_one_row():
    assert count()["oak"] == (1, 2)


def test_nothing_counts_as_zero():
    assert count()["birch"] == (1, 0)


def test_a_species_of_dead_trees_is_gone():
    assert "larch" not in count()
