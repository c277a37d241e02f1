"""What callers may do; time is the test's."""

import threading

import pytest

from your_package.limits import Bucket, Limiter, TooManyRequestsError


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def limiter(clock: Clock) -> Limiter:
    """Two requests at once, one every ten seconds in the long run."""
    return Limiter(size=2, per_second=0.1, clock=clock)


def test_a_bucket_gives_what_it_holds_and_then_says_how_long_to_wait() -> None:
    bucket = Bucket(size=2, per_second=0.5, tokens=2, filled_at=0)
    assert [bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(1)] == [
        0,
        0,
        2,
        1,
    ]


def test_a_bucket_fills_up_to_its_size_and_not_beyond() -> None:
    bucket = Bucket(size=2, per_second=1, tokens=0, filled_at=0)
    assert [bucket.take(1000), bucket.take(1000)] == [0, 0]
    assert bucket.take(1000) > 0


def test_waiting_in_small_steps_gives_no_more_than_waiting_at_once() -> None:
    bucket = Bucket(size=10, per_second=1, tokens=0, filled_at=0)
    given = sum(bucket.take(step / 4) == 0 for step in range(1, 21))
    assert given == 5


def test_a_clock_that_goes_backwards_changes_nothing() -> None:
    bucket = Bucket(size=2, per_second=1, tokens=2, filled_at=50)
    assert bucket.take(10) == 0
    assert bucket.tokens == 1
    bucket.take(50)
    assert bucket.take(50) == 1


def test_a_caller_is_let_through_until_its_bucket_is_empty() -> None:
    found = limiter(Clock())
    found.check("ada")
    found.check("ada")
    with pytest.raises(TooManyRequestsError) as caught:
        found.check("ada")
    assert caught.value.retry_after_s == 10


def test_whoever_waits_as_told_is_let_through() -> None:
    clock = Clock()
    found = limiter(clock)
    for _ in range(2):
        found.check("ada")
    clock.now += 3.5
    with pytest.raises(TooManyRequestsError) as caught:
        found.check("ada")
    assert caught.value.retry_after_s == 7
    clock.now += caught.value.retry_after_s
    found.check("ada")


def test_callers_do_not_take_from_each_other() -> None:
    found = limiter(Clock())
    for _ in range(2):
        found.check("ada")
    found.check("bob")


def test_threads_together_get_no_more_than_the_bucket_holds() -> None:
    found = Limiter(size=50, per_second=0.001, clock=Clock())
    through: list[int] = []

    def ask() -> None:
        for _ in range(25):
            try:
                found.check("ada")
            except TooManyRequestsError:
                continue
            through.append(1)

    ask()
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(through) == 50
