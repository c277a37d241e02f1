import unittest

from blood import BLOOD, can_receive


class BloodTest(unittest.TestCase):
    def test_zero_negative_fits_everybody(self):
        self.assertTrue(all(can_receive(patient, "0-") for patient in BLOOD))

    def test_rhesus_negative_takes_no_positive(self):
        self.assertFalse(can_receive("A-", "0+"))

    def test_27_of_the_64_pairs_fit(self):
        self.assertEqual(sum(can_receive(p, d) for p in BLOOD for d in BLOOD), 27)

    def test_c_is_no_blood_type(self):
        with self.assertRaises(KeyError):
            can_receive("C", "0-")
