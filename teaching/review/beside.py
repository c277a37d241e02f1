"""Has a second process do a part of the work, where this one may be copied and there is a core for it.

A copied process (fork) starts in a millisecond with everything that was read already; only what it found travels back.
It is left alone where threads run, for a copy of those may wait for ever, and outside Linux, whose system libraries
alone allow for it. Whatever goes wrong with the second process, its part is then done by the first.
"""

import os
import pickle
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def is_possible() -> bool:
    """Whether a second process may be begun here."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def begun(work: Callable[[], T]) -> Callable[[], T]:
    """Begins some work in a second process.

    Args:
        work: what to do; what it returns has to be plain data. It is called here where the other process fails.

    Returns:
        What waits for the result and returns it; to be called once.
    """
    if not is_possible():
        return work
    sys.stdout.flush()
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        _answer(work, reading, writing)
    os.close(writing)
    return lambda: _answered(work, process, reading)


def _answer(work: Callable[[], object], reading: int, writing: int) -> None:
    """What the second process does, and its end: nothing that the first would do on its way out is done twice."""
    status = 1
    with suppress(BaseException):  # an interrupt too: the first process speaks for both
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(), pipe)
        status = 0
    os._exit(status)


def _answered(work: Callable[[], T], process: int, reading: int) -> T:
    with os.fdopen(reading, "rb") as pipe:
        sent = pipe.read()  # until the other process ends, whatever ends it
    _, status = os.waitpid(process, 0)
    # teach: decline no-pickle, the pipe leads to this program's own copy and to nobody else
    return pickle.loads(sent) if sent and status == 0 else work()
