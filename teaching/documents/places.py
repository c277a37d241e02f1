"""Where a project's constitution lies, as Claude Code looks for it, and the one door through which it is read."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from teaching.errors import BadInputError, RefusedError
from teaching.repository.watching import digest, note, watched

MAX_FILE_BYTES = 1_000_000
MAX_RULE_FILES = 500
_SECRET = re.compile(
    r"\.env(?:\..*|rc)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg)|id_(?:rsa|dsa|ecdsa|ed25519).*|"
    r"\.(?:netrc|npmrc|pypirc|htpasswd|git-credentials)|credentials(?:\..*)?|secrets?(?:\.(?:json|ya?ml|toml|txt))?",
    re.IGNORECASE,
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Place:
    """A file that Claude Code would read.

    Attributes:
        path: where it lies; its links are not resolved.
        base: the directory whose files it governs.
        is_rule: whether it lies under `.claude/rules`, where `paths:` narrow what it governs.
    """

    path: Path
    base: Path
    is_rule: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, and the real path that it was read from, links resolved."""

    text: str
    real: str
    encoding: str


def read_source(top: Path, path: Path) -> Source:
    """Read one file as text.

    Raises:
        RefusedError: it lies outside `top` once its links are resolved, may hold secrets, is no regular file,
            is too large, or cannot be read; the message is the end of a sentence ("… is a directory").
    """
    asked = ("source", str(top), str(path))
    real = os.path.realpath(path)
    try:
        _check_place(os.path.realpath(top), real, path.name)
        data = _read_bytes(real)
    except RefusedError as error:
        note(asked, f"!{error}")
        raise
    if watched():
        note(asked, f"{digest(data)} {real}")
    text, encoding = decode(data)
    return Source(text, real, encoding)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is at a path that an import means."""

    inside: bool
    there: bool
    is_folder: bool
    real: str


def standing(top: Path, target: Path) -> Standing:
    """Looks there; `inside` says whether it is below `top` with its links resolved."""
    found = Standing(is_inside(top, target), os.path.lexists(target), os.path.isdir(target), os.path.realpath(target))
    note(("standing", str(top), str(target)), repr(found))
    return found


def is_inside(top: Path, path: Path) -> bool:
    """Whether the path, its links resolved, is `top` or lies below it."""
    real_top, real = os.path.realpath(top), os.path.realpath(path)
    return os.path.commonpath([real_top, real]) == real_top


def decode(data: bytes) -> tuple[str, str]:
    """Text of bytes whose encoding nobody states: UTF-8, UTF-16 by its mark, else Windows-1252, else Latin-1.

    Returns:
        The text, its byte-order mark left out, and the name of the encoding.
    """
    tries = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig",)
    for encoding in (*tries, "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def directories(root: Path, top: Path, folders: Iterable[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The directories to look into, outermost first: `top` down to `root`, then down to each folder.

    Args:
        root: the reviewed directory, its own links resolved.
        top: the repository's top, `root` itself or above it, its links resolved.
        folders: posix paths relative to `root`.

    Returns:
        The directories, and a sentence for each folder that was refused.

    Raises:
        BadInputError: `root` is not `top` or below it, or is no directory.
    """
    if not root.is_dir():
        raise BadInputError(f"{root} is not a directory: pass the directory that is to be reviewed")
    if not is_inside(top, root):
        raise BadInputError(f"{root} is not inside {top}: pass a repository top that holds the reviewed root")
    found = dict.fromkeys(_down(top, root))
    refused: list[str] = []
    below: set[Path] = set()
    for folder in sorted(set(folders)):
        parts = [part for part in folder.split("/") if part not in ("", ".")]
        if ".." in parts or ".git" in parts or "\0" in folder or folder.startswith("/"):
            refused.append(f"{folder} is not a folder of the reviewed root: its instructions are not read")
            continue
        step = root
        for part in parts:
            step = step / part
            if step in below:
                continue
            if not step.is_dir():
                break
            if not is_inside(top, step):
                refused.append(f"{folder} links out of the repository: its instructions are not read")
                break
            below.add(step)
    found |= dict.fromkeys(sorted(below, key=lambda path: (len(path.parts), path)))
    return tuple(found), tuple(dict.fromkeys(refused))


def places_of(
    root: Path, top: Path, folders: Iterable[str]
) -> tuple[list[tuple[tuple[Place, ...], tuple[str, ...]]], tuple[str, ...]]:
    """What `places_in` says of each of the `directories`, and what was refused.

    Raises:
        BadInputError: as `directories`.
    """
    wanted = sorted(set(folders))
    found, refused = directories(root, top, wanted)
    places = [places_in(directory) for directory in found]
    if watched():
        state = repr((places, refused)).encode("utf-8", "surrogatepass")
        note(("places", str(root), str(top), *wanted), digest(state))
    return places, refused


def places_in(directory: Path) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The instruction files of one directory in the order in which Claude Code reads them.

    Returns:
        The places, and a sentence if there are more rule files than are read.
    """
    main = [path for path in (directory / "CLAUDE.md", directory / ".claude" / "CLAUDE.md") if os.path.lexists(path)]
    if not main and os.path.lexists(directory / "AGENTS.md"):
        main = [directory / "AGENTS.md"]
    places = [Place(path, directory) for path in main]
    rules = directory / ".claude" / "rules"
    notes: list[str] = []
    for count, path in enumerate(_markdown_below(rules)):
        if count == MAX_RULE_FILES:
            notes.append(f"there are more than {MAX_RULE_FILES} files under {rules}: the rest is not read")
            break
        places.append(Place(path, directory, is_rule=True))
    if os.path.lexists(directory / "CLAUDE.local.md"):
        places.append(Place(directory / "CLAUDE.local.md", directory))
    return tuple(places), tuple(notes)


def _down(top: Path, root: Path) -> list[Path]:
    return [path for path in reversed((root, *root.parents)) if path == top or top in path.parents]


def _markdown_below(folder: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder, followlinks=False):
        names.sort()
        for name in sorted(files):
            if name.endswith(".md"):
                yield Path(parent) / name


def _check_place(top: str, real: str, name: str) -> None:
    if os.path.commonpath([top, real]) != top:
        raise RefusedError("is outside the repository: refused")
    parts = os.path.relpath(real, top).split(os.sep)
    if ".git" in parts:
        raise RefusedError("is inside .git: refused")
    if _SECRET.fullmatch(name) or _SECRET.fullmatch(parts[-1]):
        raise RefusedError("may hold secrets: refused")


def _read_bytes(real: str) -> bytes:
    """The only place that opens a file of the student's; `real` has no links left when it is checked."""
    try:
        # Not blocking, so that a pipe is refused and not waited for.
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise RefusedError("does not exist") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise RefusedError(f"cannot be read ({reason})") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise RefusedError("is not a regular file: refused")
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise RefusedError(f"is larger than {MAX_FILE_BYTES // 1000} kB: refused")
    return data
