"""The output of `git diff --raw --patch -U0` as data: which lines of which files are new.

Read by the line counts in the hunk headers, never by how a line looks: a student's file may hold a diff.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SYMBOLIC_LINK = "120000"
SUBMODULE = "160000"

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
_LETTERS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


@dataclass(frozen=True)
class Change:
    """One file that differs and still exists on the new side.

    Attributes:
        path: relative to the top of the working tree, its new name; not-UTF-8 bytes surrogate-escaped.
        added: the lines of the new content that are new or changed, 1-based, half-open, in order; empty for a
            binary file, a changed mode, an untouched rename or a change that only removes lines.
        mode: git's mode of the new side in octal, "" in the middle of a merge conflict.
        new: the old side has no file that this one comes from.
        binary: git showed no lines because it, or the repository's attributes, calls a side of it binary.
        origin: its name on the old side.
    """

    path: str
    added: tuple[range, ...]
    mode: str
    new: bool
    binary: bool = False
    origin: str = field(default="", compare=False)


def parse(output: bytes) -> list[Change]:
    """The files in git's order; deleted files and submodules are left out.

    Args:
        output: what git printed with `--raw --patch --src-prefix=a/ --dst-prefix=b/`, names quoted as git does.
    """
    lines = output.split(b"\n")
    files: dict[bytes, tuple[bytes, str]] = {}
    origins: dict[bytes, bytes] = {}
    at = 0
    while at < len(lines) and lines[at].startswith(b":"):
        fields, *names = lines[at].split(b"\t")
        _, mode, _, _, status = fields.split(b" ")
        at += 1
        path = _unquoted(names[-1])
        origins[path] = _unquoted(names[0])
        if status[:1] == b"U":
            # With a working tree git lists the file a second time, as what it is there.
            files.setdefault(path, (status, ""))
        elif status[:1] != b"D" and mode.decode("ascii") != SUBMODULE:
            files[path] = (status, mode.decode("ascii"))
    added = dict[bytes, list[range]]()
    binary: set[bytes] = set()
    for path, lines_added in _sections(lines, at):
        if lines_added is None:
            binary.add(path)
        added.setdefault(path, []).extend([lines_added] if lines_added else [])
    return [
        Change(
            os.fsdecode(path),
            tuple(added.get(path, ())),
            mode,
            status[:1] in {b"A", b"T"},
            path in binary,
            os.fsdecode(origins[path]),
        )
        for path, (status, mode) in files.items()
        # Git lists a file that was only touched, and then has nothing to show for it.
        if path in added or status != b"M"
    ]


def _sections(lines: list[bytes], at: int) -> Iterator[tuple[bytes, range | None]]:
    """The new lines of each hunk with the file that they are in, and one empty range for each file before them.

    None stands for the lines that git does not show.
    """
    path: bytes | None = None
    named = b""
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith(b"diff --git "):
            path = None
            # Both names are equal unless there was a rename, so the second is the second half of the line.
            names = line.removeprefix(b"diff --git ")
            named = _unquoted(names[len(names) // 2 + 1 :]).removeprefix(b"b/")
            yield named, range(0)
        elif line.startswith(b"rename to "):
            named = _unquoted(line.removeprefix(b"rename to "))
        elif line.startswith(b"Binary files "):
            yield named, None
        elif line.startswith(b"+++ b/") or line.startswith(b'+++ "b/'):
            path = _unquoted(line[4:].removesuffix(b"\t")).removeprefix(b"b/")
        elif (hunk := _HUNK.match(line)) is not None:
            first, count = int(hunk[2]), int(hunk[3] or 1)
            at = _past(lines, at, int(hunk[1] or 1), count)
            if path is not None and count:
                yield path, range(first, first + count)


def _past(lines: list[bytes], at: int, old: int, new: int) -> int:
    while (old > 0 or new > 0) and at < len(lines):
        sign = lines[at][:1]
        old -= sign in {b"-", b" "}
        new -= sign in {b"+", b" "}
        at += 1
    return at


def _unquoted(name: bytes) -> bytes:
    if not (name.startswith(b'"') and name.endswith(b'"') and len(name) > 1):
        return name
    return _ESCAPE.sub(_unescaped, name[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return bytes((int(match[1], 8) & 0xFF,))
    return _LETTERS.get(match[2], match[2])
