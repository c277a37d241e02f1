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
        now = self._clock.now()
        turn = max(now, self._next_turn.get(source, now))
        # Taken before the pause: whoever comes during it has to queue behind.
        self._next_turn[source] = turn + self._pause_s
        if turn > now:
            await self._clock.sleep(turn - now)
