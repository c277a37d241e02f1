import unittest

from overtime import pay_cents


class PayTest(unittest.TestCase):
    def test_a_full_week_is_plain_pay(self):
        self.assertEqual(pay_cents(2400, 2000), 80_000)

    def test_the_forty_first_hour_counts_half_as_much_again(self):
        self.assertEqual(pay_cents(2460, 2000), 83_000)

    def test_half_a_cent_is_dropped(self):
        self.assertEqual(pay_cents(1, 1830), 30)

    def test_negative_time_is_refused(self):
        with self.assertRaises(ValueError):
            pay_cents(-1, 2000)
