import unittest

from slots import Slot, SoldOut


class SlotTest(unittest.TestCase):
    def test_a_booking_takes_places_away(self):
        slot = Slot(capacity=25)
        slot.book(4)
        self.assertEqual(slot.left, 21)

    def test_the_last_place_can_be_sold(self):
        slot = Slot(capacity=2)
        slot.book(2)
        self.assertEqual(slot.left, 0)

    def test_a_group_that_does_not_fit_gets_nothing(self):
        slot = Slot(capacity=3)
        slot.book(2)
        with self.assertRaises(SoldOut) as refused:
            slot.book(2)
        self.assertEqual((refused.exception.left, slot.sold), (1, 2))
