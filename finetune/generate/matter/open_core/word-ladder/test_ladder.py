import unittest

from ladder import neighbours

WORDS = ["cord", "Cold", "bold", "word", "scold", "cold"]


class NeighboursTest(unittest.TestCase):
    def test_one_letter_may_differ(self):
        self.assertEqual(neighbours("cold", WORDS), ["bold", "cord"])

    def test_the_word_itself_does_not_count(self):
        self.assertNotIn("cold", neighbours("COLD", WORDS))

    def test_a_longer_word_is_no_neighbour(self):
        self.assertNotIn("scold", neighbours("cold", WORDS))
