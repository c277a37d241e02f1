import sqlite3
import unittest
from pathlib import Path

JOBS = [
    (1, "attic", 99, "done"), (2, "attic", 10, "waiting"), (3, "cellar", 50, "waiting"),
    (4, "attic", 4, "waiting"), (5, "attic", 7, "waiting"),
]


class QueueTest(unittest.TestCase):
    def setUp(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        db.execute("CREATE TABLE jobs (id INTEGER, printer TEXT, pages INTEGER, state TEXT)")
        db.executemany("INSERT INTO jobs VALUES (?, ?, ?, ?)", JOBS)
        self.ahead = dict(db.execute(Path("queue.sql").read_text()).fetchall())

    def test_the_first_of_a_queue_waits_for_nothing(self):
        self.assertEqual((self.ahead.get(2), self.ahead.get(3)), (0, 0))

    def test_pages_add_up_on_one_printer(self):
        self.assertEqual((self.ahead.get(4), self.ahead.get(5)), (10, 14))

    def test_what_is_printed_is_not_listed(self):
        self.assertNotIn(1, self.ahead)
