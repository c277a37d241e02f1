import sqlite3
from pathlib import Path


def faithful(*sightings):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE sightings (species TEXT, year INTEGER)")
    db.executemany("INSERT INTO sightings VALUES (?, ?)", sightings)
    found = [row[0] for row in db.execute(Path("visits.sql").read_text())]
    db.close()
    return found


def test_a_bird_of_every_year_is_faithful():
    assert faithful(("robin", 2024), ("robin", 2025), ("wren", 2025)) == ["robin"]


def test_many_sightings_do_not_make_up_for_a_year():
    assert faithful(("robin", 2024), ("wren", 2025), ("wren", 2025)) == []


def test_in_the_first_year_all_are_faithful():
    assert faithful(("wren", 2026), ("owl", 2026)) == ["owl", "wren"]
