"""Several processes that train one adapter together, each with an accelerator of its own; with one all of this is idle.

They are started here, so that the same command does for one accelerator and for eight: what `torchrun` sets is set, and
accelerate finds it.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, ParamSpec, TypeVar

import torch
from torch import distributed

from teaching.errors import RefusedError, TeachingError

_LAST_WORDS_S = 5.0

P = ParamSpec("P")
R = TypeVar("R")


def together(processes: int, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the first of these processes returns; what one of them raises is raised here. SIGTERM goes to all.

    Raises:
        RefusedError: where one of them died.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    context, call = get_context("spawn"), partial(function, *args, **kwargs)
    ends: list[tuple[BaseProcess, Connection]] = []
    try:
        with _forwarded(signal.SIGTERM):
            for rank in range(processes):
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_as_one, args=(rank, processes, port, theirs, call))
                process.start()
                theirs.close()
                ends.append((process, ours))
            return _of_the_first(ends)
    finally:
        for process, _ in ends:
            process.kill()  # where one failed, the others wait for it
            process.join()


def _of_the_first(ends: Sequence[tuple[BaseProcess, Connection]]) -> Any:
    """Waits for what each has to say, which is a result, an error, or nothing when it died."""
    waiting = [ours for _, ours in ends]
    result: Any = None
    died: EOFError | None = None
    while waiting:
        # Whom one leaves in the middle of a step dies of that; the one that left may have said why.
        ready = connection.wait(waiting, None if died is None else _LAST_WORDS_S)
        if not ready:
            break
        for ours in [ours for ours in waiting if ours in ready]:
            waiting.remove(ours)
            try:
                said, failed = ours.recv()
            except EOFError as error:
                died = error
                continue
            if failed is not None:
                raise failed
            result = said if ours is ends[0][1] else result
    if died is not None:
        raise RefusedError(
            "one of the processes that train together died: look for a reason above, or train in one with "
            "--set train.processes=1"
        ) from died
    return result


def _as_one(rank: int, processes: int, port: int, theirs: Connection, call: Callable[[], Any]) -> None:
    told = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": processes, "LOCAL_WORLD_SIZE": processes}
    os.environ.update({name: str(value) for name, value in told.items()})
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    if torch.cuda.is_available():
        torch.cuda.set_device(rank)
    try:
        theirs.send((call(), None))
    except TeachingError as error:
        theirs.send((None, error))


def wanted(processes: int) -> int:
    """How many are to train: as many as was set, or one per accelerator."""
    return processes or max(1, torch.cuda.device_count() if torch.cuda.is_available() else 1)


def count() -> int:
    """How many processes train together."""
    return distributed.get_world_size() if _running() else int(os.environ.get("WORLD_SIZE", "1"))


def first() -> bool:
    """Whether this is the one that writes."""
    return (distributed.get_rank() if _running() else int(os.environ.get("RANK", "0"))) == 0


def backend() -> str | None:
    """What processes without accelerators talk through."""
    return "gloo" if count() > 1 else None


def summed(*values: float) -> list[float]:
    """Each value summed over the processes."""
    if not _running():
        return list(values)
    whole = torch.tensor(values, dtype=torch.float64, device=_device())
    distributed.all_reduce(whole)
    return whole.tolist()


def any_of(flag: bool) -> bool:
    """Whether it is set in any process: all of them have to end at the same step."""
    return flag if not _running() else summed(float(flag))[0] > 0


def wait_for_all() -> None:
    """Goes on when every process is here."""
    if _running():
        distributed.barrier()


def _running() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def _device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


@contextmanager
def _forwarded(number: signal.Signals) -> Generator[None]:
    def hand_on(sent: int, _frame: FrameType | None) -> None:
        for child in active_children():
            if child.pid is not None:
                os.kill(child.pid, sent)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, hand_on)
    try:
        yield
    finally:
        signal.signal(number, before)
