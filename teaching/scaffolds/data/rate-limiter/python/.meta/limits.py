"""How many requests a caller may make: a token bucket for each key, and an answer that
says when to come back.
"""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


class LimitError(Exception):
    """What the limiter refuses."""


class TooManyRequestsError(LimitError):
    """The caller has to wait.

    Attributes:
        retry_after_s: whole seconds, at least 1, after which a request is let through.
    """

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class Bucket:
    """What one caller has left.

    Attributes:
        size: the most that it holds.
        per_second: how fast it fills.
        tokens: what is in it at `filled_at`.
    """

    size: float
    per_second: float
    tokens: float
    filled_at: float

    def take(self, now: float) -> float:
        """Take one token: 0 where there was one, else the seconds until there is one,
        and nothing is taken.

        A clock that goes backwards neither fills nor empties it.
        """
        gone = max(0.0, now - self.filled_at)
        self.tokens = min(self.size, self.tokens + gone * self.per_second)
        self.filled_at = max(now, self.filled_at)
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.per_second


@dataclass(slots=True)
class Limiter:
    """The buckets of all callers, for several threads at once.

    Attributes:
        size: how many requests a caller may make at once.
        per_second: how many it may make in the long run.
        lock: held while buckets are looked at and changed.
    """

    size: int
    per_second: float
    clock: Callable[[], float]
    buckets: dict[str, Bucket] = field(default_factory=dict[str, Bucket])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, key: str) -> None:
        """Let one request of a caller through; a caller that was never seen has a full
        bucket.

        Raises:
            TooManyRequestsError: the caller has to wait, for whole seconds that are
                rounded up.
        """
        with self.lock:
            now = self.clock()
            bucket = self.buckets.setdefault(key, self.full(now))
            wait_s = bucket.take(now)
        if wait_s > 0:
            raise TooManyRequestsError(whole_seconds(wait_s))

    def full(self, now: float) -> Bucket:
        """A bucket from which nothing was taken."""
        return Bucket(self.size, self.per_second, self.size, now)


def whole_seconds(wait_s: float) -> int:
    """A wait as a Retry-After header states it: rounded up, at least 1."""
    return max(1, math.ceil(wait_s))
