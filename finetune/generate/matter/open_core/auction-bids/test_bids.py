import sqlite3
from pathlib import Path


def winners(*bids):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE bids (item TEXT, bidder TEXT, cents INTEGER, placed_at TEXT)")
    db.executemany("INSERT INTO bids VALUES (?, ?, ?, ?)", bids)
    rows = db.execute(Path("bids.sql").read_text()).fetchall()
    db.close()
    return rows


def test_the_highest_bid_of_each_item_wins():
    rows = winners(("lamp", "Eve", 50, "09:00"), ("lamp", "Sam", 70, "09:05"), ("vase", "Eve", 80, "09:01"))
    assert rows == [("lamp", "Sam", 70), ("vase", "Eve", 80)]


def test_of_equal_bids_the_earliest_wins():
    assert winners(("vase", "Sam", 80, "10:00"), ("vase", "Eve", 80, "09:00")) == [("vase", "Eve", 80)]


def test_without_bids_nobody_wins():
    assert winners() == []
