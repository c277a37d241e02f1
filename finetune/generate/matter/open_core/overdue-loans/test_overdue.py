import sqlite3
import unittest
from pathlib import Path


class OverdueTest(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.db.executescript("""
            CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE loans (member_id INTEGER, title TEXT, due TEXT, returned TEXT);
            INSERT INTO members VALUES (1, 'Ines'), (2, 'Tom');
            INSERT INTO loans VALUES
                (1, 'Moss', '2026-02-26', NULL), (2, 'Fern', '2026-02-20', NULL),
                (2, 'Reed', '2026-03-01', NULL), (1, 'Kelp', '2026-01-02', '2026-02-01');
        """)

    def tearDown(self):
        self.db.close()

    def test_late_loans_stand_worst_first_and_one_due_today_is_not_among_them(self):
        rows = self.db.execute(Path("overdue.sql").read_text(), {"today": "2026-03-01"}).fetchall()
        self.assertEqual(rows, [("Tom", "Fern", 9), ("Ines", "Moss", 3)])

    def test_a_day_after_its_date_a_loan_is_late(self):
        rows = self.db.execute(Path("overdue.sql").read_text(), {"today": "2026-03-02"}).fetchall()
        self.assertIn(("Tom", "Reed", 1), rows)
