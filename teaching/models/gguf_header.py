"""The head of a GGUF file, read without llama.cpp: whether it is one, and what it says about itself.

Not covered: the tensors behind it. A file whose head is fine may still be cut off; loading tells.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from teaching.errors import BadInputError
from teaching.repository.files import printable

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_MOST_KEYS = 10_000
_MOST_ITEMS = 10_000_000
_LONGEST_KEY = 65_535
_LONGEST_TEXT = 16 * 1024 * 1024
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of the file says.

    Attributes:
        values: the metadata, without lists.
    """

    tensors: int
    values: dict[str, Any]

    def text(self, key: str) -> str | None:
        """A value that is a text; None where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None


def header(path: Path) -> Header:
    """Reads the head.

    Raises:
        BadInputError: the file cannot be read or is no GGUF.
    """
    shown = printable(str(path))
    try:
        with path.open("rb") as file:
            return _read(file, shown, path.stat().st_size)
    except OSError as error:
        raise BadInputError(f"{shown} cannot be read ({(error.strerror or 'refused').lower()}): name a file") from error
    except (struct.error, UnicodeDecodeError, _DamagedError) as error:
        raise BadInputError(f"{shown} is a damaged GGUF file ({error}): get it again") from error


def digest(path: Path) -> str:
    """The SHA-256 of the whole file.

    Raises:
        BadInputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInputError(
            f"{printable(str(path))} cannot be read ({(error.strerror or 'refused').lower()}): name a file"
        ) from error


class _DamagedError(Exception):
    pass


def _read(file: IO[bytes], shown: str, size: int) -> Header:
    begins = file.read(4)
    if begins != MAGIC:
        pointer = " (it is a pointer of Git LFS: fetch the file itself)" if begins == b"vers" else ""
        raise BadInputError(f"{shown} is no GGUF file{pointer}: name one, such as model-Q4_K_M.gguf")
    (version,) = _unpack(file, "<I")
    if version not in _VERSIONS:
        raise BadInputError(f"{shown} is GGUF of version {version}, and 2 and 3 are understood: convert it anew")
    tensors, keys = _unpack(file, "<QQ")
    if keys > _MOST_KEYS or tensors > size:
        raise _DamagedError("it announces more than it can hold")
    values: dict[str, Any] = {}
    for _ in range(keys):
        key = _string(file, _LONGEST_KEY)
        (kind,) = _unpack(file, "<I")
        if kind == _ARRAY:
            _skip_array(file)
        else:
            values[key] = _value(file, kind)
    return Header(tensors, values)


def _unpack(file: IO[bytes], form: str) -> tuple[Any, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _value(file: IO[bytes], kind: int) -> Any:
    if kind == _TEXT:
        return _string(file, _LONGEST_TEXT)
    if kind not in _SCALARS:
        raise _DamagedError(f"a value of the unknown kind {kind}")
    return _unpack(file, _SCALARS[kind])[0]


def _string(file: IO[bytes], longest: int) -> str:
    (length,) = _unpack(file, "<Q")
    if length > longest:
        raise _DamagedError("a text without an end")
    text = file.read(length)
    if len(text) < length:
        raise _DamagedError("it is cut off")
    return text.decode("utf-8")


def _skip_array(file: IO[bytes]) -> None:
    kind, count = _unpack(file, "<IQ")
    if count > _MOST_ITEMS:
        raise _DamagedError("a list without an end")
    if kind in _SCALARS:
        file.seek(count * struct.calcsize(_SCALARS[kind]), 1)
    elif kind == _TEXT:
        for _ in range(count):
            (length,) = _unpack(file, "<Q")
            file.seek(min(length, _LONGEST_TEXT), 1)
    else:
        raise _DamagedError(f"a list of the unknown kind {kind}")
