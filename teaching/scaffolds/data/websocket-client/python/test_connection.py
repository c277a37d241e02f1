"""How the connection behaves; time and the socket are the test's."""

import pytest

from your_package.connection import (
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    SILENCE_S,
    Connection,
    ConnectionStateError,
    State,
    pause,
)


class FakeTransport:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.did: list[str] = []

    def open(self) -> None:
        self.did.append("open")

    def close(self) -> None:
        self.did.append("close")


def connection() -> tuple[Connection, FakeTransport]:
    """A connection whose pauses are always the whole ones."""
    transport = FakeTransport()
    return Connection(transport, lambda: 1.0), transport


def test_the_pause_doubles_up_to_a_limit() -> None:
    assert [pause(attempt, 1.0) for attempt in range(4)] == [
        FIRST_PAUSE_S * factor for factor in (1, 2, 4, 8)
    ]
    assert pause(50, 1.0) == LONGEST_PAUSE_S


def test_a_hundred_thousand_failures_do_not_overflow() -> None:
    assert pause(100_000, 1.0) == LONGEST_PAUSE_S


def test_jitter_takes_away_half_of_the_pause_at_most() -> None:
    assert pause(3, 0.0) == pause(3, 1.0) / 2
    assert pause(3, 0.0) < pause(3, 0.5) < pause(3, 1.0)


def test_it_opens_once_at_the_first_tick() -> None:
    found, transport = connection()
    found.tick(0.0)
    found.tick(0.1)
    assert (found.state, transport.did) == (State.OPENING, ["open"])


def test_it_waits_for_the_pause_before_it_tries_again() -> None:
    found, transport = connection()
    found.tick(0.0)
    found.closed(10.0)
    found.tick(10.0 + FIRST_PAUSE_S - 0.01)
    assert found.state is State.WAITING
    found.tick(10.0 + FIRST_PAUSE_S)
    assert transport.did == ["open", "open"]


def test_pauses_begin_anew_after_it_was_open() -> None:
    found, _ = connection()
    for moment in (0.0, 100.0, 200.0):
        found.tick(moment)
        found.closed(moment)
    found.tick(300.0)
    found.opened(300.0)
    found.closed(301.0)
    assert found.due_at == 301.0 + FIRST_PAUSE_S


def test_a_silent_connection_is_given_up() -> None:
    found, transport = connection()
    found.tick(0.0)
    found.opened(0.0)
    found.received(5.0)
    found.tick(5.0 + SILENCE_S)
    assert found.state is State.OPEN
    found.tick(5.0 + SILENCE_S + 0.1)
    assert (found.state, transport.did) == (State.WAITING, ["open", "close"])


def test_what_was_stopped_stays_closed() -> None:
    found, transport = connection()
    found.stop()
    found.closed(1.0)
    found.tick(1000.0)
    assert (found.state, transport.did) == (State.STOPPED, ["close"])


def test_opened_without_opening_is_an_error() -> None:
    with pytest.raises(ConnectionStateError):
        connection()[0].opened(0.0)
