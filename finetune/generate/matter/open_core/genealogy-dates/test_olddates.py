import unittest

from olddates import parse


class OverlapsTest(unittest.TestCase):
    def test_ranges_that_meet_in_one_year(self):
        self.assertTrue(parse("1790-1795").overlaps(parse("1795")))

    def test_ranges_apart(self):
        self.assertFalse(parse("abt 1800").overlaps(parse("1804-1810")))
        self.assertFalse(parse("1804-1810").overlaps(parse("abt 1800")))

    def test_open_ends_reach_far(self):
        self.assertTrue(parse("bef 1820").overlaps(parse("aft 1815")))
        self.assertTrue(parse("bef 1820").overlaps(parse("bef 1700")))

    def test_open_ends_have_another_end(self):
        self.assertFalse(parse("bef 1820").overlaps(parse("1820")))
