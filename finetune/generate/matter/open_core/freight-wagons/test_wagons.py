import pytest

from wagons import TooHeavy, load


def test_a_wagon_is_filled_until_the_next_crate_is_too_much():
    assert load([12, 7, 5, 15], limit=20) == [[12, 7], [5, 15]]


def test_no_crate_overtakes_another():
    assert load([15, 10, 5], limit=20) == [[15], [10, 5]]


def test_a_crate_above_the_limit_stops_the_loading():
    with pytest.raises(TooHeavy, match="21 kg"):
        load([3, 21], limit=20)


def test_nothing_needs_no_wagon():
    assert load([], limit=20) == []
