import unittest

from lake import Profile

LAKE = Profile([(6, 10), (2, 18), (12, 7)])


class ProfileTest(unittest.TestCase):
    def test_between_two_points_lies_a_straight_line(self):
        self.assertEqual(LAKE.interpolate(3), 16)

    def test_a_measured_depth_has_its_measured_value(self):
        self.assertEqual(LAKE.interpolate(6), 10)

    def test_nothing_is_invented_below(self):
        with self.assertRaises(ValueError):
            LAKE.interpolate(30)

    def test_one_depth_has_one_value(self):
        with self.assertRaises(ValueError):
            Profile([(2, 18), (2, 17)])
