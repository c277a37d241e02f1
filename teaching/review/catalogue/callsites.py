"""What the error, asynchronous and React families ask of calls: dotted names, chains, and a function's own nodes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.source import FUNCTION_KINDS, SourceFile, span

CALL_KINDS = frozenset({"call", "call_expression"})
MEMBER_KINDS = frozenset({"attribute", "member_expression"})
INDEX_KINDS = frozenset({"subscript", "subscript_expression"})
NAME_KINDS = frozenset({"identifier", "this", "self", "super", "property_identifier"})
TRANSPARENT = frozenset({"non_null_expression", "parenthesized_expression", "as_expression", "satisfies_expression"})

# A chain is asked about from each of its calls: without an end, a very long one takes quadratic time.
MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class Link:
    """One call of a chain with the names that lead to it; the last link of a chain starts at its root."""

    call: SgNode | None
    names: tuple[str, ...]


def own_nodes(node: SgNode) -> Iterator[SgNode]:
    """The nodes below a node in document order, without what lies inside nested functions."""
    stack = [node] if node.kind() not in FUNCTION_KINDS else list(reversed(node.children()))
    while stack:
        current = stack.pop()
        yield current
        if current.kind() not in FUNCTION_KINDS:
            stack.extend(reversed(current.children()))


def named(node: SgNode) -> list[SgNode]:
    """The named children without comments."""
    return [child for child in node.children() if child.is_named() and child.kind() != "comment"]


def inner(node: SgNode) -> SgNode | None:
    """The first named child: what stands inside brackets, a `!` or an `await`."""
    return next(iter(named(node)), None)


def chain(node: SgNode, most: int = MOST_LINKS) -> list[Link]:
    """The calls of `a.b(x).c(y)`, outermost first: `("c",)`, then `("a", "b")`; what is behind `most` is nameless."""
    links: list[Link] = []
    names: list[str] = []
    call: SgNode | None = None
    current: SgNode | None = node
    while current is not None:
        kind = current.kind()
        if kind in CALL_KINDS:
            if call is not None or names:
                links.append(Link(call, tuple(reversed(names))))
            names, call, current = [], current, current.field("function") if len(links) < most else None
        elif kind in MEMBER_KINDS:
            last = current.field("attribute") or current.field("property")
            names.append(last.text() if last is not None else "")
            current = current.field("object")
        elif kind in INDEX_KINDS:
            current = current.field("object") or current.field("value")
        elif kind in TRANSPARENT or _is_misread(current):
            current = inner(current)
        else:
            names.append(current.text() if kind in NAME_KINDS else "")
            break
    # A call that the parser could not finish has no function: its root is nameless like any other expression.
    links.append(Link(call, tuple(reversed(names)) or ("",)))
    return links


def path(node: SgNode | None) -> str:
    """`a.b.c` for a plain dotted name or a call of one, else an empty string."""
    if node is None:
        return ""
    links = chain(node, most=1)
    return ".".join(links[0].names) if len(links) == 1 and all(links[0].names) else ""


def whole_chain(node: SgNode) -> SgNode:
    """The outermost expression that the grammar hung around an `await` which it read as the function's name.

    tree-sitter-typescript parses `await api.get<User>("/x")` as `(await api.get)<User>("/x")` (its issue 282).
    """
    current = node
    for parent in node.ancestors():
        heads = parent.kind() in CALL_KINDS | MEMBER_KINDS | {"non_null_expression"}
        first = parent.child(0)
        if not heads or first is None or span(first) != span(current):
            break
        current = parent
    return current


def shorten(node: SgNode, limit: int = 60) -> str:
    """The node's text on one line, cut in the middle of nothing: a longer one ends in `…`."""
    text = " ".join(node.text().replace("`", "'").split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def arguments(call: SgNode | None) -> list[SgNode]:
    """The arguments of a call."""
    listed = call.field("arguments") if call is not None else None
    return named(listed) if listed is not None else []


def is_async(function: SgNode) -> bool:
    """Whether a function is declared `async`."""
    for child in function.children():
        if child.kind() == "async":
            return True
        if child.kind() in {"def", "function", "statement_block", "formal_parameters", "parameters"}:
            return False
    return False


def imported_from_react(source: SourceFile) -> set[str]:
    """The names that a file imports from React or Preact."""
    found: set[str] = set()
    for node in source.nodes("import_statement"):
        origin = node.field("source")
        if origin is not None and re.search(r"^.(?:react|preact|preact/compat|preact/hooks).$", origin.text()):
            found |= set(re.findall(r"\w+", node.text()))
    return found


def base_classes(source: SourceFile) -> dict[str, set[str]]:
    """Each class of the file with the last names of what it extends."""
    bases: dict[str, set[str]] = {}
    for node in source.nodes("class_definition", "class_declaration", "class", "abstract_class_declaration"):
        name = node.field("name")
        if name is None:
            continue
        heirs = bases.setdefault(name.text(), set())
        listed = node.field("superclasses") or next((c for c in node.children() if c.kind() == "class_heritage"), None)
        for base in _flat(listed) if listed is not None else ():
            heirs.add(chain(base)[-1].names[-1])
    return bases


def _flat(listed: SgNode) -> list[SgNode]:
    found: list[SgNode] = []
    for child in named(listed):
        if child.kind() == "extends_clause":
            found.extend(named(child)[:1])
        elif child.kind() in NAME_KINDS | MEMBER_KINDS | CALL_KINDS:
            found.append(child)
    return found


def _is_misread(node: SgNode) -> bool:
    if node.kind() != "await_expression":
        return False
    parent = node.parent()
    return parent is not None and parent.kind() in CALL_KINDS | MEMBER_KINDS
