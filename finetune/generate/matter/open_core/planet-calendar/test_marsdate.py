import unittest

from marsdate import YEAR, split_sols


class SplitSolsTest(unittest.TestCase):
    def test_the_year_begins(self):
        self.assertEqual(split_sols(0), (1, 1))

    def test_the_second_month_begins_behind_28_sols(self):
        self.assertEqual(split_sols(28), (2, 1))

    def test_the_sixth_month_is_short(self):
        self.assertEqual(split_sols(5 * 28 + 27), (7, 1))

    def test_the_last_sol_and_the_one_behind_it(self):
        self.assertEqual(split_sols(YEAR - 1), (24, 27))
        with self.assertRaises(ValueError):
            split_sols(YEAR)
