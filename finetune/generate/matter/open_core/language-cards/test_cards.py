import unittest
from datetime import date

from cards import Card, review

TODAY = date(2026, 9, 1)


class ReviewTest(unittest.TestCase):
    def test_a_right_answer_moves_a_card_up(self):
        card = review(Card("der Igel", "hedgehog", box=2), True, TODAY)
        self.assertEqual((card.box, card.due), (3, date(2026, 9, 5)))

    def test_a_wrong_answer_sends_it_back(self):
        card = review(Card("der Igel", "hedgehog", box=4), False, TODAY)
        self.assertEqual((card.box, card.due), (1, date(2026, 9, 2)))

    def test_the_last_box_keeps_its_cards(self):
        self.assertEqual(review(Card("a", "b", box=5), True, TODAY).box, 5)
