"""A document, and the statements that it makes: one per sentence, each with its own line."""

import posixpath
import re
from dataclasses import dataclass, replace
from typing import Literal

from teaching.documents.checks import CheckComment, is_check, read_checks
from teaching.documents.globs import matches_any
from teaching.documents.markdown import Block, Comment, Markdown
from teaching.documents.sections import SectionKind, section_of
from teaching.documents.sentences import fold, is_alphanumeric, plain, split_sentences

StatementKind = Literal["item", "sentence", "row", "comment"]

MAX_STATEMENTS = 10_000
MAX_STATEMENT = 4000
_NO_STATEMENT = re.compile(r"@\S+|\[[^\]]+\]:\s+\S+(?:\s+[\"'(].*)?|~~.*~~", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Document:
    r"""One file of the constitution.

    Attributes:
        path: how it is cited: posix, relative to the reviewed root ("../CLAUDE.md" for a parent's).
        text: its text with line feeds only and without a byte-order mark: `text.split("\n")[line - 1]` is a line.
        folder: the folder, relative to the reviewed root, whose files it governs; "" for all.
        globs: what narrows that down, relative to the directory that holds its `.claude`; empty for everything.
        via: the file that imported it.
        prefix: what to put before a path of the reviewed root to make it relative to where the globs count from.
    """

    path: str
    text: str
    folder: str
    globs: tuple[str, ...] = ()
    via: str | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the constitution.

    Attributes:
        text: its markdown on one line; `plain` is the same without marks, code spans with their backticks.
        line: where its first word stands, 1-based; `end_line` where its last does.
        headings: outermost first; `lead` is what leads its list in ("Never:"), "" without one.
        kind: "comment" for a check that follows no statement.
        checks: what its author wrote behind it to have it checked.
    """

    text: str
    plain: str
    file: str
    line: int
    end_line: int
    headings: tuple[str, ...]
    lead: str
    kind: StatementKind
    document: Document
    section: SectionKind | None
    checks: tuple[CheckComment, ...] = ()


def governs(document: Document, path: str) -> bool:
    """Whether the document applies to a file; `path` is posix and relative to the reviewed root."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    clean = "/".join(parts)
    inside = not document.folder or clean == document.folder or clean.startswith(document.folder + "/")
    if not inside or not document.globs:
        return inside
    below = clean[len(document.folder) :].lstrip("/")
    return matches_any(document.globs, posixpath.join(document.prefix, below))


def read_statements(document: Document, markdown: Markdown) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Every statement of a document in order, and a sentence for each thing in it that was not understood."""
    reader = _Reader(document)
    for block in markdown.blocks:
        if len(reader.statements) >= MAX_STATEMENTS:
            reader.notes.append(
                f"{document.path}:{block.first}: only the first {MAX_STATEMENTS} statements of the file are read; "
                "what starts here is not"
            )
            break
        reader.read(block)
    return tuple(reader.statements), tuple(reader.notes)


class _Reader:
    """Collects the statements of one document; a check is added to the statement that it follows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.statements: list[Statement] = []
        self.notes: list[str] = []
        self.section = -1  # the heading line of the last statement: a check does not reach over a heading
        self.kinds: dict[tuple[str, ...], SectionKind | None] = {}
        self.warned = False

    def read(self, block: Block) -> None:
        if block.kind in ("paragraph", "item", "row"):
            self._read_text(block)
        elif block.kind == "comment":
            for comment in block.comments:
                self._attach(block, comment, len(self.statements) - 1 if self.section == block.section else -1)
        elif block.kind == "fence" and not block.closed:
            self._note(block.first, "a code fence is opened and never closed: what follows is read as code")

    def _read_text(self, block: Block) -> None:
        before = len(self.statements) - 1 if self.section == block.section else -1
        offsets: list[int] = []
        indices: list[int] = []
        line, counted = block.first, 0
        for span in split_sentences(block.text):
            line += block.text.count("\n", counted, span.start)
            counted = span.start
            raw = self._cut(block.text[span.start : span.end], line)
            if not is_alphanumeric(raw) or _NO_STATEMENT.fullmatch(raw):
                continue
            offsets.append(span.start)
            indices.append(len(self.statements))
            self._add(block, fold(raw), line, line + raw.count("\n"))
        for comment in block.comments:
            behind = [index for index, offset in zip(indices, offsets, strict=True) if offset < comment.offset]
            target = behind[-1] if behind else next(iter(indices), before)
            self._attach(block, comment, target)

    def _cut(self, raw: str, line: int) -> str:
        if len(raw) <= MAX_STATEMENT:
            return raw
        self._note(line, f"the sentence has more than {MAX_STATEMENT} characters: the rest of it is not read")
        return raw[:MAX_STATEMENT]

    def _add(self, block: Block, text: str, line: int, end_line: int) -> None:
        kind: StatementKind = "sentence" if block.kind == "paragraph" else "row" if block.kind == "row" else "item"
        words = plain(text)
        self.section = block.section
        self.statements.append(
            Statement(
                text,
                words,
                self.document.path,
                line,
                end_line,
                block.headings,
                block.lead,
                kind,
                self.document,
                self._kind_of(block.headings),
            )
        )

    def _kind_of(self, headings: tuple[str, ...]) -> SectionKind | None:
        if headings not in self.kinds:
            self.kinds[headings] = section_of(headings)
        return self.kinds[headings]

    def _attach(self, block: Block, comment: Comment, target: int) -> None:
        if not comment.closed:
            self._note(comment.line, "a comment is opened and never closed: nothing below it is read")
        if not is_check(comment):
            return
        checks, problems = read_checks(comment, self.document.path)
        self.notes += problems
        if not comment.stripped and not self.warned:
            self.warned = True
            self._note(
                comment.line, "Claude sees this check comment and pays for it: start it in the first column of a line"
            )
        if not checks:
            return
        if target >= 0 and self.statements[target].kind != "comment":
            self.statements[target] = replace(self.statements[target], checks=self.statements[target].checks + checks)
            return
        text = fold(comment.text)
        self._add(block, text, checks[0].line, comment.line + comment.text.rstrip().count("\n"))
        self.statements[-1] = replace(self.statements[-1], kind="comment", lead="", checks=checks)

    def _note(self, line: int, sentence: str) -> None:
        self.notes.append(f"{self.document.path}:{line}: {sentence}")
