"""Finds the one process of this user's local model, or starts it; however many ask at once, one is started.

Whoever starts it holds `start.lock`; the process holds `life.lock` until it is gone, so that the socket is never that
of two. Not covered: file systems without `flock`; Windows, whose Python has no such sockets.
"""

import errno
import fcntl
import os
import select
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from teaching import program
from teaching.errors import MissingPartError, TeachingError
from teaching.models.local import wire
from teaching.models.local.place import START_LOCK, Place
from teaching.models.protocol import ModelError
from teaching.program import teach
from teaching.repository.files import printable
from teaching.repository.processes import detach

READY = b"ready\n"
_RETRY_S = 0.02
# What a graphics card's libraries are found and chosen by, and what the interpreter and our next moves need.
_PASSED_ON = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "XDG_CONFIG_HOME", program.CALLED_AS)


@dataclass(frozen=True, slots=True)
class Launch:
    """How the process is started.

    Attributes:
        words: the interpreter's arguments before those that say where everything lies.
        idle_s: how long it stays without work.
    """

    words: tuple[str, ...] = ("-m", "teaching.models.local.process")
    idle_s: float = 600.0


def require_sockets() -> None:
    """Goes on where the system has what this needs.

    Raises:
        MissingPartError: it does not.
    """
    if not hasattr(socket, "AF_UNIX") or not hasattr(socket, "SCM_RIGHTS"):
        raise MissingPartError(
            "the local model is not supported on Windows yet: use one that an engine serves, as in "
            f"{teach('model', 'use', 'http://127.0.0.1:11434')}"
        )


def connected(place: Place, launch: Launch, until: float) -> socket.socket:
    """A connection to the process, started where there is none.

    Args:
        until: on the monotonic clock.

    Raises:
        ModelError: it cannot be started, or not in time; the message says why.
        LostError: it came up, and was gone before it could be connected to.
    """
    require_sockets()
    if (found := connect(place, until)) is not None:
        return found
    with place.running().lock_file(START_LOCK) as lock:
        if not locked(lock, until):
            raise ModelError(
                "the local model is being started and did not come up in time: ask again in a moment", "slow"
            )
        # Whoever held the lock before us has started it.
        if (found := connect(place, until)) is not None:
            return found
        _start(place, launch, until)
        if (found := connect(place, until)) is not None:
            return found
    raise wire.LostError


def connect(place: Place, until: float) -> socket.socket | None:
    """A connection to the process; None where there is none.

    Raises:
        ModelError: something else listens there, or nobody took the connection in time.
    """
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(place.socket))
        except OSError as error:
            connection.close()
            if error.errno not in (errno.EAGAIN, errno.EINTR):
                return None  # missing, or left behind by a process that is gone
            if time.monotonic() > until:
                raise ModelError(
                    "too many callers wait for the local model: ask again in a moment", "limited"
                ) from error
            time.sleep(_RETRY_S)
            continue
        if not wire.is_ours(connection):
            connection.close()
            raise ModelError(f"{printable(str(place.socket))} belongs to another user: remove it", "absent")
        return connection


def locked(lock: int, until: float) -> bool:
    """Whether the file was locked in time."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_RETRY_S)
        else:
            return True


def arguments(place: Place, idle_s: float) -> list[str]:
    """What tells a process where everything lies."""
    return [
        *("--run", str(place.run), "--state", str(place.state), "--data", str(place.data)),
        *("--idle-s", f"{idle_s:g}"),
    ]


def _start(place: Place, launch: Launch, until: float) -> None:
    """Starts the process and waits until it listens; that it has loaded the model is waited for elsewhere."""
    with place.stating().lock_file(place.log.name) as log:
        os.lseek(log, 0, os.SEEK_END)
        fcntl.fcntl(log, fcntl.F_SETFL, fcntl.fcntl(log, fcntl.F_GETFL) | os.O_APPEND)
        ours, theirs = os.pipe()
        try:
            flags = ["-P", *(["-B"] if sys.dont_write_bytecode else [])]
            argv = [sys.executable, *flags, *launch.words, *arguments(place, launch.idle_s)]
            try:
                process = detach(
                    [*argv, "--ready-fd", str(theirs)], cwd=place.state, env=_environment(), log=log, kept=theirs
                )
            except TeachingError as error:
                raise ModelError(f"the local model's process cannot be started: {error}", "absent") from error
            finally:
                os.close(theirs)
            said = _said(ours, until)
        finally:
            os.close(ours)
    if said == READY:
        return
    if said is None:
        raise ModelError(
            f"the local model's process did not come up in time: {_log_of(place)} says how far it got", "slow"
        )
    if said:
        raise ModelError(printable(said.decode("utf-8", "replace").strip()), "absent")
    raise ModelError(
        f"the local model's process ended at its start{_ending(process.poll())}: {_log_of(place)} says why", "absent"
    )


def _environment() -> Mapping[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if program.own_sources():  # run from a checkout, which only this interpreter's caller knew of
        passed["PYTHONPATH"] = str(Path(program.__file__).resolve().parents[1])
    # A crash must not let a debugger write pages of its own.
    return passed | {"GGML_NO_BACKTRACE": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def _said(pipe: int, until: float) -> bytes | None:
    """All that the process said before it closed its end, or READY; None when the deadline passed."""
    said = b""
    while said != READY:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        chunk = os.read(pipe, 4096)
        if not chunk:
            return said
        said += chunk
    return said


def _ending(code: int | None) -> str:
    if code is None:
        return ""
    return f" (signal {-code})" if code < 0 else f" (exit code {code})"


def _log_of(place: Place) -> str:
    return printable(str(place.log))
