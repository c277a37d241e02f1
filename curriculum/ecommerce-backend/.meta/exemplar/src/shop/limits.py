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
        bucket = self._buckets.get(key)
        if bucket is None:
            return self._at_once
        return min(self._at_once, bucket.left + (at_s - bucket.at_s) / self._seconds_per_token)

    def take(self, key: str) -> None:
        """Takes one token out.

        Raises:
            TooManyRequestsError: the bucket is empty; `Retry-After` says for how many whole seconds.
        """
        at_s = self._clock().timestamp()
        with self._lock:
            left = self.filled(key, at_s)
            if left < 1:
                wait_s = math.ceil((1 - left) * self._seconds_per_token)
                raise TooManyRequestsError(f"wait {wait_s} s before you try again", wait_s)
            self._buckets[key] = Bucket(left - 1, at_s)
