"""Reads the documents that seed examples, and refuses what cannot: before anything runs, and without a parser."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from teaching.errors import BadInputError

MOST_BYTES = 2_000_000
_SUFFIXES = (".md", ".markdown", ".mdx", ".txt")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNFIT = re.compile(r"[^\w.-]+")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Document:
    """One training document.

    Attributes:
        name: of the file, without its folder: no example names a place of this machine.
        shown: the same as it is cited, where a blank would end the citation.
        text: with line feeds only.
        digest: SHA-256 of the file.
    """

    name: str
    shown: str
    text: str
    digest: str

    @cached_property
    def lines(self) -> Sequence[str]:
        """The text by lines."""
        return self.text.split("\n")


def read(files: Sequence[Path]) -> list[Document]:
    """The documents, by name.

    Raises:
        BadInputError: one of them cannot seed anything; the message names the next move.
    """
    found = sorted((_read(file) for file in files), key=lambda one: one.name)
    for one, other in zip(found, found[1:], strict=False):
        if one.shown == other.shown:
            raise BadInputError(f"two sources are cited as {one.shown}: give one of the files another name")
    return found


def _read(file: Path) -> Document:
    if file.suffix.lower() not in _SUFFIXES:
        raise BadInputError(f"{file} is no Markdown by its name: save the document as .md, and pass that with --source")
    raw = _bytes(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInputError(f"{file} is not UTF-8 text (line {line}): save it as UTF-8, then try again") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise BadInputError(f"{file} has NUL bytes, so it is no text: export the document as Markdown")
    if not text.strip():
        raise BadInputError(f"{file} is empty: pass a document that says something with --source")
    if not _has_heading(text.split("\n")):
        raise BadInputError(
            f"{file} has no heading, so nothing says what its parts are about: begin each topic with a line such as "
            "`## Error handling`"
        )
    return Document(file.name, _UNFIT.sub("-", file.name).strip("-"), text, hashlib.sha256(raw).hexdigest())


def _bytes(file: Path) -> bytes:
    where = "pass a Markdown file with --source, or take it out of data.sources"
    if not file.exists():
        raise BadInputError(f"there is no file {file}: {where}")
    if not file.is_file():
        raise BadInputError(f"{file} is no file: {where}")
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise BadInputError(
                f"{file} has {size / _MEGABYTE:.1f} MB, and a source has {MOST_BYTES // _MEGABYTE} at most: pass the "
                "part that is to be taught, or several files"
            )
        return file.read_bytes()
    except OSError as error:
        raise BadInputError(f"{file} cannot be read ({(error.strerror or 'refused').lower()}): {where}") from error


def _has_heading(lines: Sequence[str]) -> bool:
    fence, before = "", ""
    for line in lines:
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        elif not fence and (_HEADING.match(line) or (before.strip() and _UNDERLINE.match(line))):
            return True
        before = "" if fence else line
    return False
