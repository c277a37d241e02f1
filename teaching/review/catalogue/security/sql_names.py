"""Statements of SQL that no driver can give values to: settings, rights, and the names of tables and columns."""

import re
from collections.abc import Callable, Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.names import callee, tail

_ONE = r"\b[^;]*;?\s*$"
_UNBINDABLE = lazily(
    r"^\s*(?:SET|PRAGMA|GRANT|REVOKE|USE|ALTER\s+(?:SESSION|DATABASE|USER|ROLE|SYSTEM)"
    rf"|(?:CREATE|DROP)\s+(?:DATABASE|USER|ROLE|EXTENSION)){_ONE}",
    re.IGNORECASE,
)
_DEFINING = lazily(rf"^\s*(?:CREATE|DROP|ALTER)\s+(?:\w+\s+){{0,3}}?(?:TABLE|INDEX|VIEW|COLUMN){_ONE}", re.IGNORECASE)
_OWN = lazily(r"^(?:self|cls|this)\.#?\w+$|(?:^|\.)_meta\.\w+$|\.__tablename__$|\.__table__\.name$")
_BEFORE_NAME = lazily(r"\b(?:TABLE|INDEX|VIEW|COLUMN|EXISTS|ON)\s+[^\s(),;='?:]*$", re.IGNORECASE)
_HOLE = lazily(r"%s|%\(\w+\)s|\{\w*\}")
_MARK = "{@}"


def unbindable(text: str) -> bool:
    """Whether the text is one statement of a kind that takes no parameters at all."""
    return _UNBINDABLE.match(text) is not None


def is_own_name(text: str) -> bool:
    """Whether the expression is a name that an object or a model has: `self.table`, `model._meta.db_table`."""
    return _OWN.search("".join(text.split())) is not None


def names_stand_alone(root: SgNode, told: Callable[[SgNode], str]) -> bool:
    """Whether this defines a table, index or view, and own names stand only where such a name must stand.

    Args:
        root: The whole text.
        told: Gives the fixed text of an expression, with `{}` for the rest.
    """
    text = _laid_out(root, told)
    if not _DEFINING.match(text):
        return False
    at = text.find(_MARK)
    while at >= 0:
        if not _BEFORE_NAME.search(text[:at]):
            return False
        at = text.find(_MARK, at + len(_MARK))
    return True


def _laid_out(node: SgNode, told: Callable[[SgNode], str]) -> str:
    """The text with a mark in each place where an own name stands, values of `%` and `format` put in their holes."""
    kind = node.kind()
    if kind in {"attribute", "member_expression"} and is_own_name(node.text()):
        return _MARK
    template, values = _template(node)
    if template is not None:
        filled = iter([_laid_out(value, told) for value in values])
        return _HOLE.sub(lambda _: next(filled, "{}"), _laid_out(template, told))
    if _is_sum(node):
        return "".join(_laid_out(part, told) for part in _summed(node))
    if kind in {"string", "template_string", "concatenated_string", "parenthesized_expression"}:
        return "".join(_pieces(node, told))
    return told(node)


def _is_sum(node: SgNode) -> bool:
    operator = node.field("operator")
    return node.kind() in {"binary_operator", "binary_expression"} and operator is not None and operator.text() == "+"


def _summed(node: SgNode) -> list[SgNode]:
    """What is added up, in order; a sum of thousands is nested as deep, so this does not recurse."""
    added: list[SgNode] = []
    current = node
    while _is_sum(current):
        left, right = current.field("left"), current.field("right")
        if right is not None:
            added.append(right)
        if left is None:
            return added[::-1]
        current = left
    return [current, *reversed(added)]


def _pieces(node: SgNode, told: Callable[[SgNode], str]) -> Iterator[str]:
    for child in node.children():
        kind = child.kind()
        if kind in {"string_content", "string_fragment", "escape_sequence"}:
            yield child.text()
        elif kind in {"interpolation", "template_substitution"}:
            inner = child.field("expression") or next((c for c in child.children() if c.is_named()), None)
            yield _laid_out(inner, told) if inner is not None else "{}"
        elif child.is_named() and kind not in {"string_start", "string_end", "comment"}:
            yield _laid_out(child, told)


def _template(node: SgNode) -> tuple[SgNode | None, list[SgNode]]:
    """The text with holes and what is put into them, of `text % values` and `text.format(values)`."""
    operator, left, right = node.field("operator"), node.field("left"), node.field("right")
    if operator is not None and operator.text() == "%" and left is not None and right is not None:
        return left, _values(right) if right.kind() in {"tuple", "dictionary"} else [right]
    function, listed = callee(node) if node.kind() == "call" else None, node.field("arguments")
    if function is not None and listed is not None and tail(function.text()) == "format":
        return function.field("object"), _values(listed)
    return None, []


def _values(listed: SgNode) -> list[SgNode]:
    return [c.field("value") or c for c in listed.children() if c.is_named() and c.kind() != "comment"]
