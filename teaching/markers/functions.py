"""The functions of a Python, TypeScript or JavaScript file, by ast-grep, each under the name that a reader gives it.

A file that does not parse has those functions that the parser still makes out. Not covered: functions that are made
by calls (`partial`, `bind`), and what a macro or a decorator adds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ast_grep_py import SgNode, SgRoot

from teaching.contracts.exercises import Language
from teaching.markers import comments
from teaching.markers.comments import parseable

LANGUAGES: tuple[Language, ...] = ("python", "typescript", "tsx", "javascript")

_FUNCTIONS = frozenset(
    {
        *("function_definition", "function_declaration", "generator_function_declaration", "function_expression"),
        *("generator_function", "arrow_function", "method_definition"),
    }
)
_CLASSES = frozenset({"class_definition", "class_declaration", "abstract_class_declaration", "class"})
_SPACES = frozenset({"internal_module", "module"})
_WRAPPERS = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion"}
)
# What gives the value behind it a name -> the fields that hold the name.
_NAMERS = {
    "variable_declarator": ("name",),
    "pair": ("key",),
    "public_field_definition": ("name",),
    "field_definition": ("property", "name"),
    "assignment_expression": ("left",),
}
_STATEMENTS = frozenset(
    {"lexical_declaration", "variable_declaration", "expression_statement", "export_statement", "decorated_definition"}
)


_IDENTIFIER = re.compile(r"[\w$#]+\Z")
# Of what a name is assigned to, the parts that say nothing about it.
_HOLDERS = frozenset({"exports", "module", "prototype", "this"})
_EXPORTS = "exports"
_LONGEST_NAME = 200

# How a function or class begins, for a file of which the parser makes nothing.
_HEADER = re.compile(
    r"[ \t]*(?:(?:export|default|async|abstract|public|private|protected|static)[ \t]+)*"
    r"(?:class[ \t]+(?P<class>\w+)|(?:def|function)\b[ \t]*\*?[ \t]*(?P<function>\w+)"
    r"|(?:const|let|var)[ \t]+(?P<value>\w+)\b[^=\n]*=[ \t]*(?:async\b|function\b|\([^\n]*=>|\w+[ \t]*=>)"
    r"|(?!(?:if|for|while|switch|catch|with|return|await|else|elif|function)\b)"
    r"(?P<method>#?\w+)[ \t]*\([^;\n]*\{[ \t]*\Z)"
)


@dataclass(frozen=True, slots=True)
class Function:
    """One function that has a body.

    Attributes:
        symbol: dotted, from the outermost class, namespace, object or function that has a name.
        head: the first line of the statement that makes it, decorators included; 1-based, as the others.
        start, end: the lines of the function itself.
        column: where its head begins, 0-based.
        declared: whether that statement is there to make it, and not a call to which it is handed on.
        has_block: whether its body is a block; otherwise it is one expression.
        parts: the statements of the body, or its expression, without comments, docstring and directives.
        in_class: whether it stands directly in a class.
        node, body: of the tree.
        statement: the widest node that is nothing but this function: with its decorators in Python, with
            `export const x =` before it in the others.
    """

    symbol: str
    head: int
    start: int
    end: int
    column: int
    declared: bool
    has_block: bool
    parts: tuple[SgNode, ...]
    in_class: bool
    node: SgNode
    body: SgNode
    statement: SgNode


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file consists of.

    Attributes:
        functions: from the outside in.
        broken: whether it does not parse.
        fillings: for a line with a JSX comment where an element's content belongs, the content behind it.
    """

    functions: tuple[Function, ...]
    fillings: Mapping[int, tuple[SgNode, ...]]
    broken: bool = False
    root: SgRoot | None = None  # keeps the nodes alive


def language_of(path: str) -> Language:
    """The language by the file's name; `other` where functions are not found."""
    named = comments.language_of(path)
    for known in LANGUAGES:
        if known == named:
            return known
    return "other"


def outline(text: str, path: str, *, whole: bool = False) -> Outline:
    """The functions of a file; empty for a language that is not read here.

    Args:
        text: with line feeds only.
        path: its name decides the language.
        whole: parse lines too that no person writes, so that places are those of the text.
    """
    language = language_of(path)
    if language == "other":
        return Outline((), {})
    root = SgRoot(text if whole else parseable(text), language)
    functions: list[Function] = []
    fillings: dict[int, tuple[SgNode, ...]] = {}
    for node, prefix, in_class in _named(root.root()):
        kind = node.kind()
        if kind == "jsx_expression":
            fillings |= _filling(node)
        elif (body := node.field("body")) is not None:
            functions.append(_function(node, body, prefix, in_class))
    return Outline(tuple(functions), fillings, root.root().find(kind="ERROR") is not None, root)


def named_by_text(code: Sequence[str], indents: Sequence[int], line: int) -> str:
    """The dotted name of the function around an indented line, by indentation alone; empty where there is none.

    Args:
        code: the lines of the file without comments.
        indents: how far each of them is indented.
        line: 1-based.
    """
    names: list[str] = []
    least, at = indents[line - 1], line - 1
    while least and at:
        at -= 1
        if indents[at] >= least or not code[at].strip():
            continue
        least = indents[at]
        header = _HEADER.match(code[at])
        if header is not None and (names or not header["class"]):
            names.append(header[header.lastgroup or 0])
    return ".".join(reversed(names))


def _named(root: SgNode) -> Iterator[tuple[SgNode, str, bool]]:
    """Functions and JSX expressions in order, with their dotted name and whether a class holds them directly."""
    waiting: list[tuple[SgNode, str, bool]] = [(root, "", False)]
    while waiting:
        node, prefix, in_class = waiting.pop()
        kind = node.kind()
        is_function = kind in _FUNCTIONS
        if (is_function or kind in _CLASSES or kind in _SPACES) and node.is_named():
            name = _name(node)
            symbol = f"{prefix}.{name}" if prefix and name else prefix or name
            if is_function:
                yield node, symbol, in_class
            prefix = symbol if name != _EXPORTS else prefix
            in_class = kind in _CLASSES
        elif kind == "object" and (name := _given(node)) and name != _EXPORTS:
            prefix = f"{prefix}.{name}" if prefix else name
            in_class = False
        elif kind == "jsx_expression":
            yield node, prefix, in_class
        waiting.extend((child, prefix, in_class) for child in reversed(node.children()) if child.is_named())


def _function(node: SgNode, body: SgNode, symbol: str, in_class: bool) -> Function:
    statement = _statement(node)
    head = _head(statement)
    place, first = node.range(), head.range().start
    has_block = body.kind() in ("block", "statement_block")
    return Function(
        symbol=symbol,
        head=first.line + 1,
        start=place.start.line + 1,
        end=place.end.line + 1,
        column=first.column,
        declared=_given(node) != "" or node.field("name") is not None or statement.kind() == "export_statement",
        has_block=has_block,
        parts=tuple(_parts(body)) if has_block else (body,),
        in_class=in_class,
        node=node,
        body=body,
        statement=statement,
    )


def _parts(block: SgNode) -> list[SgNode]:
    """The statements of a block without comments, docstring and directives such as "use server"."""
    found = [node for node in block.children() if node.is_named() and node.kind() != "comment"]
    while found and _is_string(found[0]):
        del found[0]
        if block.kind() == "block":
            break
    return found


def _is_string(statement: SgNode) -> bool:
    inner = [node for node in statement.children() if node.is_named() and node.kind() != "comment"]
    if statement.kind() != "expression_statement" or len(inner) != 1:
        return False
    return inner[0].kind() in ("string", "concatenated_string")


def _statement(node: SgNode) -> SgNode:
    """The statement that makes a function, and nothing else."""
    while (parent := node.parent()) is not None and (
        parent.kind() in _STATEMENTS or parent.kind() in _NAMERS or parent.kind() in _WRAPPERS
    ):
        if sum(child.kind() == "variable_declarator" for child in parent.children()) > 1:
            break
        node = parent
    return node


def _head(node: SgNode) -> SgNode:
    """A statement, or the first decorator before it."""
    while (before := node.prev()) is not None and before.kind() == "decorator":
        node = before
    return node


def _name(node: SgNode) -> str:
    """Its own name, else the one it is given, else that of the call that takes it; empty where there is none."""
    if (own := node.field("name")) is not None:
        return _unquoted(own)
    if given := _given(node):
        return given
    outer = _unwrapped(node)
    if outer is not None and outer.kind() == "arguments" and (call := outer.parent()) is not None:
        if (given := _given(call)) and call.kind() == "call_expression":
            return given
        return _called(call)
    return "default" if outer is not None and outer.kind() == "export_statement" else ""


def _given(node: SgNode) -> str:
    """The name of what a value is directly assigned to."""
    outer = _unwrapped(node)
    if outer is None or (fields := _NAMERS.get(outer.kind())) is None:
        return ""
    found = next((held for name in fields if (held := outer.field(name)) is not None), None)
    return _assigned(found) if found is not None else ""


def _unwrapped(node: SgNode) -> SgNode | None:
    outer = node.parent()
    while outer is not None and outer.kind() in _WRAPPERS:
        outer = outer.parent()
    return outer


def _assigned(name: SgNode) -> str:
    """What is assigned to: `module.exports.total` is `total`, `Basket.prototype.total` is `Basket.total`."""
    last = name.field("property")
    parts = _unquoted(name).split(".")
    if last is None or not all(map(_IDENTIFIER.match, parts)):
        return _unquoted(last or name)
    return ".".join(part for part in parts if part not in _HOLDERS) or _unquoted(last)


def _called(call: SgNode) -> str:
    """The last word of what a call calls: of `it.each(rows)("x", …)` it is `each`; empty where it has none."""
    called = call.field("function") or call.field("constructor")
    while called is not None and called.kind() == "call_expression":
        called = called.field("function")
    name = _unquoted(called.field("property") or called) if called is not None else ""
    return name if _IDENTIFIER.match(name) else ""


def _unquoted(name: SgNode) -> str:
    return "".join(name.text().split()).strip("\"'`[]")[:_LONGEST_NAME]


def _is_hole(node: SgNode) -> bool:
    inside = [one for one in node.children() if one.is_named()] if node.kind() == "jsx_expression" else []
    return bool(inside) and all(one.kind() == "comment" for one in inside)


def _filling(hole: SgNode) -> dict[int, tuple[SgNode, ...]]:
    """A `{/* comment */}` between the tags of an element, with what follows it there up to the next one."""
    above = hole.parent()
    if not _is_hole(hole) or above is None or above.kind() not in ("jsx_element", "jsx_fragment"):
        return {}
    behind: list[SgNode] = []
    node = hole.next()
    while node is not None and node.kind() != "jsx_closing_element" and not _is_hole(node):
        if node.is_named() and node.text().strip():
            behind.append(node)
        node = node.next()
    place = hole.range()
    return dict.fromkeys(range(place.start.line + 1, place.end.line + 2), tuple(behind))
