"""Markers as they are written: `TODO(human)[task-id]: what to do`, hints, and the end of a region."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from teaching.markers.comments import CommentLine, comment_lines
from teaching.repository.files import Root

SIGN = b"TODO(human)"
MAX_BYTES = 1_000_000

_TASK = r"(?:\[[ \t]*(?P<task>[^\]\s]{1,100})[ \t]*\])?"
_MARKER = re.compile(r"(?:^|(?<![`'\"\w]))TODO\(human\)" + _TASK + r"(?P<colon>[ \t]*:)?[ \t]*(?P<text>.*)")
_END = re.compile(r"\bEND[ \t]+TODO\(human\)" + _TASK)
_HINT = re.compile(r"hint[ \t]*\d*[ \t]*:[ \t]*(?P<text>.*)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r")


@dataclass(frozen=True, slots=True)
class Marker:
    """One piece of work that is left to the learner.

    Attributes:
        path: the file, relative to the root.
        line: where the marker begins, 1-based; `end_line` is the last line of its text and hints.
        task: the id in its brackets, or None.
        text: what to do.
        region_end: the line of the `END TODO(human)` that closes its region, or None.
    """

    path: str
    line: int
    end_line: int
    task: str | None
    text: str
    hints: tuple[str, ...] = ()
    region_end: int | None = None


def read(text: str | bytes, path: str) -> list[Marker]:
    """The markers in the comments of one file, by line.

    Args:
        text: the whole file.
        path: decides the language, and is named in the markers.
    """
    if isinstance(text, bytes) and (SIGN not in text or b"\0" in text[:8192]):
        return []
    text = plain(text)
    if SIGN.decode() not in text:
        return []
    found: list[Marker] = []
    open_regions: list[int] = []
    before: CommentLine | None = None
    current = False
    for line in comment_lines(text, path):
        follows = current and before is not None and line.line == before.line + 1 and line.alone and line.text != ""
        before = line
        if end := _END.search(line.text):
            _close(found, open_regions, end["task"], line.line)
            current = False
        elif marker := _marker(line.text):
            found.append(Marker(path, line.line, line.line, marker["task"], marker["text"].strip()))
            open_regions.append(len(found) - 1)
            current = True
        elif follows:
            found[-1] = _longer(found[-1], line)
        else:
            current = False
    return found


def plain(text: str | bytes) -> str:
    """A file's text with line feeds only, without a mark at its beginning, and without what no file can hold."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    elif not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def in_tree(root: Root, under: str = "") -> list[Marker]:
    """The markers of every file below a root, by path and line; what the walk leaves out has none.

    Args:
        root: where to look.
        under: a folder below it, "" for all of it.
    """
    return [marker for path, content in marked(root, under) for marker in read(content, path)]


def marked(root: Root, under: str = "") -> Iterator[tuple[str, bytes]]:
    """The files that hold the sign of a marker anywhere, by path; `in_tree` has the arguments."""
    files = (entry for entry in root.walk(under) if isinstance(entry, str))
    # A file that is not read is too large, or gone since the walk: nothing that a learner edits.
    for path, content in root.read_each(files, MAX_BYTES):
        if SIGN in content:
            yield path, content


def _marker(text: str) -> re.Match[str] | None:
    """A marker at the line's beginning, or further on with its colon; a mere mention is none."""
    for match in _MARKER.finditer(text):
        if match.start() == 0 or match["colon"]:
            return match
    return None


def _longer(marker: Marker, line: CommentLine) -> Marker:
    if hint := _HINT.match(line.text):
        return replace(marker, end_line=line.line, hints=(*marker.hints, hint["text"].strip()))
    if marker.hints:
        return replace(marker, end_line=line.line, hints=(*marker.hints[:-1], f"{marker.hints[-1]} {line.text}"))
    return replace(marker, end_line=line.line, text=f"{marker.text} {line.text}".strip())


def _close(found: list[Marker], open_regions: list[int], task: str | None, line: int) -> None:
    """Close the last open region, with a name the last one of that name."""
    for place in range(len(open_regions) - 1, -1, -1):
        number = open_regions[place]
        if task is None or found[number].task == task:
            found[number] = replace(found[number], region_end=line)
            del open_regions[place]
            return
