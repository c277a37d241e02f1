"""The constitution: everything that CLAUDE.md and its kin say of a repository, read as Claude Code reads it.

Limits: settings that exclude files, managed policy and the user's own ~/.claude are not the project's and not read.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from teaching.documents.checks import CheckComment
from teaching.documents.command_kinds import CommandName
from teaching.documents.commands import Command, Forbidden, read_commands, read_forbidden
from teaching.documents.globs import paths_of
from teaching.documents.imports import (
    MAX_DEPTH,
    MAX_MENTIONS,
    Mention,
    is_prose,
    leaves,
    means_file,
    mentions,
    target_of,
)
from teaching.documents.markdown import MAX_LINE, Markdown, normalise, parse
from teaching.documents.places import Place, Source, places_of, read_source, standing
from teaching.documents.protocol import Protocol, read_protocol
from teaching.documents.sections import SectionKind
from teaching.documents.statements import Document, Statement, governs, read_statements
from teaching.errors import RefusedError

__all__ = [
    "CheckComment",
    "Command",
    "CommandName",
    "Constitution",
    "Document",
    "Forbidden",
    "Protocol",
    "SectionKind",
    "Statement",
    "governs",
    "read_constitution",
    "read_text",
]


@dataclass(frozen=True, slots=True)
class Constitution:
    """All of it, outermost file first.

    Attributes:
        notes: sentences for the reader: what was refused, missing or malformed.
        forbidden: what must not be run, and where that is said.
    """

    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    protocol: Protocol = field(default_factory=Protocol)
    commands: tuple[Command, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()

    @property
    def mode(self) -> Literal["mentor", "colleague"]:
        """How the assistant behaves: a mentor where the output style says Learning."""
        style = self.protocol.output_style or ""
        return "mentor" if "learning" in style.casefold() else "colleague"

    @property
    def forbids_running(self) -> tuple[CommandName, ...]:
        """The kinds of commands that must not be run; `forbidden` says where."""
        return tuple(item.name for item in self.forbidden)

    def command_for(self, name: CommandName) -> Command | None:
        """The first command of that name, or None; ask `forbids_running` before running it."""
        return next((command for command in self.commands if command.name == name), None)

    def for_path(self, path: str) -> tuple[Document, ...]:
        """The documents that apply to a file, outermost first; `path` is posix, relative to the reviewed root."""
        return tuple(document for document in self.documents if governs(document, path))


def read_constitution(root: Path, top: Path, folders: Iterable[str] = ()) -> Constitution:
    """Read every instruction file that governs `root` and the given folders.

    Args:
        root: the reviewed directory; paths are cited relative to it.
        top: the repository's top, `root` itself or above it: nothing outside is read.
        folders: posix paths, relative to `root`, of folders that hold reviewed files.

    Raises:
        BadInputError: `root` is no directory, or not inside `top`.
    """
    reader = _Reader(root, top)
    places, refused = places_of(reader.root, reader.top, folders)
    reader.notes += refused
    for found, notes in places:
        reader.notes += notes
        for place in found:
            reader.read_place(place)
    return _build(reader.read, reader.notes)


def read_text(text: str, path: str = "CLAUDE.md") -> Constitution:
    """Read one document that is not a file yet, or not in a repository; its imports are not followed."""
    document = Document(path, normalise(text), "")
    return _build([(document, parse(document.text))], [])


def _build(read: list[tuple[Document, Markdown]], notes: list[str]) -> Constitution:
    statements: list[Statement] = []
    commands: list[Command] = []
    notes = list(notes)
    for document, markdown in read:
        found, problems = read_statements(document, markdown)
        statements += found
        notes += problems
        commands += read_commands(markdown.blocks, document.path)
        if markdown.too_deep is not None:
            notes.append(f"{document.path}:{markdown.too_deep}: nested too deep: what is below is not read")
        if markdown.too_long is not None:
            notes.append(
                f"{document.path}:{markdown.too_long}: the line has more than {MAX_LINE} characters: "
                "the rest of it is not read, nor that of others as long"
            )
    everywhere = [(document.path, markdown.blocks) for document, markdown in read if not document.folder]
    return Constitution(
        tuple(document for document, _ in read),
        tuple(dict.fromkeys(notes)),
        tuple(statements),
        read_protocol(everywhere),
        tuple(commands),
        read_forbidden(statements),
    )


class _Reader:
    """Reads places and what they import, each file once for the same folder."""

    def __init__(self, root: Path, top: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.top = Path(os.path.realpath(top))
        self.read: list[tuple[Document, Markdown]] = []
        self.notes: list[str] = []
        self.seen: dict[str, list[tuple[str, tuple[str, ...]]]] = {}

    def read_place(self, place: Place) -> None:
        path = self._cited(place.path)
        source = self._source(place.path, path)
        if source is None:
            return
        inside = place.base.is_relative_to(self.root)
        folder = place.base.relative_to(self.root).as_posix() if inside and place.base != self.root else ""
        prefix = "" if inside else self.root.relative_to(place.base).as_posix()
        markdown = parse(source.text)
        globs = paths_of(markdown.front_matter) if place.is_rule else ()
        document = Document(path, normalise(source.text), folder, globs, None, prefix)
        self._take(document, markdown, source, place.path, (source.real,))

    def _take(self, document: Document, markdown: Markdown, source: Source, path: Path, chain: tuple[str, ...]) -> None:
        if self._is_known(source.real, document):
            return
        self.seen.setdefault(source.real, []).append((document.folder, document.globs))
        if source.encoding not in ("utf-8-sig", "utf-16"):
            self.notes.append(f"{document.path} is not UTF-8: it is read as Windows-1252")
        self.read.append((document, markdown))
        for count, mention in enumerate(mentions(markdown.blocks)):
            if count == MAX_MENTIONS:
                self.notes.append(
                    f"{document.path}:{mention.line}: only the first {MAX_MENTIONS} mentions of a file with `@` are "
                    "followed; those from here on are not"
                )
                break
            self._follow(mention, document, path, chain)

    def _is_known(self, real: str, document: Document) -> bool:
        """Whether the same file was read already for all that this document would govern."""
        return any(
            (not folder or folder == document.folder or document.folder.startswith(folder + "/"))
            and globs in ((), document.globs)
            for folder, globs in self.seen.get(real, ())
        )

    def _follow(self, mention: Mention, importer: Document, path: Path, chain: tuple[str, ...]) -> None:
        says = f"{importer.path}:{mention.line} imports {mention.target}, which"
        target = target_of(mention, path)
        found = standing(self.top, target)
        if not found.inside:
            # A plain name can still be a link that leads out; an alias such as @/utils/x is no file at all.
            if leaves(mention) or found.there and target.is_relative_to(path.parent):
                self.notes.append(f"{says} is outside the repository: refused")
            return
        if not found.there:
            if means_file(mention):
                self.notes.append(f"{says} does not exist")
            return
        if found.is_folder or not (is_prose(target) or target.name.startswith(".")):
            return
        if found.real in chain:
            self.notes.append(f"{says} imports it in turn: a loop, refused")
            return
        if len(chain) > MAX_DEPTH:
            self.notes.append(f"{says} is more than {MAX_DEPTH} imports deep: not read")
            return
        self._read_import(target, importer, says, chain)

    def _read_import(self, target: Path, importer: Document, says: str, chain: tuple[str, ...]) -> None:
        try:
            source = read_source(self.top, target)
        except RefusedError as error:
            self.notes.append(f"{says} {error}")
            return
        document = Document(
            self._cited(target),
            normalise(source.text),
            importer.folder,
            importer.globs,
            importer.path,
            importer.prefix,
        )
        self._take(document, parse(source.text), source, target, (*chain, source.real))

    def _source(self, path: Path, cited: str) -> Source | None:
        try:
            return read_source(self.top, path)
        except RefusedError as error:
            self.notes.append(f"{cited} {error}")
            return None

    def _cited(self, path: Path) -> str:
        # As it is spelled below the top, so that a linked CLAUDE.md is cited as CLAUDE.md.
        spelled = path if path.is_relative_to(self.top) else Path(os.path.realpath(path))
        return Path(os.path.relpath(spelled, self.root)).as_posix()
