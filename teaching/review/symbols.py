"""The name of what stands around a line: `Cart.total` for a line in that method, empty at the top of a file."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ast_grep_py import SgNode

from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, start_line

_CLASSES = frozenset({"class_definition", "class_declaration", "class", "abstract_class_declaration"})
# Where an arrow function or a class expression is given its name.
_NAMED_BY = frozenset({"variable_declarator", "pair", "public_field_definition", "field_definition"})


def symbols_at(source: SourceFile, lines: Iterable[int]) -> dict[int, str]:
    """By 1-based line the dotted names of the functions and classes around it, outermost first; nameless ones left out.

    One walk serves all lines: a node is opened only where some of them lie in it, and closed for good.
    """
    wanted = sorted(set(lines))
    if source.beyond:
        return dict.fromkeys(wanted, "")
    named: dict[int, str] = {}
    waiting: list[tuple[SgNode, str, int, int]] = [(source.root, "", 0, len(wanted))]
    while waiting:
        node, names, first, end = waiting.pop()
        if node.kind() in FUNCTION_KINDS or node.kind() in _CLASSES:
            names = ".".join(name for name in (names, _name(node)) if name)
        for child in node.children():
            if first == end:
                break
            low = bisect_left(wanted, start_line(child), first, end)
            high = bisect_right(wanted, end_line(child), low, end)
            if low < high:
                named.update(dict.fromkeys(wanted[first:low], names))
                waiting.append((child, names, low, high))
                first = high
        named.update(dict.fromkeys(wanted[first:end], names))
    return named


def symbol_at(source: SourceFile, line: int) -> str:
    """The names around one line, as of `symbols_at`."""
    return symbols_at(source, (line,))[line]


def _name(node: SgNode) -> str:
    own = node.field("name")
    if own is not None:
        return own.text()
    parent = node.parent()
    if parent is None or parent.kind() not in _NAMED_BY:
        return ""
    target = parent.field("name") or parent.field("key")
    return "" if target is None else target.text().strip("'\"`")
