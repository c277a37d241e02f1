"""How long making exercises may take: so much for the search, and for each run what the suite itself needs."""

import time
from collections.abc import Callable

from teaching.verification.run import TIMEOUT_S

MINUTES = 15
_LEAST_S = 60.0
_TIMES_SLOWER = 5
_CLOSING_RUNS = 3  # all at once, the linter, and with the code back


class Budget:
    """The time that is left.

    Attributes:
        minutes: that a person gave.
    """

    def __init__(self, minutes: float = MINUTES, clock: Callable[[], float] = time.monotonic) -> None:
        self.minutes = minutes
        self._clock = clock
        self._until = clock() + 60 * minutes
        self._suite_s = 0.0

    @property
    def run_s(self) -> float:
        """How long one run of tests may take: one that never ends has lost what would have ended it."""
        if not self._suite_s:
            return min(TIMEOUT_S, 60 * self.minutes)
        return min(TIMEOUT_S, _LEAST_S + _TIMES_SLOWER * self._suite_s)

    def learn(self, seconds: float) -> None:
        """Told how long the whole suite took."""
        self._suite_s = max(self._suite_s, seconds)

    @property
    def is_spent(self) -> bool:
        """Whether what is left is needed to look at all exercises together."""
        return self._until - self._clock() < _CLOSING_RUNS * self._suite_s
