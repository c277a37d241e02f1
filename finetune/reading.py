"""Reads a JSONL file line by line, whatever is in it: a line that is no JSON is given with its number and the reason.

A file is never held whole, nor a line that is too long. Not covered: JSON of one document over several lines, and
packed files; both are refused with what to do.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from teaching.errors import BadInputError

MOST_BYTES = 4 * 1024 * 1024  # of a line
_SHOWN = 500  # characters of a line that is set aside
_BOM = b"\xef\xbb\xbf"
# What a file begins with that is no text, and the next move.
_OTHER = {
    b"\x1f\x8b": "it is packed by gzip: unpack it with `gunzip --keep`",
    b"PK\x03\x04": "it is a zip archive: unpack it",
    b"\x28\xb5\x2f\xfd": "it is packed by zstd: unpack it with `zstd -d`",
    b"BZh": "it is packed by bzip2: unpack it with `bunzip2 --keep`",
    b"\xfd7zXZ": "it is packed by xz: unpack it with `unxz --keep`",
    b"PAR1": "it is Parquet: write it as JSONL",
    b"\xff\xfe": "it is not UTF-8 text, but UTF-16: save it as UTF-8",
    b"\xfe\xff": "it is not UTF-8 text, but UTF-16: save it as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """A line that is not blank.

    Attributes:
        value: what its JSON holds.
        reason: why it holds nothing; empty where it does.
        text: the beginning of a line, to be shown where it is set aside.
    """

    number: int
    value: Any = None
    reason: str = ""
    text: str = ""


class _Twice(ValueError):
    """A record has a field twice."""


def read(file: Path) -> Iterator[Raw]:
    """Every line that is not blank, in order.

    Raises:
        BadInputError: the file cannot be read, or is of another kind.
    """
    try:
        with file.open("rb") as stream:
            _refuse_others(file, stream)
            for number, (line, whole, ended) in enumerate(_lines(stream), 1):
                line = line.removeprefix(_BOM)
                if line.strip():
                    yield _raw(number, line, whole=whole, ended=ended)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise BadInputError(f"{file} cannot be read ({reason}): name a JSONL file that can be") from error


def _refuse_others(file: Path, stream: BinaryIO) -> None:
    begins = stream.read(4096)
    stream.seek(0)
    for magic, said in _OTHER.items():
        if begins.startswith(magic):
            raise BadInputError(f"{file}: {said}")
    if begins.removeprefix(_BOM).lstrip().partition(b"\n")[0].strip() == b"[":
        raise BadInputError(f"{file}: it is one list over several lines: write a record per line (`jq -c '.[]'` does)")


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool, bool]]:
    """Each line or its beginning, whether that is all of it, and whether it has an end."""
    while line := stream.readline(MOST_BYTES):
        more = line
        while len(more) == MOST_BYTES and not more.endswith(b"\n"):
            more = stream.readline(MOST_BYTES)
        yield line.rstrip(b"\r\n"), more is line, more.endswith(b"\n")


def _raw(number: int, line: bytes, *, whole: bool, ended: bool) -> Raw:
    shown = line[: 4 * _SHOWN].decode("utf-8", "replace")[:_SHOWN]
    if not whole:
        return Raw(number, reason=f"the line has more than {MOST_BYTES // 1024**2} MiB", text=shown)
    try:
        return Raw(number, json.loads(line.decode("utf-8"), object_pairs_hook=_once), text=shown)
    except UnicodeDecodeError as error:
        return Raw(number, reason=f"it is no UTF-8 text at byte {error.start + 1}", text=shown)
    except _Twice as error:
        return Raw(number, reason=str(error), text=shown)
    except json.JSONDecodeError as error:
        cut = "" if ended else "; the file ends in it, and may be cut off"
        return Raw(number, reason=f"it is no JSON ({error.msg.lower()}, column {error.colno}){cut}", text=shown)
    except ValueError as error:
        return Raw(number, reason=f"it is no JSON that can be read ({error})", text=shown)
    except RecursionError:
        return Raw(number, reason="its JSON is nested too deeply", text=shown)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Twice(f"it has the field {twice!a} twice")
    return found
