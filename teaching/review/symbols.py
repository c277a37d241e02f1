"""The name of what stands around a line: `Cart.total` for a line in that method, empty at the top of a file."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, span, start_line

_CLASSES = frozenset({"class_definition", "class_declaration", "class", "abstract_class_declaration"})
# Where an arrow function or a class expression is given its name.
_NAMED_BY = frozenset({"variable_declarator", "pair", "public_field_definition", "field_definition"})


@dataclass(frozen=True, slots=True)
class Named:
    """A function or a class.

    Attributes:
        first: the first of its 1-based lines; of two that share a line, the line is the first one's.
        last: the last of them.
        name: the dotted names of what stands around it and its own, outermost first; nameless ones left out.
        inside: the position in the outline of what encloses it; -1 for nothing.
    """

    first: int
    last: int
    name: str
    inside: int


def outline(source: SourceFile) -> tuple[Named, ...]:
    """The functions and classes of a file, in the order in which they begin."""
    if source.beyond:
        return ()
    nodes = source.nodes(*FUNCTION_KINDS, *_CLASSES)
    spans = sorted(((*span(node), node) for node in nodes), key=lambda one: (one[0], -one[1]))
    found: list[Named] = []
    around: list[tuple[int, int]] = []  # the end of what is open, and its position in what was found
    taken = {-1: 0}  # position → the last line that something in it has
    for start, end, node in spans:
        while around and around[-1][0] <= start:
            around.pop()
        inside = around[-1][1] if around else -1
        outer = found[inside] if around else None
        last = end_line(node)
        first = max(start_line(node), taken[inside] + 1, outer.first if outer else 1)
        name = ".".join(part for part in (outer.name if outer else "", _name(node)) if part)
        taken[inside] = last
        taken[len(found)] = 0
        around.append((end, len(found)))
        found.append(Named(first, last, name, inside))
    return tuple(found)


def symbol_in(named: Sequence[Named], line: int) -> str:
    """The dotted names of what stands around a 1-based line; empty at the top of a file."""
    at = bisect_right(named, line, key=lambda one: one.first) - 1
    while at >= 0 and not named[at].first <= line <= named[at].last:
        at = named[at].inside
    return named[at].name if at >= 0 else ""


def symbol_at(source: SourceFile, line: int) -> str:
    """The dotted names of what stands around a 1-based line, as of `symbol_in`."""
    return symbol_in(outline(source), line)


def _name(node: SgNode) -> str:
    own = node.field("name")
    if own is not None:
        return own.text()
    parent = node.parent()
    if parent is None or parent.kind() not in _NAMED_BY:
        return ""
    target = parent.field("name") or parent.field("key")
    return "" if target is None else target.text().strip("'\"`")
