import sqlite3
import unittest
from pathlib import Path

TABLES = """
CREATE TABLE needs (recipe TEXT, ingredient TEXT);
CREATE TABLE pantry (ingredient TEXT PRIMARY KEY);
INSERT INTO needs VALUES
    ('pancakes', 'flour'), ('pancakes', 'milk'), ('pancakes', 'eggs'),
    ('omelette', 'eggs'), ('flatbread', 'flour'), ('flatbread', 'water');
"""


class PantryTest(unittest.TestCase):
    def cook(self, *pantry):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        db.executescript(TABLES)
        db.executemany("INSERT INTO pantry VALUES (?)", [(one,) for one in pantry])
        return [row[0] for row in db.execute(Path("pantry.sql").read_text())]

    def test_everything_has_to_be_there(self):
        self.assertEqual(self.cook("flour", "eggs", "water"), ["flatbread", "omelette"])

    def test_an_empty_pantry_cooks_nothing(self):
        self.assertEqual(self.cook(), [])

    def test_a_full_pantry_cooks_all(self):
        self.assertEqual(len(self.cook("flour", "eggs", "water", "milk")), 3)
