import unittest

from labels import label, wrap


class WrapTest(unittest.TestCase):
    def test_lines_are_as_full_as_they_can_be(self):
        self.assertEqual(wrap("Am Alten Hafen", 8), ["Am Alten", "Hafen"])

    def test_a_long_word_is_cut(self):
        self.assertEqual(wrap("Donaudampfschiff", 6), ["Donaud", "ampfsc", "hiff"])

    def test_blanks_do_not_count(self):
        self.assertEqual(wrap("  a   b  ", 5), ["a b"])

    def test_the_label_is_a_box(self):
        self.assertEqual({len(line) for line in label("Pier 9").splitlines()}, {22})
