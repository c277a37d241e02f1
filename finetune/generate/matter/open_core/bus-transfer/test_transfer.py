import unittest

from transfer import next_bus

BUSES = [480, 487, 500]


class NextBusTest(unittest.TestCase):
    def test_a_bus_in_the_minute_of_arrival_is_caught(self):
        self.assertEqual(next_bus(BUSES, 483, walk=4), 487)

    def test_walking_too_long_means_the_next_one(self):
        self.assertEqual(next_bus(BUSES, 483, walk=5), 500)

    def test_after_the_last_bus_there_is_none(self):
        self.assertIsNone(next_bus(BUSES, 501))
