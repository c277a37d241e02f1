"""The code that a marker governs: what the learner is to write.

In Python, TypeScript and JavaScript that is the function that the marker stands in, or that it stands directly above
(in a class: the next method); in JSX the content behind it in its element. Everywhere else, and where no function is
near, it is the lines up to the next blank line or the end of the block. A region that is closed by `END TODO(human)`
goes before all of these. Files that do not parse have what the parser still makes out.
"""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Literal

from ast_grep_py import SgNode

from teaching.markers.comments import code_lines, comment_lines, language_of
from teaching.markers.functions import Function, Outline, named_by_text, outline
from teaching.markers.reading import Marker, plain, read
from teaching.markers.stubs import is_constant, is_honest, is_stub, is_stub_text

_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Body:
    """The code that a marker leaves to the learner.

    Attributes:
        symbol: dotted name of the function, as `Basket.total`; empty for a region.
        start, end: its first and last line, 1-based, without docstring and leading comments; where nothing stands
            yet, both are the marker's last line.
        text: those lines as they stand, without the comments of markers; of a line that is shared, the part.
        digest: of the code without comments, blank lines and indentation; Python's blocks count.
        is_stub: nothing but raise, throw, pass, `...` or a constant that is returned.
        number: which region of the file it is, or which marker of that function, from 1.
    """

    symbol: str
    kind: Literal["function", "region"]
    start: int
    end: int
    text: str
    digest: str
    is_stub: bool
    number: int = 1


@dataclass(frozen=True, slots=True)
class _Span:
    """Where code stands: lines 1-based, columns 0-based, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def body_of(text: str, marker: Marker) -> Body | None:
    """The body that a marker of this text governs; None where the text has no such marker."""
    found = {(one.line, one.text): body for one, body in bodies_of(text, marker.path)}
    return found.get((marker.line, marker.text))


def bodies_of(text: str | bytes, path: str) -> list[tuple[Marker, Body]]:
    """Every marker of a file with its body, by line."""
    markers = read(text, path)
    if not markers:
        return []
    file = _File(plain(text), path, markers)
    seen: Counter[str] = Counter()
    found: list[tuple[Marker, Body]] = []
    for marker in markers:
        body = file.body(marker)
        seen[body.symbol] += 1
        found.append((marker, replace(body, number=seen[body.symbol])))
    return found


def body_of_symbol(text: str | bytes, path: str, symbol: str) -> Body | None:
    """The body of a function by its dotted name, with or without a marker; of several the last, as overloads stand."""
    text = plain(text)
    file = _File(text, path, read(text, path))
    found = [function for function in file.outline.functions if function.symbol == symbol]
    return file.of_function(found[-1], found[-1].start) if found else None


class _File:
    """One file, read once for all of its markers."""

    def __init__(self, text: str, path: str, markers: Sequence[Marker]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.code = code_lines(text, path)
        self.is_python = language_of(path) == "python"
        self.outline: Outline = outline(text, path)
        self.marked = {line for marker in markers for line in range(marker.line, marker.end_line + 1)}
        self.marked |= {marker.region_end for marker in markers if marker.region_end is not None}
        self.known: dict[_Span, tuple[str, str]] = {}
        self.alone = {one.line for one in comment_lines(text, path) if one.alone}

    @cached_property
    def inner(self) -> list[int]:
        """For each line the innermost function around it, as its place in the outline; -1 where there is none."""
        inner = [-1] * (len(self.lines) + 2)
        for number, function in enumerate(self.outline.functions):
            if not function.has_block and not function.declared:
                continue
            end = self._trailing(function) if self.is_python else function.end
            inner[function.start : end + 1] = [number] * (end + 1 - function.start)
        return inner

    @cached_property
    def heads(self) -> dict[int, Function]:
        """The functions that a statement is there to make, by its first line and by their own; the outermost wins."""
        declared = [one for one in reversed(self.outline.functions) if one.declared]
        return {one.start: one for one in declared} | {one.head: one for one in declared}

    @cached_property
    def indents(self) -> list[int]:
        """How far each line is indented."""
        return [_indent(line) for line in self.lines]

    @cached_property
    def filled(self) -> list[int]:
        """The lines that hold code, in order."""
        return [number for number, line in enumerate(self.code, start=1) if line.strip()]

    def governed(self, marker: Marker) -> Function | None:
        """The function around a marker, or the one that it introduces."""
        around = self._around(marker)
        if marker.line in self.alone:
            below = self.heads.get(self._next_code(marker.end_line))
            if below is not None and self._is_introduced(marker, below, around):
                return below
        return around

    def body(self, marker: Marker) -> Body:
        """The body that a marker governs; its number is not known here."""
        if marker.region_end is not None:
            return self._region(marker, _Span(marker.end_line + 1, 0, marker.region_end, 0))
        if (filling := self.outline.fillings.get(marker.line)) is not None:
            return self._made("", _span(filling), marker.end_line, not filling)
        if (function := self.governed(marker)) is not None:
            return self.of_function(function, marker.end_line)
        return self._region(marker, self._block(marker), self._by_text(marker))

    def of_function(self, function: Function, marked: int) -> Body:
        """The body of a function, with the line that stands for it while it is empty."""
        # A body of many statements is no stub, whatever they are.
        texts = [self._code_of(_span([part])) for part in function.parts[:_ENOUGH]]
        if function.has_block:
            only_stubs = len(function.parts) <= _ENOUGH and is_stub(texts)
            stub = only_stubs or (marked > function.start and self._is_held_open(function, marked))
        else:
            stub = all(map(is_constant, texts))
        return self._made(function.symbol, _span(function.parts), marked, stub, "function")

    def _is_held_open(self, function: Function, marked: int) -> bool:
        """Whether the first thing behind a marker, among other code, is a failure that says that it is not done."""
        below = self._next_code(marked)
        if not below or below > function.end:
            return False
        line = self.code[below - 1].strip()
        return is_honest(f"{line} {self.code[below].strip()}" if line.endswith("(") else line)

    def _around(self, marker: Marker) -> Function | None:
        line = min(marker.line, len(self.inner) - 1)
        found = self.inner[line]
        return self.outline.functions[found] if found >= 0 else None

    def _is_introduced(self, marker: Marker, below: Function, around: Function | None) -> bool:
        """Whether a marker stands above this function as its heading: in a class above, elsewhere right above."""
        if around is not None and not around.start <= below.start <= below.end <= around.end:
            return False
        between = self.lines[marker.end_line : below.head - 1]
        return below.in_class or all(line.strip() for line in between)

    def _next_code(self, line: int) -> int:
        place = bisect_left(self.filled, line + 1)
        return self.filled[place] if place < len(self.filled) else 0

    def _trailing(self, function: Function) -> int:
        """The last line of a Python function with the comments behind it that are indented as its body is."""
        end = function.end
        for number in range(function.end + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if not line.strip():
                continue
            if number not in self.alone or _indent(line) <= function.column:
                break
            end = number
        return end

    def _by_text(self, marker: Marker) -> str:
        if not self.outline.broken or marker.line not in self.alone:
            return ""
        return named_by_text(self.code, self.indents, marker.line)

    def _block(self, marker: Marker) -> _Span:
        """The lines below a marker up to a blank one, the end of its block or the next marker."""
        indent = _indent(self.lines[marker.line - 1]) if marker.line in self.alone else 0
        shares = bool(self.code[marker.line - 1].strip())
        start = marker.line if shares else marker.end_line + 1

        def belongs(number: int) -> bool:
            line = self.lines[number - 1]
            if number in self.marked and number > marker.end_line:
                return False
            return _indent(line) >= indent if line.strip() else indent > 0

        below = takewhile(belongs, range(marker.end_line + 1, len(self.lines) + 1))
        last = start if shares else max(below, default=marker.end_line)
        return _Span(start, 0, last + 1, 0)

    def _region(self, marker: Marker, span: _Span, symbol: str = "") -> Body:
        """The code between two lines; leading and trailing lines without code are left out."""
        holding = [line for line in range(span.line, span.end_line) if self.code[line - 1].strip()]
        code = [self.code[line - 1] for line in holding]
        where = _Span(holding[0], 0, holding[-1], len(self.lines[holding[-1] - 1])) if holding else None
        kind = "function" if symbol else "region"
        return self._made(symbol, where, marker.end_line, is_stub_text(code), kind)

    def _made(
        self, symbol: str, span: _Span | None, marked: int, stub: bool, kind: Literal["function", "region"] = "region"
    ) -> Body:
        if span is None:
            line = min(marked, len(self.lines))
            return Body(symbol, kind, line, line, "", _digest([], self.is_python), stub)
        if span not in self.known:  # many markers may share one function
            lines = range(span.line, span.end_line + 1)
            own = [line for line in lines if line not in self.marked or line not in self.alone]
            text = "\n".join(_cut(self.lines[line - 1], line, span) for line in own).rstrip()
            code = (_cut(self.code[line - 1], line, span) for line in lines)
            self.known[span] = (text, _digest(code, self.is_python))
        return Body(symbol, kind, span.line, span.end_line, *self.known[span], stub)

    def _code_of(self, span: _Span | None) -> str:
        if span is None:
            return ""
        return "\n".join(_cut(self.code[line - 1], line, span) for line in range(span.line, span.end_line + 1)).strip()


def _span(nodes: Sequence[SgNode]) -> _Span | None:
    if not nodes:
        return None
    first, last = nodes[0].range().start, nodes[-1].range().end
    return _Span(first.line + 1, first.column, last.line + 1, last.column)


def _cut(line: str, number: int, span: _Span) -> str:
    """What of a line lies in a span; white space before its beginning stays, so that blocks keep their shape."""
    if number == span.end_line:
        line = line[: span.end_column]
    if number == span.line:
        line = (line[: span.column] if not line[: span.column].strip() else "") + line[span.column :]
    return line


def _digest(code: Iterable[str], is_python: bool) -> str:
    """Of the code alone; in Python with the depth of each line, since there a block is nothing else."""
    found = hashlib.sha256()
    widths: list[int] = []
    for line in code:
        bare = line.strip()
        if not bare:
            continue
        width = _indent(line)
        while widths and widths[-1] > width:
            widths.pop()
        if not widths or widths[-1] < width:
            widths.append(width)
        found.update(f"{len(widths) if is_python else ''}\t{bare}\n".encode())
    return found.hexdigest()


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())
