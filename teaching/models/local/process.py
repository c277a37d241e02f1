"""The process of the local model: it owns socket and engine, and nothing else may.

`python -m teaching.models.local.process` runs it; `lifecycle.py` starts that when somebody asks and nobody answers.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from teaching.contracts.weights import Promoted
from teaching.errors import RefusedError, TeachingError
from teaching.models import installed
from teaching.models.local import loading
from teaching.models.local.engine import Engine
from teaching.models.local.lifecycle import READY, locked
from teaching.models.local.place import LIFE_LOCK, Place
from teaching.models.local.serving import Server
from teaching.models.local.worker import Worker
from teaching.models.settings import settings
from teaching.program import teach

Load = Callable[[Promoted], Engine]
_OLD_ONE_GOES_WITHIN_S = 660.0  # it may still have answers to finish


def load_chosen(promoted: Promoted) -> Engine:
    """The engine of the chosen model, as the user's settings want it.

    Raises:
        TeachingError: it does not load; the message says why.
    """
    wanted = settings()
    return loading.load(
        Path(promoted.path), promoted.sha256, context=wanted.context or loading.CONTEXT, threads=wanted.threads
    )


def main(argv: Sequence[str] | None = None, load: Load = load_chosen) -> int:
    """Runs in the background, started by `lifecycle.py`.

    Args:
        load: makes an engine of the chosen model.
    """
    parser = argparse.ArgumentParser(prog="python -m teaching.models.local.process", allow_abbrev=False)
    for name in ("run", "state", "data"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--idle-s", type=float, required=True)
    parser.add_argument("--ready-fd", type=int, required=True)
    options = parser.parse_args(argv)
    ready: int = options.ready_fd

    def is_ready() -> None:
        os.write(ready, READY)
        os.close(ready)

    try:
        return serve(
            Place(options.run, options.state, options.data), load, idle_s=options.idle_s, is_ready=is_ready,
            say=_log, patience_s=_OLD_ONE_GOES_WITHIN_S,
        )  # fmt: skip
    except TeachingError as error:
        os.write(ready, str(error).encode("utf-8")[:4000])
        _log(str(error))
        return error.exit_code


def serve(
    place: Place, load: Load, *, idle_s: float | None, is_ready: Callable[[], None], say: Callable[[str], None],
    patience_s: float = 0.0,
) -> int:  # fmt: skip
    """Serves the chosen model until nobody wants it any more.

    Args:
        idle_s: how long it stays without work; None is for ever.
        is_ready: called when callers can connect; the model is loaded from then on.
        say: takes a line for the log.
        patience_s: how long to wait for a process that is still there.

    Raises:
        RefusedError: no model is chosen, or there is another process and it does not go.
    """
    with place.running().lock_file(LIFE_LOCK) as life:
        if not locked(life, time.monotonic() + patience_s):
            raise RefusedError(f"the local model's process runs already: {teach('model', 'status')} shows it")
        chosen, promoted = installed.raw(place.data), installed.read(place.data)
        if promoted is None:
            raise RefusedError(f"no model is chosen: {teach('model', 'use', 'FILE')} chooses one")

        def loaded() -> Engine:
            begun = time.monotonic()
            engine = load(promoted)
            say(f"loaded {promoted.name} in {time.monotonic() - begun:.1f} s")
            return engine

        server = Server(
            place, lambda turns, changed: Worker(promoted, turns, loaded, changed), idle_s, chosen, promoted, say
        )
        listening = _listen(place)
        say(f"process {os.getpid()} listens for {promoted.name}")
        ended = asyncio.run(_run(server, listening, is_ready))
        say("ended")
        if not ended:  # the engine does not come back, and would keep the lock
            os._exit(1)
        return 3 if server.problem else 0


async def _run(server: Server, listening: socket.socket, is_ready: Callable[[], None]) -> bool:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, server.stop, "it was told to end")
    is_ready()
    return await server.run(listening)


def _listen(place: Place) -> socket.socket:
    place.socket.unlink(missing_ok=True)  # of a process that was killed: life.lock is ours
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listening.bind(str(place.socket))
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(before)
    listening.listen(128)
    return listening


def _log(line: str) -> None:
    sys.stderr.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
