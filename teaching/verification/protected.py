"""What a command may never write in a repository, and how it is seen that it did.

In the sandbox these places are read-only; those that do not exist yet are held by empty stand-ins for the length of a
run, since nothing can be mounted over nothing. Whatever the sandbox, they are compared before and after: the roadmap
may be replaced from outside while a command runs, which takes the mount away, and new folders may get a CLAUDE.md.
"""

import contextlib
import json
import os
import re
import stat
from collections.abc import Generator
from pathlib import Path
from typing import cast

from teaching.verification.listing import named

FOLDERS = (".git", ".teaching", ".claude")
FILES = (".mcp.json", "ROADMAP.md", "CLAUDE.md")
# What stands in for a file while it is held; read by somebody else meanwhile, it says nothing.
_STAND_INS = {".mcp.json": b"{}\n"}
# In any case of letters: some file systems do not tell them apart.
_INSTRUCTIONS = re.compile(r"claude\.md|claude\.local\.md|agents\.md", re.IGNORECASE)
_MOST = 20_000
Signature = tuple[int, int, int, int]


def instructions(root: Path) -> list[str]:
    """Every CLAUDE.md, CLAUDE.local.md and AGENTS.md of the project, and links of such a name."""
    return named(root, _INSTRUCTIONS)


def read_only(root: Path) -> list[str]:
    """Paths below the root that exist and are not to be written, links left out: the comparison is for those."""
    paths = [*FOLDERS, *FILES, *instructions(root)]
    return [path for path in dict.fromkeys(paths) if os.path.lexists(root / path) and not (root / path).is_symlink()]


@contextlib.contextmanager
def stand_ins(root: Path, journal: int) -> Generator[None, None, None]:
    """Hold what is missing by empty stand-ins, and take exactly those away again.

    Args:
        journal: descriptor of a locked file of ours that names the stand-ins, so that those of a run that was
            killed are taken away by the next.
    """
    _clear(root, journal)
    made: list[tuple[str, int]] = []
    try:
        for name in (*FOLDERS, *FILES):
            if os.path.lexists(root / name):
                continue
            _note(journal, [*made, (name, 0)])
            made.append((name, _make(root / name)))
            _note(journal, made)
        yield
    finally:
        _clear(root, journal)


def _make(path: Path) -> int:
    if path.name in FOLDERS:
        path.mkdir(mode=0o755)
    else:
        with path.open("xb") as file:
            file.write(_STAND_INS.get(path.name, b""))
    return os.lstat(path).st_ino


def _note(journal: int, made: list[tuple[str, int]]) -> None:
    content = json.dumps(made).encode()
    os.pwrite(journal, content, 0)
    os.ftruncate(journal, len(content))


def _clear(root: Path, journal: int) -> None:
    try:
        made = cast(list[tuple[str, int]], json.loads(os.pread(journal, 1 << 16, 0) or b"[]"))
    except ValueError:
        made = []
    for name, inode in made:
        if name in (*FOLDERS, *FILES):
            _take_away(root / name, inode)
    os.ftruncate(journal, 0)


def _take_away(path: Path, inode: int) -> None:
    """Only what is still the stand-in: somebody may have written there from outside."""
    try:
        status = os.lstat(path)
        if inode not in (0, status.st_ino):
            return
        if stat.S_ISDIR(status.st_mode):
            os.rmdir(path)
        elif stat.S_ISREG(status.st_mode) and status.st_size <= 3:
            if path.read_bytes() == _STAND_INS.get(path.name, b""):
                os.unlink(path)
    except OSError:
        return  # gone, or no longer empty: not ours any more


def signatures(root: Path, *, inside: bool) -> dict[str, Signature]:
    """What tells whether a protected place was written to.

    Args:
        inside: look into the folders too; in the sandbox they cannot be written to.
    """
    found: dict[str, Signature] = {}
    for path in dict.fromkeys([*FILES, *instructions(root)]):
        _sign(found, root, path)
    for folder in FOLDERS:
        if os.path.lexists(root / folder):
            status = os.lstat(root / folder)
            found[folder] = (status.st_mode, status.st_ino, 0, 0)
            if inside:
                _sign_folder(found, root, folder)
    return found


def _sign(found: dict[str, Signature], root: Path, path: str) -> None:
    try:
        # Of a link both itself and what it leads to.
        status, there = os.lstat(root / path), os.stat(root / path)
    except OSError:
        return
    found[path] = (status.st_ino, there.st_ino, there.st_size, there.st_mtime_ns)


def _sign_folder(found: dict[str, Signature], root: Path, folder: str) -> None:
    # Of git only what it would run: commits made meanwhile are nobody's business.
    tops = [".git/hooks", ".git/config"] if folder == ".git" else [folder]
    for top in tops:
        _sign(found, root, top) if os.path.isfile(root / top) else None
        for place, folders, files in os.walk(root / top):
            folders[:] = [name for name in folders if name != "worktrees"]
            for name in files:
                if len(found) < _MOST:
                    _sign(found, root, os.path.relpath(os.path.join(place, name), root))


def written(before: dict[str, Signature], after: dict[str, Signature]) -> list[str]:
    """The protected paths that appeared, went or changed."""
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
