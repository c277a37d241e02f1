import sqlite3
from pathlib import Path


def standings(*matches):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE matches (home TEXT, home_goals INT, away TEXT, away_goals INT)")
    db.executemany("INSERT INTO matches VALUES (?, ?, ?, ?)", matches)
    rows = db.execute(Path("table.sql").read_text()).fetchall()
    db.close()
    return rows


def test_a_win_has_three_points():
    assert standings(("Reds", 2, "Blues", 1)) == [("Reds", 3, 1), ("Blues", 0, -1)]


def test_a_draw_has_a_point_for_each():
    assert standings(("Reds", 0, "Blues", 0)) == [("Blues", 1, 0), ("Reds", 1, 0)]


def test_home_and_away_count_for_the_same_team():
    rows = standings(("Reds", 1, "Blues", 0), ("Greens", 0, "Reds", 4))
    assert rows[0] == ("Reds", 6, 5)
