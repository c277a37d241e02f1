"""Keeps requests apart: at most one per second to each source, however many run at once."""

import asyncio
import time
from typing import Protocol

PAUSE_S = 1.0


class Clock(Protocol):
    """Time as the program sees it; tests put a clock of their own here."""

    def now(self) -> float:
        """Seconds since some moment that stays the same."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let others work for this long."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others work for this long."""
        await asyncio.sleep(seconds)


class Pacer:
    """Hands out turns, one second apart for each source."""

    def __init__(self, clock: Clock, pause_s: float = PAUSE_S) -> None:
        self._clock = clock
        self._pause_s = pause_s
        self._next_turn: dict[str, float] = {}

    async def wait(self, source: str) -> None:
        """Return when it is this caller's turn at this source.

        Turns are given in the order of the calls. Sources do not wait for each other.
        """
        # TODO(human)[rate-limit]: find this caller's turn, take it, and sleep
        # until it comes
        # Hint: `self._next_turn` says when the next request to a source may
        # leave; what does it say of a source that was never asked?
        # Hint: while one caller sleeps the next one comes in: what must be
        # written down before the sleep?
        # Hint: use `self._clock` for both the time and the sleep, never `time`
        # or `asyncio`
        raise NotImplementedError("TODO(human): Pacer.wait")
