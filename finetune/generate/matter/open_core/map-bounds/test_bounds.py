import unittest

from bounds import Box, NoTrack, Point, bounds


class BoundsTest(unittest.TestCase):
    def test_two_points_span_a_box(self):
        track = [Point(46.5, 8.0), Point(46.75, 7.5)]
        self.assertEqual(bounds(track, padding=0.0), Box(46.5, 7.5, 46.75, 8.0))

    def test_padding_goes_to_every_side(self):
        self.assertEqual(bounds([Point(10.0, 20.0)], padding=0.5), Box(9.5, 19.5, 10.5, 20.5))

    def test_the_pole_is_the_end(self):
        self.assertEqual(bounds([Point(89.9, 0.0)], padding=0.5).north, 90.0)

    def test_no_point_no_box(self):
        with self.assertRaises(NoTrack):
            bounds([])
