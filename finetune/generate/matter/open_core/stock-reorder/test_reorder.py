import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE products (name TEXT, stock INTEGER, minimum INTEGER, box INTEGER);
CREATE TABLE orders (product TEXT, pieces INTEGER);
"""


def boxes(products, orders=()):
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    db.executemany("INSERT INTO products VALUES (?, ?, ?, ?)", products)
    db.executemany("INSERT INTO orders VALUES (?, ?)", orders)
    found = dict(db.execute(Path("reorder.sql").read_text()))
    db.close()
    return found


def test_what_is_missing_is_ordered_in_whole_boxes():
    assert boxes([("rice", 6, 20, 4)]) == {"rice": 4}


def test_all_open_orders_count():
    assert boxes([("rice", 6, 20, 4)], [("rice", 3), ("rice", 2)]) == {"rice": 3}


def test_a_full_shelf_is_left_alone():
    assert boxes([("tea", 20, 20, 6), ("salt", 0, 1, 10)]) == {"salt": 1}
