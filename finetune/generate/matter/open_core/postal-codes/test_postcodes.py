import unittest

from postcodes import NoPostcode, parse


class ParseTest(unittest.TestCase):
    def test_a_postcode_has_one_normal_form(self):
        for typed in ("1234 AB", "1234ab", " 1234  Ab "):
            with self.subTest(typed):
                self.assertEqual(str(parse(typed)), "1234 AB")

    def test_other_shapes_are_refused(self):
        for typed in ("", "0123 AB", "123 AB", "1234 A1", "12345 AB"):
            with self.subTest(typed), self.assertRaises(NoPostcode):
                parse(typed)
