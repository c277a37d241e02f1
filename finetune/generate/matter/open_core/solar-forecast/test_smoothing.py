import itertools
import unittest

from smoothing import moving_average


class MovingAverageTest(unittest.TestCase):
    def test_the_mean_of_the_last_three(self):
        self.assertEqual(list(moving_average([6, 12, 0, 12], window=3)), [6, 9, 6, 8])

    def test_a_window_of_one_changes_nothing(self):
        self.assertEqual(list(moving_average([1.5, 2.5], window=1)), [1.5, 2.5])

    def test_it_does_not_wait_for_the_end(self):
        endless = moving_average(itertools.count(), window=2)
        self.assertEqual(list(itertools.islice(endless, 3)), [0, 0.5, 1.5])
