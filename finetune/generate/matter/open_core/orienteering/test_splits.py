import pytest

from splits import MissingControl, Punch, splits

COURSE = (31, 45, 52)


def test_each_leg_has_its_time():
    assert splits(COURSE, [Punch(31, 90), Punch(45, 200), Punch(52, 260)]) == [90, 110, 60]


def test_a_strange_control_on_the_way_does_no_harm():
    assert splits((31, 45), [Punch(31, 90), Punch(99, 120), Punch(45, 200)]) == [90, 110]


def test_the_order_counts():
    with pytest.raises(MissingControl, match="45"):
        splits(COURSE, [Punch(45, 50), Punch(31, 90), Punch(52, 260)])
