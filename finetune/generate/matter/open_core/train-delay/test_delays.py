import pytest

from delays import Delay, classify


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [(-2, Delay.PUNCTUAL), (5, Delay.PUNCTUAL), (6, Delay.LATE), (29, Delay.LATE), (30, Delay.HEAVY)],
)
def test_minutes_have_a_category(minutes, wanted):
    assert classify(minutes) is wanted


def test_a_train_that_never_came_is_cancelled():
    assert classify(None) is Delay.CANCELLED
