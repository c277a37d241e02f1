"""The token that every request has to carry: from TEACH_HTTP_TOKEN, or from a file that only its owner can read.

Not covered: other programs of the same user, who can read the file and this process anyway.
"""

import contextlib
import os
import re
import secrets
import shlex
import stat
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from teaching.errors import RefusedError
from teaching.guard import visible
from teaching.repository.private import state_folder

VARIABLE = "TEACH_HTTP_TOKEN"
NAME = "http-token"
LENGTH_AT_LEAST = 32
FORM = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # what RFC 6750 lets a header carry
_READ_AT_MOST = 4096


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token, where it came from, and the words by which a shell puts it into a header."""

    token: str = field(repr=False)
    place: str
    in_shell: str


def find(name: str = NAME, variable: str = VARIABLE) -> Bearer:
    """The token of this user, made on the first call.

    Args:
        name: of its file; each kind of server has its own.
        variable: of the environment, which comes first.

    Raises:
        RefusedError: the one that is there is weak, or somebody else could have read or replaced it.
    """
    given = os.environ.get(variable)
    if given is not None:
        if problem := _objection(given):
            raise RefusedError(f"{variable} {problem}: unset it for a token of our own, or set it to {_example()}")
        return Bearer(given, f"the environment variable {variable}", f"${variable}")
    folder = state_folder()
    path = folder / name
    try:
        token = _from_file(folder, name)
    except OSError as error:
        raise RefusedError(
            f"no token can be kept in {_shown(path)} ({(error.strerror or 'refused').lower()}): "
            f"see to the folder, or set {variable} to {_example()}"
        ) from error
    return Bearer(token, str(path), f"$(cat {shlex.quote(str(path))})")


def _example() -> str:
    return f'"$(openssl rand -hex {LENGTH_AT_LEAST})"'


def _objection(token: str) -> str | None:
    if len(token) < LENGTH_AT_LEAST:
        return f"is shorter than {LENGTH_AT_LEAST} characters"
    return None if FORM.fullmatch(token) else "has characters that a header cannot carry"


def _from_file(folder: Path, name: str) -> str:
    """The token in the folder; everything is opened beneath it and checked once open, so nothing can be swapped."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as beneath:
        _must_be_ours(os.fstat(beneath), folder, f"chmod 700 {shlex.quote(str(folder))}")
        path = folder / name
        while True:
            with contextlib.suppress(FileNotFoundError), _opened(path, os.O_RDONLY | os.O_NONBLOCK, beneath) as file:
                return _read(file, path)
            _make(beneath, name)


@contextlib.contextmanager
def _opened(path: Path, flags: int, beneath: int | None = None) -> Generator[int]:
    where = path if beneath is None else path.name
    try:
        descriptor = os.open(where, flags | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=beneath)
    except OSError as error:
        if stat.S_ISLNK(os.lstat(where, dir_fd=beneath).st_mode):
            raise RefusedError(f"{_shown(path)} is a symbolic link: {_remove(path)}") from error
        raise
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(file: int, path: Path) -> str:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError(f"{_shown(path)} is no file: {_remove(path)}")
    _must_be_ours(status, path, f"it may be known to them; {_remove(path)}")
    token = os.read(file, _READ_AT_MOST).decode("ascii", "replace").strip()
    if problem := _objection(token):
        raise RefusedError(f"the token in {_shown(path)} {problem}: {_remove(path)}")
    return token


def _must_be_ours(status: os.stat_result, path: Path, move: str) -> None:
    if status.st_uid != os.geteuid():
        raise RefusedError(f"{_shown(path)} belongs to another user: {_remove(path)}")
    if status.st_mode & 0o077:
        raise RefusedError(f"{_shown(path)} is open to other users: {move}")


def _make(beneath: int, name: str) -> None:
    """Writes aside and links, so that a second server that starts now reads a whole token or none."""
    aside = f".{name}.{secrets.token_hex(8)}"
    file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=beneath)
    try:
        os.write(file, f"{secrets.token_urlsafe(LENGTH_AT_LEAST)}\n".encode("ascii"))
        with contextlib.suppress(FileExistsError):
            os.link(aside, name, src_dir_fd=beneath, dst_dir_fd=beneath, follow_symlinks=False)
    finally:
        os.close(file)
        os.unlink(aside, dir_fd=beneath)


def _shown(path: Path) -> str:
    return visible(str(path))


def _remove(path: Path) -> str:
    return f"remove it ({visible(shlex.quote(str(path)))}), and the next start makes a new one"
