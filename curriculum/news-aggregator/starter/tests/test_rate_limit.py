"""Task rate-limit: one request per second to each source, measured with a clock of our own."""

import asyncio

from fakes import FakeClock
from news_aggregator.pacing import Pacer


def test_the_first_request_to_a_source_does_not_wait() -> None:
    clock = FakeClock()
    asyncio.run(Pacer(clock).wait("A"))
    assert clock.slept == []


def test_the_second_request_at_once_waits_a_second() -> None:
    clock = FakeClock()

    async def two() -> None:
        pacer = Pacer(clock)
        await pacer.wait("A")
        await pacer.wait("A")

    asyncio.run(two())
    assert clock.slept == [1.0]


def test_a_request_waits_only_for_what_is_left_of_the_second() -> None:
    clock = FakeClock()

    async def two() -> None:
        pacer = Pacer(clock)
        await pacer.wait("A")
        clock.time += 0.75
        await pacer.wait("A")

    asyncio.run(two())
    assert clock.slept == [0.25]


def test_a_request_after_a_long_pause_does_not_wait() -> None:
    clock = FakeClock()

    async def three() -> None:
        pacer = Pacer(clock)
        await pacer.wait("A")
        clock.time += 60
        await pacer.wait("A")
        await pacer.wait("A")

    asyncio.run(three())
    assert clock.slept == [1.0]


def test_sources_do_not_wait_for_each_other() -> None:
    clock = FakeClock()

    async def two() -> None:
        pacer = Pacer(clock)
        await pacer.wait("A")
        await pacer.wait("B")

    asyncio.run(two())
    assert clock.slept == []


def test_requests_that_come_together_leave_a_second_apart() -> None:
    clock = FakeClock()
    left: list[float] = []

    async def one(pacer: Pacer) -> None:
        await pacer.wait("A")
        left.append(clock.time)

    async def four() -> None:
        pacer = Pacer(clock)
        await asyncio.gather(*(one(pacer) for _ in range(4)))

    asyncio.run(four())
    assert left == [100.0, 101.0, 102.0, 103.0]
