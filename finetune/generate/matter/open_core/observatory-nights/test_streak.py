import sqlite3
from pathlib import Path


def longest(*nights):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE clear_nights (night TEXT PRIMARY KEY)")
    db.executemany("INSERT INTO clear_nights VALUES (?)", [(one,) for one in nights])
    found = db.execute(Path("streak.sql").read_text()).fetchone()
    db.close()
    return found


def test_a_missing_night_ends_a_run():
    nights = ["2026-08-01", "2026-08-02", "2026-08-03", "2026-08-05", "2026-08-06"]
    assert longest(*nights) == ("2026-08-01", 3)


def test_a_run_goes_on_over_the_end_of_a_month():
    assert longest("2026-02-27", "2026-02-28", "2026-03-01") == ("2026-02-27", 3)


def test_of_equal_runs_the_earliest():
    assert longest("2026-05-09", "2026-05-01") == ("2026-05-01", 1)
