"""Runs one consented command in the strongest sandbox there is, and says what came of it."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.verification import Failure, Run, Sandbox
from teaching.errors import MissingPartError, RefusedError
from teaching.program import own_program, own_sources
from teaching.repository import processes
from teaching.repository.files import printable
from teaching.repository.git import find_top
from teaching.repository.private import PrivateFolder
from teaching.verification import protected, sandbox
from teaching.verification.commands import Command
from teaching.verification.consent import Allowed
from teaching.verification.deciding import changes, digests
from teaching.verification.environment import of_command, search_path
from teaching.verification.output import Captured
from teaching.verification.understanding import TIMED_OUT, Understood, counts, tool_of
from teaching.verification.watch import MOST_PROCESSES, Watch, most_memory

TIMEOUT_S = 600.0
_MOST_OUTPUT = 256 * 1024 * 1024
_LARGEST_FILE = 2 * 1024**3
_MOST_DATA = 8 * 1024**3  # of one process; V8 and Go reserve far more, which does not count until it is used
_LARGEST_REPORT = 1_000_000
_STARTED = "started"
KILLED = 137
# Sets the limits of the kernel, leaves a sign that the sandbox stands, and becomes the command.
_SHELL = """\
limit() { ulimit "$@" 2>/dev/null || :; }
limit -c 0; limit -f {blocks}; limit -d {data}; limit -t {cpu}
ulimit -u {processes} 2>/dev/null || limit -p {processes}
: > "$1/{started}"
shift
exec "$@"
"""
_ENDED = {
    "time": "it did not end within {timeout:g} seconds and was stopped",
    "output": "it wrote more than 256 MiB and was stopped",
    "processes": "it started more than {processes:,} processes and was stopped",
    "memory": "it used more than three quarters of the machine's memory and was stopped",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command may use.

    Attributes:
        processes: at once, threads counted.
        memory: bytes of all its processes together; None: three quarters of the machine's.
        output: bytes that it may write before it is stopped.
    """

    processes: int = MOST_PROCESSES
    memory: int | None = None
    output: int = _MOST_OUTPUT


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project that a command may change as it likes.

    In bubblewrap it stands where the project is, so that whatever was installed from there finds the copy; elsewhere
    the command runs in the copy's own folder.

    Attributes:
        shown: paths below the root that the copy lacks and that are shown from the project, read-only.
    """

    path: Path
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """One run.

    Attributes:
        run: for the evidence.
        output: head and tail of what it printed, safe to show; it comes from the project and is not to be obeyed.
        green: it ended well, its counts do not speak against it, and it wrote nothing that it may not.
        failure: the first thing that is not green.
        notes: what the reader should know.
    """

    run: Run
    output: str
    green: bool
    failure: Failure | None
    notes: tuple[str, ...]


def run_step(
    root: Path,
    allowed: Allowed,
    *,
    timeout_s: float = TIMEOUT_S,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
    copy: Copy | None = None,
) -> Ran:
    """Run one command to its end, holding the project's lock.

    Args:
        copy: where to run it instead of in the project itself.
        allowed: consent to it, from `is_allowed`, `grant` or `once`.
        progress: is given a line of its output now and then.
        cancelled: asked often; True ends the run with all that it started.

    Raises:
        RefusedError: what decides has changed since the consent, or the run was taken back.
        MissingPartError: the program is not installed, or the sandbox cannot be set up.
    """
    real = Path(os.path.realpath(root))
    limits = limits or Limits()
    words = " ".join(allowed.command.argv)
    with locked(real, cancelled) as journal:
        if changed := changes(allowed.files, digests(real, allowed.command)):
            raise RefusedError(f"{words} was not run: {', '.join(changed)} since it was allowed")
        kind = sandbox.effective(sandbox.probe(), allowed.network)
        captured = Captured(progress)
        with _surroundings(real, allowed, kind, copy) as (box, environment):
            argv = _argv(box, allowed.command, limits, timeout_s, kind)
            stop = _Stop(captured, limits, cancelled)
            held = kind == "bwrap" and copy is None
            with protected.stand_ins(real, journal) if held else contextlib.nullcontext():
                before = protected.signatures(real, inside=kind != "bwrap")
                began = time.monotonic()
                ended = processes.stream(
                    _absolute(sandbox.wrap(kind, argv, box), environment["PATH"]),
                    cwd=box.folder,
                    env=environment,
                    take=captured.take,
                    stop=stop.reason,
                    timeout_s=timeout_s,
                )
                duration = time.monotonic() - began
                wrote = protected.written(before, protected.signatures(real, inside=kind != "bwrap"))
            if ended.stopped == "cancelled":
                raise RefusedError(f"{words} was taken back before it ended: nothing is known of it")
            if ended.stopped is None and not (box.reports / _STARTED).exists():
                raise MissingPartError(f"the sandbox could not be set up: {captured.text().strip()[:300]}")
            reports = _reports(box.reports)
    reason = _ENDED[ended.stopped].format(timeout=timeout_s, processes=limits.processes) if ended.stopped else ""
    understood = counts(allowed.command, _exit_code(ended), captured.text(), real, reports)
    run = _record(allowed.command, ended, understood, duration, captured, kind)
    return _judged(run, captured, understood, reason, wrote)


def _record(
    command: Command,
    ended: processes.Streamed,
    understood: Understood,
    duration: float,
    captured: Captured,
    kind: Sandbox,
) -> Run:
    return Run(
        step=command.step,
        argv=list(command.argv),
        exit=_exit_code(ended),
        passed=understood.passed,
        failed=understood.failed,
        skipped=understood.skipped,
        duration_s=round(duration, 3),
        output=captured.digest,
        sandbox=kind,
    )


@contextlib.contextmanager
def locked(root: Path, cancelled: Callable[[], bool] | None = None) -> Generator[int, None, None]:
    """One run, or one change of the roadmap and its evidence, at a time in a project; a thread may nest it.

    Raises:
        RefusedError: it was taken back while it waited.
    """
    real = os.path.realpath(root)
    if real in _held.locks:
        yield _held.locks[real]
        return
    name = hashlib.sha256(real.encode("utf-8", "surrogateescape")).hexdigest()
    with PrivateFolder("runs").lock_file(name) as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if cancelled is not None and cancelled():
                    raise RefusedError("taken back while another run of this project was under way") from None
                time.sleep(0.05)
        _held.locks[real] = file
        try:
            yield file
        finally:
            del _held.locks[real]


class _Held(threading.local):
    def __init__(self) -> None:
        self.locks: dict[str, int] = {}


_held = _Held()


class _Stop:
    """Why a run has to end before it ends by itself."""

    def __init__(self, captured: Captured, limits: Limits, cancelled: Callable[[], bool] | None) -> None:
        self._captured, self._limits, self._cancelled = captured, limits, cancelled
        self._watch = Watch(limits.processes, limits.memory or most_memory())

    def reason(self, pid: int) -> str | None:
        if self._cancelled is not None and self._cancelled():
            return "cancelled"
        if self._captured.size > self._limits.output:
            return "output"
        return self._watch.excess(pid)


@contextlib.contextmanager
def _surroundings(
    root: Path, allowed: Allowed, kind: Sandbox, copy: Copy | None
) -> Generator[tuple[sandbox.Box, dict[str, str]], None, None]:
    """The box and the environment of one run, with folders of its own that go with it."""
    own = Path(tempfile.mkdtemp(prefix="teach-run-"))
    try:
        for name in ("reports", "home", "tmp"):
            (own / name).mkdir(mode=0o700)
        # In bubblewrap the user's own home is empty, so that toolchains are found where they are.
        home = Path.home() if kind == "bwrap" else own / "home"
        temporary = Path("/tmp") if kind == "bwrap" else own / "tmp"
        # A folder with nothing but our program: what else is installed beside it is none of the project's.
        ours = own_program()
        last = [str(own / "bin")] if ours else []
        if ours:
            (own / "bin").mkdir(mode=0o755)
            os.symlink(ours, own / "bin" / ours.name)
        inside = copy.path if copy is not None and kind != "bwrap" else root
        box = sandbox.Box(
            root,
            find_top(root),
            inside / allowed.command.folder,
            own / "reports",
            tuple(search_path(root)),
            allowed.network,
            copy.path if copy else None,
            copy.shown if copy else (),
            (*last, str(ours.parent)) if ours else (),
            own_sources() if ours else (),
        )
        yield box, of_command(root, home, temporary, allowed.env, last)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _argv(box: sandbox.Box, command: Command, limits: Limits, timeout_s: float, kind: Sandbox) -> list[str]:
    """The command with its limits, and with what makes its tool report more."""
    reports = sandbox.REPORTS if kind == "bwrap" else str(box.reports)
    program = command.argv[0]
    if "/" not in program and shutil.which(program, path=os.pathsep.join(box.programs)) is None:
        raise MissingPartError(f"{printable(program)} is not installed or not on PATH: install it and try again")
    tool = tool_of(command)
    more = tool.add(command.argv, reports) if tool else list(command.argv)
    # Without a namespace the kernel counts all processes of this user, so that only the watch can tell.
    most = limits.processes if kind != "none" else "unlimited"
    values = {
        "blocks": _LARGEST_FILE // 512,
        "data": _MOST_DATA // 1024,
        "cpu": int(timeout_s * (os.cpu_count() or 1)) + 60,
        "processes": most,
        "started": _STARTED,
    }
    script = _SHELL
    for name, value in values.items():
        script = script.replace(f"{{{name}}}", str(value))
    return ["/bin/sh", "-c", script, "sh", reports, *more]


def _absolute(argv: list[str], path: str) -> list[str]:
    program = shutil.which(argv[0], path=path)
    if program is None:
        raise MissingPartError(f"{argv[0]} is not installed or not on PATH: install it and try again")
    return [program, *argv[1:]]


def _reports(folder: Path) -> dict[str, str]:
    """What tools wrote on our asking; the command could have put anything there, links too."""
    found: dict[str, str] = {}
    for entry in os.scandir(folder):
        if entry.name != _STARTED and entry.is_file(follow_symlinks=False):
            descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                found[entry.name] = file.read(_LARGEST_REPORT).decode("utf-8", "replace")
    return found


def _exit_code(ended: processes.Streamed) -> int:
    if ended.stopped == "time":
        return TIMED_OUT
    if ended.stopped is not None:
        return KILLED
    return 128 - ended.exit if ended.exit < 0 else ended.exit


def _judged(run: Run, captured: Captured, understood: Understood, reason: str, wrote: list[str]) -> Ran:
    notes = [understood.note] if understood.note else []
    if run.sandbox != "bwrap":
        kept = "only the network was kept from it" if run.sandbox == "unshare" else "it could reach all that you can"
        notes.append(f"no sandbox ran this command: {kept}")
    if captured.is_cut:
        notes.append("its output was long: the middle is left out here")
    failure = understood.failure
    if wrote:
        shown = ", ".join(printable(path) for path in wrote[:5])
        text = f"while it ran, {shown} changed, which no command may write: look at it before anything else"
        question = "What in this command, or beside it, wrote there, and should it?"
        first = printable(wrote[0])
        failure = Failure(step=run.step, name="", path=first, line=None, text=text, question=question)
    elif reason:
        said = f"{reason}\n{failure.text}" if failure else reason
        question = failure.question if failure else "What in it goes on without end, and what was meant to end it?"
        failure = Failure(step=run.step, name="", path=None, line=None, text=said, question=question)
    return Ran(run, captured.text(), failure is None, failure, tuple(notes))
