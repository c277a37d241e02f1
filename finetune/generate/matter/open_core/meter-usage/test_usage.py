import pytest

from usage import daily_usage


def test_three_readings_make_two_days():
    assert daily_usage([100, 112, 130]) == [12, 18]


def test_the_dial_may_go_round():
    assert daily_usage([99_990, 15]) == [25]


def test_a_single_reading_says_nothing_about_a_day():
    assert daily_usage([4711]) == []


def test_six_digits_are_refused():
    with pytest.raises(ValueError, match="100000"):
        daily_usage([100_000])
