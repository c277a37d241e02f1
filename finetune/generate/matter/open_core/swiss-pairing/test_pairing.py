import unittest

from pairing import Player, Round, pair

ANA, BO, CY, DEE = Player("Ana", 1), Player("Bo", 2), Player("Cy", 2), Player("Dee", 0.5)


class PairTest(unittest.TestCase):
    def test_the_two_leaders_meet_on_the_first_board(self):
        self.assertEqual(pair([ANA, BO, CY, DEE]), Round((("Bo", "Cy"), ("Ana", "Dee"))))

    def test_the_last_of_three_sits_out(self):
        self.assertEqual(pair([DEE, ANA, BO]).bye, "Dee")

    def test_an_empty_evening_has_no_boards(self):
        self.assertEqual(pair([]), Round(()))
