"""What the security checks ask of expressions: who is called, and which parts of a text are not constant.

Everything stays within one file and mostly within one function: names are followed to the assignments of their own
scope and to constants of the module, no further. What cannot be followed counts as not constant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import Names, callee, positional, tail
from teaching.review.catalogue.security.order import joined
from teaching.review.source import FUNCTION_KINDS, SourceFile, literal_text, span

STRING_KINDS = frozenset({"string", "template_string"})
CONSTANT_KINDS = frozenset(
    {"number", "integer", "float", "true", "false", "none", "null", "undefined", "regex", "ellipsis"}
)
# What these yield cannot carry text from outside: numbers, truth values, sizes, dates.
NUMERIC_KINDS = frozenset({"comparison_operator", "not_operator", "unary_operator", "unary_expression"})
NUMERIC_CALLS = frozenset(
    {"int", "float", "len", "bool", "round", "abs", "Number", "parseInt", "parseFloat", "Boolean", "BigInt"}
)
NUMERIC_METHODS = frozenset(
    {
        "toFixed", "getTime", "now", "indexOf", "uuid4", "randomUUID", "getFullYear", "getMonth", "getDate", "getHours",
        "getMinutes", "getSeconds", "toISOString", "toLocaleDateString", "toLocaleTimeString", "isoformat", "timestamp",
    }
)  # fmt: skip
CONTAINER_KINDS = frozenset(
    {
        "concatenated_string",
        "list",
        "tuple",
        "set",
        "array",
        "expression_list",
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "await",
        "sequence_expression",
        "spread_element",
        "list_splat",
    }
)
COMPREHENSION_KINDS = frozenset({"list_comprehension", "generator_expression", "set_comprehension"})
SAME_TEXT_METHODS = frozenset(
    {
        "strip", "rstrip", "lstrip", "upper", "lower", "title", "encode", "decode", "splitlines", "split", "trim",
        "trimStart", "trimEnd", "toUpperCase", "toLowerCase", "toString", "slice", "filter", "sort", "reverse", "flat",
    }
)  # fmt: skip
MIXING_METHODS = frozenset({"format", "join", "concat", "replace", "replaceAll", "fill", "padStart"})
TEXT_CALLS = frozenset({"dedent", "str", "String", "list", "tuple", "sorted", "set", "reversed", "Array", "cleandoc"})
MODULE_TEXTS = frozenset({"sys.executable", "os.sep", "os.linesep", "os.EOL", "process.execPath", "sys.platform"})
TEXT_MODULES = frozenset({"os.path", "path", "posixpath", "ntpath", "textwrap", "shlex"})
DEPTH = 12
BUILDING_KINDS = frozenset({"interpolation", "template_substitution", "binary_operator", "binary_expression"})

Harmless = Callable[[SgNode], bool]


@dataclass(slots=True)
class Parts:
    """A text taken apart: what is fixed, in order with `{}` for the rest, and the nodes of the rest."""

    texts: list[str] = field(default_factory=list[str])
    dynamic: list[SgNode] = field(default_factory=list[SgNode])

    @property
    def text(self) -> str:
        """The text with `{}` where it is not constant."""
        return "".join(self.texts)

    def add(self, node: SgNode) -> None:
        """Notes a part that is not constant."""
        self.texts.append("{}")
        self.dynamic.append(node)


def nothing_is_harmless(_: SgNode) -> bool:
    """The strictest view: every part that is not constant counts."""
    return False


class Flow:
    """Takes expressions of one file apart."""

    def __init__(self, source: SourceFile, harmless: Harmless = nothing_is_harmless) -> None:
        self.source = source
        self._harmless = harmless
        self._followed: set[tuple[str, tuple[int, ...]]] = set()
        self._continued: set[tuple[int, int]] = set()

    @cached_property
    def names(self) -> Names:
        """Imports and assignments of the file."""
        return Names(self.source)

    def parts(self, node: SgNode) -> Parts:
        """The fixed and the other parts of an expression, followed through the names it uses."""
        parts = Parts()
        # A name with the same bindings is followed once per question: loops end, chains of names stay linear.
        self._followed.clear()
        self._continued.clear()
        self._take(node, parts, 0)
        return parts

    def _take(self, node: SgNode, parts: Parts, depth: int) -> None:
        kind = node.kind()
        if self._harmless(node) or kind in NUMERIC_KINDS:
            parts.texts.append("{}")
        elif depth > DEPTH:
            parts.add(node)
        elif kind in STRING_KINDS:
            self._take_string(node, parts, depth)
        elif kind in CONSTANT_KINDS:
            parts.texts.append(node.text())
        elif kind in CONTAINER_KINDS:
            self._take_children(node, parts, depth)
        else:
            taker = self._takers.get(kind)
            if taker is None:
                parts.add(node)
            else:
                taker(self, node, parts, depth + 1)

    def _take_children(self, node: SgNode, parts: Parts, depth: int) -> None:
        children = [c for c in node.children() if c.is_named() and c.kind() != "comment"]
        # A cast's second child is a type.
        if node.kind() in {"as_expression", "satisfies_expression"}:
            children = children[:1]
        for child in children:
            self._take(child, parts, depth + 1)

    def _take_string(self, node: SgNode, parts: Parts, depth: int) -> None:
        for child in node.children():
            kind = child.kind()
            if kind in {"string_content", "string_fragment", "escape_sequence"}:
                parts.texts.append(child.text())
            elif kind in {"interpolation", "template_substitution"}:
                inner = child.field("expression") or next((c for c in child.children() if c.is_named()), None)
                if inner is not None:
                    self._take(inner, parts, depth + 1)

    def _take_binary(self, node: SgNode, parts: Parts, depth: int) -> None:
        operator, left, right = node.field("operator"), node.field("left"), node.field("right")
        if operator is None or left is None or right is None:
            parts.add(node)
            return
        sign = operator.text()
        if sign in {"+", "%", "||", "??", "&&", "or", "and", "|"}:
            self._take(left, parts, depth)
            self._take(right, parts, depth)
        elif sign == "*":
            # "?" * n repeats a text; of two numbers neither side is a text.
            self._take(left, parts, depth)
        else:
            parts.texts.append("{}")

    def _take_choice(self, node: SgNode, parts: Parts, depth: int) -> None:
        named = [c for c in node.children() if c.is_named()]
        chosen = named[:1] + named[2:] if node.kind() == "conditional_expression" else named[1:]
        for child in chosen:
            self._take(child, parts, depth)

    def _take_comprehension(self, node: SgNode, parts: Parts, depth: int) -> None:
        body = node.field("body")
        self._take(body if body is not None else node.children()[1], parts, depth)

    def _take_pairs(self, node: SgNode, parts: Parts, depth: int) -> None:
        for child in node.children():
            if child.is_named():
                value = child.field("value")
                self._take(value if value is not None else child, parts, depth)

    def _take_subscript(self, node: SgNode, parts: Parts, depth: int) -> None:
        # TABLES[key] can only yield what the constant table holds.
        base = node.field("value") or node.field("object")
        inner = Parts()
        if base is not None:
            self._take(base, inner, depth)
        if base is None or inner.dynamic:
            parts.add(node)
        else:
            parts.texts.append("{}")

    def _take_name(self, node: SgNode, parts: Parts, depth: int) -> None:
        name = node.text()
        if span(node) in self._continued:
            return
        bound = self.names.bound(node)
        if bound is None:
            if name.isupper() or self.names.is_imported(node) or self._is_constant_element(node):
                parts.texts.append("{}")
            else:
                parts.add(node)
            return
        if not self._follows(name, bound):
            return
        # The `q` of `q = q + x`: what it was before is among the values already.
        self._continued |= {span(part) for value in bound for part in joined(value) if part.text() == name}
        inner = Parts()
        for value in bound:
            self._take(value, inner, depth)
        parts.texts += inner.texts
        parent = node.parent()
        # What a module computes once for a constant is not what a request brings.
        if inner.dynamic and not name.isupper():
            # A name inside a text stands for itself: it is where the text takes the value in.
            parts.dynamic += [node] if parent is not None and parent.kind() in BUILDING_KINDS else inner.dynamic

    def _take_member(self, node: SgNode, parts: Parts, depth: int) -> None:
        text = "".join(node.text().split())
        last = tail(text)
        if last.isupper() or last in {"length", "__name__"} or text in MODULE_TEXTS:
            parts.texts.append("{}")
            return
        owner, _, rest = text.partition(".")
        if owner.isupper():
            parts.texts.append("{}")  # SORTS.name can only be what the constant table holds
            return
        if last == "value" and rest.removesuffix(".value").isupper() and owner[:1].isupper():
            parts.texts.append("{}")
            return
        bound = self.names.member(text)
        if not bound:
            parts.add(node)
            return
        if self._follows(text, bound):
            for value in bound:
                self._take(value, parts, depth)

    def _follows(self, name: str, bound: list[SgNode]) -> bool:
        """Whether these values of the name are still to be looked at for this question."""
        key = (name, tuple(value.range().start.index for value in bound))
        if key in self._followed:
            return False
        self._followed.add(key)
        return True

    def _is_constant_element(self, name: SgNode) -> bool:
        """Whether the name is what a callback is given for each element of an array of literals."""
        given = self.names.each_of(name)
        array = self.names.constant_array(given) if given is not None else None
        if array is None:
            return False
        elements = [c for c in array.children() if c.is_named() and c.kind() != "comment"]
        return all(c.kind() in CONSTANT_KINDS or literal_text(c) is not None for c in elements)

    def _take_call(self, node: SgNode, parts: Parts, depth: int) -> None:
        function = callee(node)
        arguments = positional(node)
        name = tail("".join(function.text().split())) if function is not None else ""
        receiver = (function.field("object") if function is not None else None) or None
        if name in NUMERIC_CALLS or name in NUMERIC_METHODS:
            parts.texts.append("{}")
        elif receiver is not None and name in SAME_TEXT_METHODS:
            self._take(receiver, parts, depth)
        elif receiver is not None and name in {"map", "flatMap"} and arguments:
            self._take_callback(arguments[0], node, parts, depth)
        elif (receiver is not None and name in MIXING_METHODS) or (receiver is None and name in TEXT_CALLS):
            if receiver is not None and receiver.text() not in TEXT_MODULES:
                self._take(receiver, parts, depth)
            for argument in arguments:
                self._take(argument, parts, depth)
        elif name == "dedent":
            for argument in arguments:
                self._take(argument, parts, depth)
        else:
            parts.add(node)

    def _take_callback(self, function: SgNode, whole: SgNode, parts: Parts, depth: int) -> None:
        body = function.field("body")
        if body is None:
            parts.add(whole)
        elif body.kind() != "statement_block":
            self._take(body, parts, depth)
        else:
            for value in returned(body):
                self._take(value, parts, depth)

    def _take_keyword(self, node: SgNode, parts: Parts, depth: int) -> None:
        value = node.field("value")
        self._take(value if value is not None else node, parts, depth)

    _takers: ClassVar[dict[str, "Callable[[Flow, SgNode, Parts, int], None]"]] = {
        "binary_operator": _take_binary,
        "binary_expression": _take_binary,
        "boolean_operator": _take_binary,
        "conditional_expression": _take_choice,
        "ternary_expression": _take_choice,
        **dict.fromkeys(COMPREHENSION_KINDS, _take_comprehension),
        "dictionary": _take_pairs,
        "object": _take_pairs,
        "subscript": _take_subscript,
        "subscript_expression": _take_subscript,
        "identifier": _take_name,
        "attribute": _take_member,
        "member_expression": _take_member,
        "call": _take_call,
        "call_expression": _take_call,
        "keyword_argument": _take_keyword,
    }


def returned(body: SgNode) -> Iterator[SgNode]:
    """The values that a block returns, nested functions left out."""
    stack = list(body.children())
    while stack:
        node = stack.pop()
        if node.kind() in FUNCTION_KINDS:
            continue
        if node.kind() == "return_statement":
            yield from (c for c in node.children() if c.is_named() and c.kind() != "comment")
            continue
        stack.extend(node.children())
