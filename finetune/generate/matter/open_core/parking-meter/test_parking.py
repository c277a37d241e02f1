import unittest
from datetime import datetime

from parking import paid_until


class PaidUntilTest(unittest.TestCase):
    def test_in_the_middle_of_the_day(self):
        self.assertEqual(paid_until(datetime(2026, 3, 2, 10), 90), datetime(2026, 3, 2, 11, 30))

    def test_the_rest_counts_on_the_next_morning(self):
        self.assertEqual(paid_until(datetime(2026, 3, 2, 17, 30), 60), datetime(2026, 3, 3, 9, 30))

    def test_coins_before_nine_count_from_nine(self):
        self.assertEqual(paid_until(datetime(2026, 3, 2, 7), 30), datetime(2026, 3, 2, 9, 30))

    def test_coins_in_the_evening_count_tomorrow(self):
        self.assertEqual(paid_until(datetime(2026, 3, 2, 20), 30), datetime(2026, 3, 3, 9, 30))
