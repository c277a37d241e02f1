import itertools

from harvest import Delivery, merge


def gate(name, *minutes):
    return [Delivery(minute, name, 4) for minute in minutes]


def test_deliveries_come_by_time():
    found = merge(gate("L", 3, 8), gate("R", 5, 6, 9))
    assert [one.minute for one in found] == [3, 5, 6, 8, 9]


def test_the_left_gate_goes_first():
    assert [one.gate for one in merge(gate("L", 7), gate("R", 7))] == ["L", "R"]


def test_one_gate_may_be_closed():
    assert [one.minute for one in merge([], gate("R", 1, 2))] == [1, 2]


def test_it_does_not_wait_for_the_end():
    endless = (Delivery(minute, "R", 1) for minute in itertools.count())
    assert len(list(itertools.islice(merge(gate("L", 2), endless), 5))) == 5
