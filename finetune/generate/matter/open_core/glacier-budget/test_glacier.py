import pytest

from glacier import turning_point


def test_the_lowest_balance_decides_and_not_the_largest_loss():
    assert turning_point([-30, 10, -40, 5]) == 3
    assert turning_point([-50, 40, -20, 30]) == 1


def test_of_equal_lows_the_first():
    assert turning_point([-10, 5, -5, 5]) == 1


def test_a_growing_glacier_is_lightest_at_once():
    assert turning_point([8, 8]) == 1


def test_a_season_without_weeks():
    with pytest.raises(ValueError):
        turning_point([])
