"""Code that a question is about: a function, a class or a file, with what it uses and who calls it.

The bodies that a `TODO(human)` leaves to the learner are left out. Names are found in Python, TypeScript and
JavaScript; of other files the beginning is shown. Not covered: calls by another name, and over a language's border.
"""

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path, PurePosixPath

from teaching.errors import BadInputError
from teaching.markers.bodies import bodies_of
from teaching.markers.reading import plain
from teaching.mentor.callers import Caller, callers_of
from teaching.repository.files import Root, Unreadable, printable
from teaching.repository.scope import narrowed
from teaching.review.source import LANGUAGE_OF_SUFFIX, SourceFile, end_line, start_line
from teaching.review.symbols import Named, outline, symbol_in

MOST_CHARACTERS = 6000  # about 1500 tokens
_AROUND = 15
_NAMED = 12
_IMPORTS = ("import_statement", "import_from_statement")
_WORD = re.compile(r"[^\W\d]\w*")
_DOC = re.compile(r'^\s*[rRuU]?(?:"""|\'\'\'|/\*\*)\s*(?P<said>[^\n]*?)\s*(?:"""|\'\'\'|\*/)?\s*$')
_STARRED = re.compile(r"^\s*\*\s?(?P<said>[^/\n].*)$")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of code, without what is left to the learner.

    Attributes:
        name: dotted; empty where it is a whole file, or lines that no name holds.
        first, last: its lines, 1-based.
        lines: by their numbers; a body that is left open is one line that says so.
        says: what its own comment says of it, the first line.
        imports: those that it uses, with their lines.
        holds: the functions and classes of a whole file, with the lines on which they begin.
        open: what is left to the learner in it, with the lines.
        more: how many lines are left out at the end for length.
        callers: who calls, or imports, it; `unlisted` is how many more there are.
    """

    path: str
    name: str
    first: int
    last: int
    lines: tuple[tuple[int, str], ...]
    says: str = ""
    imports: tuple[tuple[int, str], ...] = ()
    holds: tuple[tuple[int, str], ...] = ()
    open: tuple[tuple[int, str], ...] = ()
    more: int = 0
    callers: tuple[Caller, ...] = ()
    unlisted: int = 0

    @property
    def place(self) -> str:
        """Where it begins."""
        return f"{self.path}:{self.first}"


def split(root: Root, named: str) -> tuple[str, str]:
    """The path below the root, and the name or line behind it, of `PATH`, `PATH:NAME`, `PATH::NAME` or `PATH:LINE`.

    Raises:
        BadInputError: the path lies outside, does not exist or is never read.
    """
    try:
        return narrowed(root, named), ""
    except BadInputError:
        path, sign, name = named.partition(":")
        if not sign or not path or not name.strip(":").strip():
            raise
        return narrowed(root, path), name.strip(":").strip()


def excerpt_of(root: Path, path: str, name: str = "") -> Excerpt | None:
    """What stands at a place, within what a model may be given; None for a folder.

    Args:
        path: below the root, as of `split`.
        name: of a function or class, dotted or its last part, or a line; empty for the whole file.

    Raises:
        BadInputError: it cannot be read, or there is no such name; the message says which there are.
    """
    if (root / (path or ".")).is_dir():
        if name:
            raise BadInputError(f"{printable(path) or '.'} is a folder: name a file before the name of its function")
        return None
    text = _text(root, path)
    if (language := LANGUAGE_OF_SUFFIX.get(PurePosixPath(path).suffix.lower())) is None:
        if name and not name.isdecimal():
            raise BadInputError(
                f"names are found in Python, TypeScript and JavaScript: pass {printable(path)} alone, or with a line"
            )
        return _beginning(path, text, int(name or 0))
    source = SourceFile(path, text, language)
    found = outline(source)
    if name:
        return _named(root, source, found, name)
    holds = tuple((one.first, one.name) for one in found if one.name and one.inside < 0)
    whole = _cut(source, "", 1, len(source.lines), holds)
    callers, unlisted = callers_of(Root(root), path)
    return _with(whole, source, callers, unlisted)


def _text(root: Path, path: str) -> str:
    try:
        content = Root(root).read(path)
    except Unreadable as error:
        raise BadInputError(f"{printable(path)} is not read ({error.reason}): pass another file") from error
    if b"\0" in content[:8192]:
        raise BadInputError(f"{printable(path)} is no text: pass another file")
    return plain(content)


def _named(root: Path, source: SourceFile, found: tuple[Named, ...], name: str) -> Excerpt:
    if name.isdecimal():
        line = int(name)
        if not 1 <= line <= len(source.lines):
            raise BadInputError(f"{printable(source.path)} has {len(source.lines)} lines: pass one of them")
        name = symbol_in(found, line)
        if not name:
            first, last = max(1, line - _AROUND), min(len(source.lines), line + _AROUND)
            return _with(_cut(source, "", first, last, ()), source, (), 0)
    one = _one(source, found, name)
    piece = _cut(source, one.name, _decorated(source, one.first), one.last, ())
    callers, unlisted = callers_of(Root(root), source.path, one)
    return _with(piece, source, callers, unlisted)


def _one(source: SourceFile, found: tuple[Named, ...], name: str) -> Named:
    wanted = name.replace("::", ".").removesuffix("()")
    # A lambda has no name of its own, and goes by that of what it stands in.
    own = [one for one in found if one.name and (one.inside < 0 or found[one.inside].name != one.name)]
    matching = [one for one in own if one.name == wanted]
    matching = matching or [one for one in own if one.name.endswith(f".{wanted}")]
    # Of overloads the last one stands.
    if matching and len({one.name for one in matching}) == 1:
        return matching[-1]
    names = list(dict.fromkeys(one.name for one in matching or own))
    told = ", ".join(printable(one) for one in names[:_NAMED]) or "no function or class"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    what = "several of that name" if matching else f"no {printable(wanted)[:80]}"
    raise BadInputError(f"{printable(source.path)} has {what}: pass one of {told}{more}")


def _decorated(source: SourceFile, first: int) -> int:
    while source.line_text(first - 1).lstrip().startswith("@"):
        first -= 1
    return first


def _cut(source: SourceFile, name: str, first: int, last: int, holds: tuple[tuple[int, str], ...]) -> Excerpt:
    hidden: set[int] = set()
    instead: dict[int, str] = {}
    left: list[tuple[int, str]] = []
    for marker, body in bodies_of(source.text, source.path):
        inside = set(range(body.start, body.end + 1)) - set(range(marker.line, marker.end_line + 1))
        if inside:
            instead[min(inside)] = "[left to the learner]"
            hidden |= inside
        if first <= marker.line <= last:
            left.append((marker.line, marker.text))
    lines: list[tuple[int, str]] = []
    taken = 0
    for number in range(first, last + 1):
        if number in hidden and number not in instead:
            continue
        line = instead.get(number) or source.line_text(number).rstrip()
        taken += len(line) + 6
        if taken > MOST_CHARACTERS:
            break
        lines.append((number, line))
    more = last - lines[-1][0] if lines else last - first + 1
    return Excerpt(source.path, name, first, last, tuple(lines), holds=holds, open=tuple(left), more=more)


def _with(piece: Excerpt, source: SourceFile, callers: tuple[Caller, ...], unlisted: int) -> Excerpt:
    used = {word for _, line in piece.lines for word in _WORD.findall(line)}
    imports: list[tuple[int, str]] = []
    for node in source.nodes(*_IMPORTS):
        line = start_line(node)
        if piece.name == "" and piece.first <= line and end_line(node) <= piece.last:
            continue  # it is shown with the rest
        text = " ".join(node.text().split())
        if _bound(text) & used:
            imports.append((line, text[:200]))
    return replace(piece, says=_says(piece, source), imports=tuple(sorted(imports)), callers=callers, unlisted=unlisted)


def _bound(text: str) -> set[str]:
    """The names that an import brings, in either language."""
    python = text.startswith("from ")
    names = text.partition(" import ")[2] if python else text.partition(" from ")[0]
    return set(_WORD.findall(names)) - {"import", "as", "type"}


def _says(piece: Excerpt, source: SourceFile) -> str:
    """The first line of the docstring, or of the JSDoc above."""
    for _, line in piece.lines[:12]:
        if (match := _DOC.match(line)) and match["said"]:
            return match["said"]
    above = [source.line_text(number) for number in range(piece.first - 1, max(0, piece.first - 30), -1)]
    said = list(takewhile(lambda line: line.lstrip().startswith(("*", "/**")), above))
    for line in reversed(said):
        if (match := _DOC.match(line) or _STARRED.match(line)) and match["said"]:
            return match["said"].strip()
    return ""


def _beginning(path: str, text: str, line: int) -> Excerpt:
    rows = text.split("\n")
    if line > len(rows):
        raise BadInputError(f"{printable(path)} has {len(rows)} lines: pass one of them")
    first = max(1, line - _AROUND) if line else 1
    last = min(len(rows), line + _AROUND) if line else len(rows)
    lines: list[tuple[int, str]] = []
    taken = 0
    for number in range(first, last + 1):
        taken += len(rows[number - 1]) + 6
        if taken > MOST_CHARACTERS:
            break
        lines.append((number, rows[number - 1].rstrip()))
    more = last - lines[-1][0] if lines else last - first + 1
    return Excerpt(path, "", first, last, tuple(lines), more=more)
