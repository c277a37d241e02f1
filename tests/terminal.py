"""A person at a terminal, for tests of what only a person may answer."""

import errno
import os
import pty
import select
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TERMINAL_S = 60


def at_terminal(
    argv: Sequence[str], cwd: Path, answer: str = "y\n", *, typed_before: str = "", env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Runs a program at a terminal of its own; returns its exit code and what the terminal showed.

    Args:
        argv: the program by its path, and its arguments.
        cwd: where it runs.
        answer: typed once the question is shown.
        typed_before: typed before anything is shown.
        env: more for its environment.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execve(argv[0], list(argv), {**os.environ, "COLUMNS": "200", **(env or {})})
    os.write(terminal, typed_before.encode())
    shown, answered, until = b"", False, time.monotonic() + TERMINAL_S
    try:
        while time.monotonic() < until:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if not ready and not answered and b"[y/N]" in shown:
                # It waits for a line, and what was typed before the question is thrown away by now.
                answered = True
                os.write(terminal, answer.encode())
            if ready:
                chunk = os.read(terminal, 4096)
                if not chunk:
                    break
                shown += chunk
    except OSError as error:  # the other side is gone
        assert error.errno == errno.EIO
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace").replace("\r\n", "\n")
