"""How often somebody may try: a bucket of tokens for each key, which fills again with time."""

import math
import threading
from dataclasses import dataclass

from shop.clock import Clock
from shop.errors import TooManyRequestsError


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was left of a bucket, and when.

    Attributes:
        at_s: seconds on the limiter's clock.
    """

    left: float
    at_s: float


class Limiter:
    """Buckets of one size, in this process."""

    def __init__(self, at_once: int, seconds_per_token: int, clock: Clock) -> None:
        self._at_once = at_once
        self._seconds_per_token = seconds_per_token
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def filled(self, key: str, at_s: float) -> float:
        """How much the bucket of a key holds at a moment; a key that never came has a full one."""
        # TODO(human)[login-limit]: say how much the bucket of a key holds at a
        # moment, given what was left of it and when
        # Hint: a key that never came has a full bucket
        # Hint: it fills by one in `self._seconds_per_token` seconds, and runs
        # over at `self._at_once`
        raise NotImplementedError("TODO(human): Limiter.filled")

    def take(self, key: str) -> None:
        """Takes one token out.

        Raises:
            TooManyRequestsError: the bucket is empty; `Retry-After` says for how many whole seconds.
        """
        # TODO(human)[login-limit]: take one out of the bucket of a key, or
        # refuse and say for how many whole seconds
        # Hint: routes run in several threads: which lines must nobody come
        # between?
        # Hint: how long until what is missing for one whole attempt is there?
        # round up: nobody should come too early
        # Hint: a refusal changes nothing
        raise NotImplementedError("TODO(human): Limiter.take")
