import unittest

from fares import Passenger, UnknownTrip, fare_cents


class FareTest(unittest.TestCase):
    def test_an_adult_pays_what_the_table_says(self):
        self.assertEqual(fare_cents(2, Passenger.ADULT), 380)

    def test_a_child_pays_half_without_the_odd_cent(self):
        self.assertEqual(fare_cents(1, Passenger.CHILD), 122)

    def test_a_trip_beyond_the_table_is_refused(self):
        with self.assertRaises(UnknownTrip):
            fare_cents(4, Passenger.ADULT)
