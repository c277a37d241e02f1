"""The only door to other programs: a scrubbed environment, a deadline, bounded output, no shell.

`run` gives back all that a short program wrote; `stream` hands on what a long one writes while it writes it.
Not covered: what the program itself may touch. Nothing here is a sandbox.
"""

import os
import selectors
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from teaching.errors import BadInputError, MissingPartError, TeachingError

ALLOWED_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
_CHUNK = 1 << 16
_PIPE_CHUNKS = 16  # a pipe holds one megabyte at most
_TICK_S = 0.05
_GRACE_S = 1.0

_starting = threading.Lock()
_ending = threading.Event()
_running: set[subprocess.Popen[bytes]] = set()


class TimedOutError(TeachingError):
    """The program ran past its deadline and was killed with all that it had started."""

    exit_code = 1


class TooMuchOutputError(TeachingError):
    """The program wrote more than it was allowed to and was killed with all that it had started."""

    exit_code = 1


@dataclass(frozen=True)
class Completed:
    """How a program ended.

    Attributes:
        exit: its exit status; negative is the number of the signal that ended it.
        stdout: all that it wrote there.
        stderr: all that it wrote there.
    """

    exit: int
    stdout: bytes
    stderr: bytes


@dataclass
class _Pipes:
    """The three ends of a running program, served without letting a full pipe block either side."""

    process: subprocess.Popen[bytes]
    unsent: memoryview
    room: int
    read: dict[str, bytearray] = field(default_factory=lambda: {"stdout": bytearray(), "stderr": bytearray()})

    def serve(self, deadline: float) -> str | None:
        """Until both outputs are closed; returns "time" or "output" when that limit was met first."""
        with selectors.DefaultSelector() as selector:
            for name, stream, event in (
                ("stdout", self.process.stdout, selectors.EVENT_READ),
                ("stderr", self.process.stderr, selectors.EVENT_READ),
                ("stdin", self.process.stdin, selectors.EVENT_WRITE),
            ):
                assert stream is not None, "all three are pipes"
                os.set_blocking(stream.fileno(), False)
                selector.register(stream, event, name)
            while any(key.data != "stdin" for key in selector.get_map().values()):
                left = deadline - time.monotonic()
                if left <= 0:
                    return "time"
                for key, _ in selector.select(left):
                    stream = cast(IO[bytes], key.fileobj)
                    done = self._send(stream) if key.data == "stdin" else self._receive(stream, key.data)
                    if done:
                        selector.unregister(stream)
                        stream.close()
                    if self.room < 0:
                        return "output"
        return None

    def _send(self, stream: IO[bytes]) -> bool:
        try:
            self.unsent = self.unsent[os.write(stream.fileno(), self.unsent[:_CHUNK]) :]
        except BlockingIOError:
            return False
        except BrokenPipeError:  # it may end, or close its input, without having wanted all of it
            return True
        return not self.unsent

    def _receive(self, stream: IO[bytes], name: str) -> bool:
        try:
            chunk = os.read(stream.fileno(), _CHUNK)
        except BlockingIOError:
            return False
        self.read[name] += chunk
        self.room -= len(chunk)
        return not chunk


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    timeout_s: float = 30,
    max_bytes: int = 64 * 1024 * 1024,
) -> Completed:
    """Run a program to its end and return what it wrote, whatever its exit status.

    Args:
        argv: the program, looked up in the absolute entries of PATH only, and its arguments.
        cwd: the directory it starts in.
        env: added to the allow-listed part of our environment.
        stdin: all that it can read; then its input ends.
        timeout_s: seconds until it is killed, with its process group.
        max_bytes: the most that it may write to both outputs together.

    Raises:
        MissingPartError: the program is not installed.
        BadInputError: `cwd` is not a directory that can be entered.
        TimedOutError: the deadline passed.
        TooMuchOutputError: it wrote more than `max_bytes`.
    """
    environment = _environment(env or {})
    program = shutil.which(argv[0], path=environment["PATH"])
    if program is None:
        raise MissingPartError(f"{argv[0]} is not installed or not on PATH: install it and try again")
    deadline = time.monotonic() + timeout_s
    # Under the lock, so that `end_all` knows of every program that has started.
    with _starting:
        if _ending.is_set():
            raise TimedOutError(f"{argv[0]} was not started, for this process is ending")
        process = _start(argv, program, cwd, environment)
        _running.add(process)
    with process:
        pipes = _Pipes(process, memoryview(stdin), max_bytes)
        finished = False
        try:
            limit = pipes.serve(deadline) or _wait(process, deadline)
            finished = limit is None
        finally:
            if not finished:
                _kill(process)
            _running.discard(process)
    if limit == "time":
        raise TimedOutError(f"{argv[0]} did not end within {timeout_s:g} seconds and was stopped")
    if limit == "output":
        raise TooMuchOutputError(f"{argv[0]} wrote more than {max_bytes} bytes and was stopped")
    return Completed(process.returncode, bytes(pipes.read["stdout"]), bytes(pipes.read["stderr"]))


@dataclass(frozen=True)
class Streamed:
    """How a streamed program ended.

    Attributes:
        exit: its exit status; negative is the number of the signal that ended it.
        stopped: what made us end it: "time", or a reason of the caller's; None when it ended by itself.
    """

    exit: int
    stopped: str | None


def stream(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    take: Callable[[bytes], None],
    stop: Callable[[int], str | None],
    timeout_s: float,
) -> Streamed:
    """Run a program to its end, with both outputs in one, nothing to read, and nothing of its group left behind.

    Args:
        argv: the program by its absolute path, and its arguments.
        cwd: the directory it starts in.
        env: its whole environment; nothing of ours is added.
        take: is given what it writes, as it comes.
        stop: is asked about twenty times a second, with the program's number; a reason ends the program.
        timeout_s: seconds until it is ended.

    Raises:
        MissingPartError: the program cannot be started.
        BadInputError: `cwd` is not a directory that can be entered.
    """
    deadline = time.monotonic() + timeout_s
    with _starting:
        if _ending.is_set():
            raise TimedOutError(f"{argv[0]} was not started, for this process is ending")
        process = _start(argv, argv[0], cwd, dict(env), merged=True)
        _running.add(process)
    with process:
        try:
            stopped = _follow(process, take, stop, deadline)
            if stopped is not None:
                _end_gently(process)
        finally:
            # The leader is not reaped yet, so the group's number is still its own.
            _kill(process)
            _running.discard(process)
        process.wait()
    return Streamed(process.returncode, stopped)


def _follow(
    process: subprocess.Popen[bytes],
    take: Callable[[bytes], None],
    stop: Callable[[int], str | None],
    deadline: float,
) -> str | None:
    """Until the program has ended, whoever else still holds its output; returns why it has to be ended before."""
    assert process.stdout is not None, "the output is a pipe"
    output = process.stdout.fileno()
    os.set_blocking(output, False)
    next_tick = 0.0
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while (now := time.monotonic()) < deadline:
            if now >= next_tick:
                next_tick = now + _TICK_S
                if (reason := stop(process.pid)) is not None:
                    return reason
                if _has_ended(process):
                    # What it wrote last is in the pipe; what a survivor adds from now on is not its output.
                    _drain(output, take)
                    return None
            if not selector.get_map():
                time.sleep(_TICK_S)
            elif selector.select(max(0.0, next_tick - now)):
                if chunk := os.read(output, _CHUNK):
                    take(chunk)
                else:
                    selector.unregister(output)
                    next_tick = now
    return "time"


def _drain(output: int, take: Callable[[bytes], None]) -> None:
    for _ in range(_PIPE_CHUNKS):
        try:
            chunk = os.read(output, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            return
        take(chunk)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has, without reaping it where the system can tell so."""
    if hasattr(os, "waitid"):
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return process.poll() is not None


def _end_gently(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to end, and give it a moment to."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except (ProcessLookupError, PermissionError):
        return
    until = time.monotonic() + _GRACE_S
    while time.monotonic() < until and not _has_ended(process):
        time.sleep(_TICK_S / 5)


def detach(argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: int, kept: int) -> subprocess.Popen[bytes]:
    """Start a program that outlives us, in a session of its own: what interrupts our terminal does not reach it.

    Args:
        argv: the program by its absolute path, and its arguments.
        env: added to the allow-listed part of our environment.
        log: a descriptor that takes both of its outputs.
        kept: the one other descriptor that it gets.

    Raises:
        MissingPartError: the program cannot be started.
    """
    try:
        process = subprocess.Popen(
            list(argv), cwd=cwd, env=_environment(env), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            pass_fds=(kept,), start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise MissingPartError(f"{argv[0]} cannot be started ({error.strerror}): install it again") from error
    # Somebody has to take note of its end, or it stays in the list of processes.
    threading.Thread(target=process.wait, name="reaper", daemon=True).start()
    return process


def end_all() -> None:
    """Kill every program that other threads wait for, with all that it started; none starts after this."""
    with _starting:
        _ending.set()
    for process in list(_running):
        _kill(process)


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ALLOWED_ENVIRONMENT if name in os.environ} | dict(extra)
    # A relative entry would let the folder under review supply the program.
    entries = kept.get("PATH", os.defpath).split(os.pathsep)
    kept["PATH"] = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))
    return kept


def _start(
    argv: Sequence[str], program: str, cwd: Path, environment: dict[str, str], *, merged: bool = False
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(argv),
            executable=program,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL if merged else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        if not os.path.isdir(cwd) or not os.access(cwd, os.X_OK):
            raise BadInputError(f"cannot start {argv[0]} in {cwd}: pass a directory that exists") from error
        raise MissingPartError(f"{program} cannot be started ({error.strerror}): install it again") from error


def _wait(process: subprocess.Popen[bytes], deadline: float) -> str | None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "time"
    return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group, while its leader is not yet reaped and so the number cannot be another's."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
            process.kill()
