import unittest

from lanes import Booking, lanes_needed


class LanesTest(unittest.TestCase):
    def test_bookings_at_once_need_a_lane_each(self):
        self.assertEqual(lanes_needed([Booking(960, 1080), Booking(1020, 1140)]), 2)

    def test_one_leaves_as_another_comes(self):
        self.assertEqual(lanes_needed([Booking(960, 1080), Booking(1080, 1200)]), 1)

    def test_the_busiest_moment_counts(self):
        evening = [Booking(0, 9), Booking(1, 3), Booking(2, 4), Booking(5, 8)]
        self.assertEqual(lanes_needed(evening), 3)

    def test_an_empty_evening(self):
        self.assertEqual(lanes_needed([]), 0)
