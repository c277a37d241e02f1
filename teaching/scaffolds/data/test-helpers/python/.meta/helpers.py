"""What tests of this project need: a clock that moves when it is told to, and a builder
of valid orders.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from itertools import count


class TestSupportError(Exception):
    """A test asked a helper for something that makes no sense."""

    __test__ = False


@dataclass(order=True, slots=True)
class Timer:
    """One callback and when it is due; of two that are due at once the one that was
    asked for first comes first.
    """

    due_at: float
    number: int
    callback: Callable[[], None] = field(compare=False)


@dataclass(slots=True)
class FakeClock:
    """A clock for code that takes its time as an argument.

    Attributes:
        now: seconds.
        timers: those that are still to come.
    """

    now: float = 0.0
    timers: list[Timer] = field(default_factory=list[Timer])
    _numbers: "count[int]" = field(default_factory=count)

    def __call__(self) -> float:
        return self.now

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> Timer:
        """Have a callback called when so many seconds have gone by.

        Raises:
            TestSupportError: the delay is negative.
        """
        if delay_s < 0:
            raise TestSupportError("a delay is not negative")
        timer = Timer(self.now + delay_s, next(self._numbers), callback)
        self.timers.append(timer)
        return timer

    def cancel(self, timer: Timer) -> None:
        """Forget a timer; one that has run is forgotten already."""
        if timer in self.timers:
            self.timers.remove(timer)

    def advance(self, seconds: float) -> None:
        """Let time go by, and call what falls due on the way, in order; `now` is the
        moment of each call.

        What a callback asks for is called too where it falls due before the end.
        """
        end = self.now + seconds
        while due := [timer for timer in self.timers if timer.due_at <= end]:
            timer = min(due)
            self.timers.remove(timer)
            self.now = timer.due_at
            timer.callback()
        self.now = end


@dataclass(frozen=True, slots=True)
class Order:
    """One order, as tests need it."""

    id: int = 1
    customer: str = "ada"
    lines: tuple[str, ...] = ("milk",)
    paid: bool = False

    def changed(self, **changes: object) -> "Order":
        """A copy with these fields changed."""
        return replace(self, **changes)


FIELDS = frozenset(item.name for item in fields(Order))


def an_order(**changes: object) -> Order:
    """A valid order with these fields changed.

    Raises:
        TestSupportError: an order has no such field; the message names it.
    """
    if unknown := changes.keys() - FIELDS:
        raise TestSupportError(f"an order has no {', '.join(sorted(unknown))}")
    return Order().changed(**changes)
