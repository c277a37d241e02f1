"""Waits for an engine that may hang, trickle or never end, for so long and no longer.

The asking happens in a thread of its own: looking a name up, a head that comes byte by byte and a connection that
is never closed have no time-out that one could set. Not covered: whoever is asked may go on working for nothing.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar, cast

from teaching.models.protocol import ModelError

_ASKED_EVERY_S = 0.1
Result = TypeVar("Result")
Cancelled = Callable[[], bool]


class _Work(Generic[Result]):
    """One call and what came of it."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self.ended = threading.Event()
        self.problem: BaseException | None = None
        self._work, self._made = work, cast(Result, None)

    def run(self) -> None:
        """Runs in the thread: whatever is raised there is raised again where it is waited for."""
        try:
            self._made = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again by `result`
            self.problem = error
        finally:
            self.ended.set()

    def result(self) -> Result:
        """What it returned, or raises what it raised."""
        if self.problem is not None:
            raise self.problem
        return self._made


def waited(
    work: Callable[[], Result],
    until: float,
    cancelled: Cancelled | None,
    give_up: Callable[[], None],
    too_long: Callable[[], str],
) -> Result:
    """What `work` returns.

    Args:
        until: on the monotonic clock.
        cancelled: asked about ten times a second.
        give_up: called when nobody waits any more; it should make `work` fail soon.
        too_long: says what happened when the time is over.

    Raises:
        ModelError: the time is over (`slow`), or it was taken back; besides what `work` raises.
    """
    going = _Work(work)
    threading.Thread(target=going.run, name="asking an engine", daemon=True).start()
    try:
        while not going.ended.wait(_step(until, cancelled)):
            if cancelled is not None and cancelled():
                raise ModelError("the request was taken back", "slow")
            if time.monotonic() >= until:
                raise ModelError(too_long(), "slow")
    except BaseException:  # an interrupt, too, ends the asking
        give_up()
        raise
    return going.result()


def _step(until: float, cancelled: Cancelled | None) -> float:
    left = max(0.0, until - time.monotonic())
    return left if cancelled is None else min(left, _ASKED_EVERY_S)
