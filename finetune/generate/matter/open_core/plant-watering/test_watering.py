import unittest
from datetime import date, timedelta

from watering import Plant, due

TODAY = date(2026, 5, 13)
FERN = Plant("fern", timedelta(days=3), date(2026, 5, 10))
CACTUS = Plant("cactus", timedelta(days=30), date(2026, 5, 1))


class DueTest(unittest.TestCase):
    def test_a_plant_is_due_on_the_last_day_of_its_interval(self):
        self.assertEqual(due([FERN, CACTUS], TODAY), ["fern"])

    def test_who_was_never_watered_comes_first(self):
        self.assertEqual(due([FERN, Plant("basil", timedelta(days=1))], TODAY), ["basil", "fern"])

    def test_equals_go_by_name(self):
        palm = Plant("aloe", FERN.every, FERN.watered)
        self.assertEqual(due([FERN, palm], TODAY), ["aloe", "fern"])
