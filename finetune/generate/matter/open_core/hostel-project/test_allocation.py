import unittest

from hostel.allocation import Full, allocate
from hostel.model import Group, Room

ROOMS = [Room("Oak", 10), Room("Beech", 6), Room("Ash", 4)]


class AllocateTest(unittest.TestCase):
    def test_the_tightest_room_that_fits(self):
        self.assertEqual(allocate(Group("3b", 5), ROOMS).name, "Beech")

    def test_equal_rooms_go_by_name(self):
        self.assertEqual(allocate(Group("duo", 2), [Room("Yew", 4), *ROOMS]).name, "Ash")

    def test_a_group_that_is_too_large_is_refused(self):
        with self.assertRaises(Full):
            allocate(Group("all", 30), ROOMS)
