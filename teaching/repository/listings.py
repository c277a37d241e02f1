"""What git's listings say, and how much may be asked of git at once."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from teaching.repository.patches import SUBMODULE

_MAX_BATCH = 32 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of a tree or of the index: its mode, and the name of its content."""

    mode: str
    sha: str


def paths_of(listing: bytes) -> list[str]:
    """The paths that are separated by NUL."""
    return [os.fsdecode(path) for path in listing.split(b"\0") if path]


def joined(words: Iterable[str], end: bytes = b"\0") -> bytes:
    """The words as git reads them from standard input."""
    return b"".join(os.fsencode(word) + end for word in words)


def listed(listing: bytes, sha_at: int) -> Iterator[tuple[str, Entry]]:
    """The entries of `ls-tree -z` and of `ls-files -z --stage`, which differ in where the name of the blob is."""
    seen: set[bytes] = set()
    for line in listing.split(b"\0"):
        fields, _, path = line.partition(b"\t")
        words = fields.decode("ascii").split(" ")
        if path and path not in seen and words[0] != SUBMODULE:
            seen.add(path)
            yield os.fsdecode(path), Entry(words[0], words[sha_at])


def batches(sizes: Mapping[str, int], most: int = _MAX_BATCH) -> Iterator[list[str]]:
    """The names in groups that are together no larger than `most`; one that is larger stands alone."""
    batch: list[str] = []
    total = 0
    for name, size in sizes.items():
        if batch and total + size > most:
            yield batch
            batch, total = [], 0
        batch.append(name)
        total += size
    if batch:
        yield batch
