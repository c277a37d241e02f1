import unittest

from change import CannotPay, change


class ChangeTest(unittest.TestCase):
    def test_large_coins_go_first(self):
        self.assertEqual(change(85, {5: 3, 20: 1, 50: 2}), {50: 1, 20: 1, 5: 3})

    def test_a_coin_that_has_run_out_is_replaced_by_smaller_ones(self):
        self.assertEqual(change(100, {50: 1, 10: 9}), {50: 1, 10: 5})

    def test_what_cannot_be_paid_is_told(self):
        with self.assertRaises(CannotPay) as refused:
            change(30, {20: 4, 5: 1})
        self.assertEqual(refused.exception.left, 5)

    def test_nothing_needs_no_coin(self):
        self.assertEqual(change(0, {5: 1}), {})
