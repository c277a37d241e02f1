import unittest
from datetime import date

from subscription import ends_on


class EndsOnTest(unittest.TestCase):
    def test_an_ordinary_month(self):
        self.assertEqual(ends_on(date(2026, 4, 15), 1), date(2026, 5, 15))

    def test_a_month_that_is_too_short(self):
        self.assertEqual(ends_on(date(2026, 1, 31), 1), date(2026, 2, 28))

    def test_a_leap_year(self):
        self.assertEqual(ends_on(date(2028, 1, 31), 1), date(2028, 2, 29))

    def test_over_the_new_year(self):
        self.assertEqual(ends_on(date(2026, 11, 30), 3), date(2027, 2, 28))

    def test_a_year(self):
        self.assertEqual(ends_on(date(2026, 12, 31), 12), date(2027, 12, 31))
