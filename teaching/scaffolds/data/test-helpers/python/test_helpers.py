"""The helpers, tested before others rest on them."""

import pytest

from your_package.helpers import FakeClock, Order, TestSupportError, an_order


def test_the_clock_stands_still_until_it_is_moved() -> None:
    clock = FakeClock()
    assert (clock(), clock()) == (0.0, 0.0)
    clock.advance(1.5)
    assert clock() == 1.5


def test_a_callback_is_called_when_its_time_has_come_and_once() -> None:
    clock, calls = FakeClock(), list[float]()
    clock.call_later(2, lambda: calls.append(clock.now))
    clock.advance(1.9)
    assert calls == []
    clock.advance(0.2)
    clock.advance(10)
    assert calls == [2.0]


def test_callbacks_come_in_the_order_of_their_times_then_of_the_asking() -> None:
    clock, calls = FakeClock(), list[str]()
    for name, delay in (("late", 3), ("first", 1), ("second", 1)):
        clock.call_later(delay, lambda name=name: calls.append(name))
    clock.advance(5)
    assert calls == ["first", "second", "late"]


def test_what_a_callback_asks_for_falls_due_too() -> None:
    clock, calls = FakeClock(), list[float]()

    def again() -> None:
        calls.append(clock.now)
        clock.call_later(1, again)

    clock.call_later(1, again)
    clock.advance(3.5)
    assert calls == [1.0, 2.0, 3.0]
    assert clock.now == 3.5


def test_what_was_cancelled_is_not_called() -> None:
    clock, calls = FakeClock(), list[str]()
    timer = clock.call_later(1, lambda: calls.append("called"))
    clock.cancel(timer)
    clock.cancel(timer)
    clock.advance(5)
    assert calls == []


def test_a_negative_delay_is_refused() -> None:
    with pytest.raises(TestSupportError):
        FakeClock().call_later(-1, lambda: None)


def test_an_order_is_valid_as_it_comes() -> None:
    assert an_order() == Order()


def test_an_order_has_what_the_test_names_and_the_rest_by_default() -> None:
    assert an_order(paid=True, customer="bob") == Order(customer="bob", paid=True)


def test_a_field_that_no_order_has_is_named() -> None:
    with pytest.raises(TestSupportError, match="colour"):
        an_order(colour="red")
