import sqlite3
import unittest
from pathlib import Path

SCHEMA = """
CREATE TABLE months (month TEXT PRIMARY KEY);
CREATE TABLE donations (given_on TEXT, cents INTEGER, refunded INTEGER DEFAULT 0);
INSERT INTO months VALUES ('2026-01'), ('2026-02');
INSERT INTO donations VALUES ('2026-01-04', 2500, 0), ('2026-01-31', 500, 0), ('2026-02-10', 900, 1);
"""


class TotalsTest(unittest.TestCase):
    def setUp(self):
        db = sqlite3.connect(":memory:")
        db.executescript(SCHEMA)
        self.rows = db.execute(Path("totals.sql").read_text()).fetchall()
        db.close()

    def test_january_is_summed(self):
        self.assertIn(("2026-01", 3000), self.rows)

    def test_a_month_with_nothing_but_a_refund_has_zero(self):
        self.assertIn(("2026-02", 0), self.rows)
