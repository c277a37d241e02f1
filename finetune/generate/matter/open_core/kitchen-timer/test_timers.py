import pytest

from timers import Timers


@pytest.fixture
def timers():
    found = Timers()
    found.start("rice", now=0, minutes=12)
    found.start("eggs", now=0, minutes=6)
    return found


def test_a_timer_rings_in_its_minute_and_only_once(timers):
    assert timers.rung(6) == ["eggs"]
    assert timers.rung(7) == []


def test_several_ring_in_the_order_of_time(timers):
    assert timers.rung(60) == ["eggs", "rice"]


def test_a_timer_that_is_started_again_is_moved(timers):
    timers.start("eggs", now=5, minutes=6)
    assert timers.rung(6) == []
