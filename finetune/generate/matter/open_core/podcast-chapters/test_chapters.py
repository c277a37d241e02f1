import unittest

from chapters import listing, stamp


class StampTest(unittest.TestCase):
    def test_below_an_hour_there_are_two_parts(self):
        self.assertEqual(stamp(247), "4:07")

    def test_from_an_hour_on_there_are_three(self):
        self.assertEqual(stamp(3661), "1:01:01")

    def test_parts_of_a_second_are_cut(self):
        self.assertEqual(stamp(59.9), "0:59")

    def test_the_listing_is_in_order(self):
        self.assertEqual(list(listing([(65, "Guest"), (0, "Hello")])), ["0:00 Hello", "1:05 Guest"])
