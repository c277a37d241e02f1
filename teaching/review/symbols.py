"""The name of what stands around a line: `Cart.total` for a line in that method, empty at the top of a file."""

from ast_grep_py import SgNode

from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, start_line

_CLASSES = frozenset({"class_definition", "class_declaration", "class", "abstract_class_declaration"})
# Where an arrow function or a class expression is given its name.
_NAMED_BY = frozenset({"variable_declarator", "pair", "public_field_definition", "field_definition"})


def symbol_at(source: SourceFile, line: int) -> str:
    """The dotted names of the functions and classes around a 1-based line, outermost first; nameless ones left out."""
    names: list[str] = []
    node: SgNode | None = source.root
    while node is not None:
        if node.kind() in FUNCTION_KINDS or node.kind() in _CLASSES:
            name = _name(node)
            if name:
                names.append(name)
        node = next((child for child in node.children() if start_line(child) <= line <= end_line(child)), None)
    return ".".join(names)


def _name(node: SgNode) -> str:
    own = node.field("name")
    if own is not None:
        return own.text()
    parent = node.parent()
    if parent is None or parent.kind() not in _NAMED_BY:
        return ""
    target = parent.field("name") or parent.field("key")
    return "" if target is None else target.text().strip("'\"`")
