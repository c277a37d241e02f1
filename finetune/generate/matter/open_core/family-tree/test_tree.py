import sqlite3
import unittest
from pathlib import Path

PARENTS = [("Greta", "Hans"), ("Greta", "Ina"), ("Hans", "Jan"), ("Ina", "Kai"), ("Jan", "Lea"), ("Ina", "Lea")]


class TreeTest(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        self.db.execute("CREATE TABLE parents (parent TEXT, child TEXT)")
        self.db.executemany("INSERT INTO parents VALUES (?, ?)", PARENTS)

    def below(self, person):
        return self.db.execute(Path("tree.sql").read_text(), {"person": person}).fetchall()

    def test_children_and_their_children(self):
        self.assertEqual(self.below("Hans"), [("Jan", 1), ("Lea", 2)])

    def test_two_ways_to_one_person_are_told_once(self):
        self.assertEqual(self.below("Greta"), [("Hans", 1), ("Ina", 1), ("Jan", 2), ("Kai", 2), ("Lea", 2)])

    def test_nobody_descends_from_the_youngest(self):
        self.assertEqual(self.below("Lea"), [])
