"""Whether a person sits at a terminal, and what they answer to a question that only a person may answer.

Refused are pipes, here-documents and `yes |`, background jobs, and shells that an agent opened as far as they say so.
What was typed before the question was shown is thrown away. Not covered: a program that makes a terminal of its own
(`script`, `expect`, tmux) and answers in it looks like a person; nothing on this side can tell. Such a program needs
the permission of whoever runs the agent, and every consent is listed by `teach allow --list`.
"""

import os
import sys
import termios

from teaching.errors import RefusedError

# What coding agents set in the shells that they open; it can only ever refuse.
_AGENTS = ("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "AI_AGENT", "CURSOR_AGENT", "CODEX_SANDBOX", "GEMINI_CLI")


def require_person(command_line: str) -> None:
    """Go on only where a person can be asked.

    Args:
        command_line: what they have to type, at a terminal of their own.

    Raises:
        RefusedError: names the command line.
    """
    if problem := _problem():
        raise RefusedError(
            f"only a person at a terminal can answer this, and {problem}: "
            f"open a terminal yourself, in the project's folder, and type: {command_line}"
        )


def is_person() -> bool:
    """Whether a person can be asked here."""
    return not _problem()


def says_yes(question: str) -> bool:
    """Ask, and wait for one line; anything but yes is no."""
    print(f"{question} [y/N] ", end="", flush=True)
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        print()
    return answer.strip().casefold() in {"y", "yes"}


def _problem() -> str:
    if name := next((name for name in _AGENTS if os.environ.get(name)), None):
        return f"this shell was opened by an agent ({name} is set)"
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if stream is None or stream.closed or not stream.isatty():
            return f"standard {name} is no terminal"
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return "this session has no terminal"
    try:
        in_front = os.tcgetpgrp(terminal) == os.getpgrp()
        same = os.fstat(sys.stdin.fileno()).st_rdev == os.fstat(sys.stdout.fileno()).st_rdev
    except OSError:
        return "this session has no terminal"
    finally:
        os.close(terminal)
    return "" if in_front and same else "this call is not in the foreground of one"
