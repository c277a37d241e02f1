"""Which functions and classes of a file are React components, told by what they return."""

from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import named, own_nodes, path
from teaching.review.source import FUNCTION_KINDS, SourceFile, span

JSX = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
# Given to these, a function is itself the component.
MAKERS = lazily(r"(?:^|\.)(?:memo|forwardRef|observer)$")
CLASS_BASES = lazily(r"(?:^|\.)(?:Pure)?Component$")
PASCAL = lazily(r"^[A-Z][A-Za-z0-9]*$")
_VALUE_KINDS = frozenset({"arrow_function", "function_expression"})


@dataclass(frozen=True, slots=True)
class Component:
    """A function or class that makes elements.

    Attributes:
        name: as declared; empty for one without a name.
        node: the function or class itself.
        declared: the declaration, or the declarator that gives it its name.
        annotated: whether its variable has a type of its own (`const A: FC<P> = …`).
        wrapped: whether it is given to `memo` or its like.
    """

    name: str
    node: SgNode
    declared: SgNode
    annotated: bool = False
    wrapped: bool = False


def is_jsx_file(source: SourceFile) -> bool:
    """Whether the file holds any element at all; nothing else here needs its tree."""
    return source.language in {"tsx", "javascript"} and ("/>" in source.text or "</" in source.text)


def components(source: SourceFile) -> Iterator[Component]:
    """Everything in the file that makes elements by its own `return`, whatever its name; nested ones too."""
    for node in source.nodes("function_declaration"):
        name = node.field("name")
        if returns_jsx(node):
            yield Component(name.text() if name is not None else "", node, node)
    for node in source.nodes("function_expression", "arrow_function"):
        parent = node.parent()
        if parent is not None and parent.kind() == "export_statement" and returns_jsx(node):
            yield Component("", node, node)
    for node in source.nodes("variable_declarator"):
        found = _of_variable(node)
        if found is not None:
            yield found
    for node in source.nodes("class_declaration", "class"):
        heritage = next((child for child in node.children() if child.kind() == "class_heritage"), None)
        base = next(iter(named(heritage)), None) if heritage is not None else None
        if base is not None and base.kind() == "extends_clause":
            base = base.field("value")
        name = node.field("name")
        if CLASS_BASES.search(path(base)) and name is not None:
            yield Component(name.text(), node, node)


def _of_variable(node: SgNode) -> Component | None:
    name, value = node.field("name"), node.field("value")
    if name is None or name.kind() != "identifier" or value is None:
        return None
    wrapped = False
    for _ in range(3):
        if value.kind() != "call_expression" or not MAKERS.search(path(value.field("function"))):
            break
        listed = value.field("arguments")
        given = named(listed)[:1] if listed is not None else []
        if not given:
            return None
        value, wrapped = given[0], True
    if value.kind() not in _VALUE_KINDS or not returns_jsx(value):
        return None
    return Component(name.text(), value, node, node.field("type") is not None, wrapped)


def returns_jsx(function: SgNode) -> bool:
    """Whether the function's own `return`, or the expression that is its body, is an element."""
    body = function.field("body")
    if body is None:
        return False
    if body.kind() != "statement_block":
        return is_element(body)
    for node in own_nodes(body):
        if node.kind() == "return_statement" and any(is_element(value) for value in named(node)[:1]):
            return True
    return False


def is_element(node: SgNode) -> bool:
    """Whether an expression is an element in at least one of its cases."""
    kind = node.kind()
    if kind in JSX:
        return True
    if kind in {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"}:
        return any(is_element(child) for child in named(node)[:1])
    if kind == "ternary_expression":
        cases = (node.field("consequence"), node.field("alternative"))
        return any(case is not None and is_element(case) for case in cases)
    if kind == "binary_expression":
        operator, right = node.field("operator"), node.field("right")
        return (
            right is not None and operator is not None and operator.text() in {"&&", "||", "??"} and is_element(right)
        )
    return False


def exported_names(source: SourceFile) -> set[str]:
    """The names that the file exports, `default` where its default export has none."""
    found: set[str] = set()
    for node in source.nodes("export_statement"):
        if node.field("source") is not None:
            continue
        declared = node.field("declaration")
        if declared is not None:
            found |= _declared_names(declared)
        for clause in (child for child in node.children() if child.kind() == "export_clause"):
            found |= {name.text() for part in named(clause) if (name := part.field("name")) is not None}
        value = node.field("value")
        while value is not None and value.kind() == "call_expression":
            listed = value.field("arguments")
            value = next(iter(named(listed)), None) if listed is not None else None
        if value is not None and value.kind() == "identifier":
            found.add(value.text())
    return found


def _declared_names(declared: SgNode) -> set[str]:
    name = declared.field("name")
    if name is not None:
        return {name.text()}
    parts = (child.field("name") for child in declared.children() if child.kind() == "variable_declarator")
    return {part.text() for part in parts if part is not None}


def component_around(node: SgNode, own: dict[tuple[int, int], Component]) -> Component | None:
    """The component in whose body a node stands, however many handlers and effects lie between."""
    for ancestor in node.ancestors():
        if ancestor.kind() in FUNCTION_KINDS or ancestor.kind() in {"class_declaration", "class"}:
            found = own.get(span(ancestor))
            if found is not None:
                return found
    return None


def component_bodies(source: SourceFile) -> dict[tuple[int, int], Component]:
    """The components whose name says that they are one, each under its place in the file."""
    return {span(found.node): found for found in components(source) if PASCAL.match(found.name)}
