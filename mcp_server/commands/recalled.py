"""`teach review` of what was reviewed before: prints the same again without loading any analyzer.

What the command printed is kept with its exit code, for the forms that pass no guard and only while no model speaks.
"""

import argparse
import contextlib
import os
import sys
from io import TextIOBase
from typing import Any, TextIO

from mcp_server.commands.places import root_and_path
from mcp_server.dispatch import load
from teaching.models import unchosen
from teaching.repository.private import state_folder
from teaching.repository.watching import digest, spoil, watching
from teaching.review.cache.lookup import Lookup, keep, look

_FORMS = ("text", "json")
# The options that change no more than what is printed; one that is not named here is not remembered.
_KNOWN = frozenset({"command", "path", "root", "scope", "format", "max_findings", "no_baseline", "no_model", "fail_on"})
_OF_PARSER = frozenset({"run", "before"})
# What a terminal's width and colours are told by.
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


def run(options: argparse.Namespace) -> int | None:
    """Answers from the cache, or lets the command answer and keeps that; None where it has to answer alone."""
    if not _may_be_kept(options):
        return None
    root, path = root_and_path(options.path, options.root)
    declined = _declined()
    found = look(root, path, options.scope, _told(options, declined))
    if found.kept is not None and isinstance(printed := found.kept.get("printed"), str):
        sys.stdout.write(printed)
        return int(found.kept.get("exit") == 1)
    return _answered(options, found, declined)


def _answered(options: argparse.Namespace, found: Lookup, declined: str) -> int:
    """The command's own answer, which is shown as it comes and kept when it went well."""
    options.resolved = found.scope
    with watching() as notes:
        out, err = _Copied(sys.stdout), _Copied(sys.stderr)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = int(load("mcp_server.commands.review:run")(options))
        if code not in (0, 1) or err.parts or _declined() != declined:
            spoil()
    keep(found, notes, {"printed": "".join(out.parts), "exit": code})
    return code


class _Copied(TextIOBase):
    """A stream that remembers what was written to it; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        """Writes and remembers."""
        self.parts.append(text)
        return self.stream.write(text)

    def flush(self) -> None:
        """Flushes the stream."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Whether a person reads the stream."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The stream's descriptor."""
        return self.stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The stream's encoding."""
        return self.stream.encoding


def _may_be_kept(options: argparse.Namespace) -> bool:
    given = {name for name, value in vars(options).items() if value and name not in _OF_PARSER}
    if not given <= _KNOWN or options.format not in _FORMS or sys.stdout is None or sys.stderr is None:
        return False
    return (options.max_findings or 0) >= 0 and (options.no_model or unchosen.nothing_is())


def _told(options: argparse.Namespace, declined: str) -> list[object]:
    """All that decides what is printed beside the project."""
    given = [(name, value) for name, value in sorted(vars(options).items()) if name in _KNOWN]
    return ["printed", given, declined, *(_terminal() if options.format == "text" else ())]


def _terminal() -> list[Any]:
    sizes: list[Any] = []
    for descriptor in range(3):
        try:
            sizes.append(tuple(os.get_terminal_size(descriptor)))
        except OSError:
            sizes.append(None)
    return [sys.stdout.isatty(), sys.stdout.encoding, sizes, [os.environ.get(name) for name in _TERMINAL]]


def _declined() -> str:
    """A name for all that was declined, in whichever project: few people decline so often that it matters."""
    folder = state_folder() / "declined"
    try:
        return digest(repr(sorted((one.name, *_state(one)) for one in os.scandir(folder))).encode())
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"!{error.errno}"


def _state(entry: os.DirEntry[str]) -> tuple[object, ...]:
    status = entry.stat(follow_symlinks=False)
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode, status.st_uid
