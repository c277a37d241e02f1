"""The functions of a TypeScript or JavaScript file, read with ast-grep.

Not covered: functions without a name of their own, such as callbacks.
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode, SgRoot

from teaching.contracts.exercises import Language
from teaching.errors import BadInputError
from teaching.hollowing.functions import Function

_FUNCTIONS = frozenset(
    {
        *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
        *("arrow_function", "method_definition"),
    }
)
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
_IDENTIFIER = re.compile(r"[\w$#]+\Z")
_COMMENT_MARKS = re.compile(r"^[ \t]*(?:/\*+|\*+/|\*|//+)[ \t]?|\*+/[ \t]*$", re.MULTILINE)


def root_of(text: str, language: Language, path: str) -> SgNode:
    """The tree of a text.

    Raises:
        BadInputError: it does not parse.
    """
    root = SgRoot(text, language).root()
    if root.find(kind="ERROR") is not None:
        raise BadInputError(f"{path} does not parse as {language}: mend it first")
    return root


def functions_in(text: str, language: Language, path: str) -> list[Function]:
    """All that have a name and a body, by place; text with line feeds only, without a byte order mark."""
    found: list[Function] = []
    waiting: list[tuple[SgNode, str]] = [(root_of(text, language, path), "")]
    while waiting:
        node, prefix = waiting.pop()
        inner = prefix
        if name := _name(node):
            inner = f"{prefix}{name}."
            if node.kind() in _FUNCTIONS and (body := node.field("body")) is not None:
                function = _function(text, language, node, body, prefix + name)
                if function is not None:
                    found.append(function)
        waiting.extend((child, inner) for child in reversed(node.children()))
    return sorted(found, key=lambda function: function.start)


def _name(node: SgNode) -> str | None:
    """What a function or class is called, by itself or by what it is assigned to."""
    if node.kind() not in _FUNCTIONS | _CLASSES and node.kind() not in {"internal_module", "object"}:
        return None
    parent = node.parent()
    own = node.field("name")
    if node.kind() not in {"function_expression", "generator_function", "class"} and own is not None:
        return _plain(own)
    given: SgNode | None = None
    if parent is not None:
        match parent.kind():
            case "variable_declarator" | "public_field_definition":
                given = parent.field("name")
            case "field_definition":
                given = parent.field("property")
            case "pair":
                given = parent.field("key")
            case "assignment_expression":
                given = parent.field("left")
            case "export_statement":
                return "default"
            case _:
                pass
    if given is not None and (name := _plain(given)):
        return name
    return _plain(own) if own is not None else None


def _plain(node: SgNode) -> str | None:
    """`bar` of `Foo.prototype.bar`, of `"bar"` and of `bar`."""
    text = node.text().strip("\"'")
    parts = [part for part in text.split(".") if part not in {"exports", "module", "prototype", "this"}]
    name = ".".join(parts)
    return name if name and all(_IDENTIFIER.match(part) for part in parts) else None


def _function(text: str, language: Language, node: SgNode, body: SgNode, symbol: str) -> Function | None:
    block = body.kind() == "statement_block"
    span, inner = node.range(), body.range()
    body_start, body_end = inner.start.index, inner.end.index
    if not block and text[body_start - 1] == "(" and text[body_end : body_end + 1] == ")":
        body_start, body_end = body_start - 1, body_end + 1
    if block:
        last = _after_directives(body)
        body_start = body_start + 1 if last is None else last
        body_end -= 1
        if not text[body_start:body_end].strip():
            return None
    outer = _statement(node)
    line_start = text.rfind("\n", 0, outer.range().start.index) + 1
    line = text[line_start:]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    kinds = {child.kind() for child in node.children()}
    returns = not block or any(_returns_value(inner) for inner in _own(body))
    return Function(
        symbol=symbol,
        language=language,
        start=outer.range().start.index,
        end=max(outer.range().end.index, span.end.index),
        body_start=body_start,
        body_end=body_end,
        first_line=outer.range().start.line + 1,
        last_line=span.end.line + 1,
        docstring=_comment_above(outer),
        indent=indent,
        body_indent=indent + _unit(text),
        own_line=block,
        is_async="async" in kinds,
        is_generator="*" in kinds or node.kind().startswith("generator"),
        is_method=node.kind() == "method_definition",
        kind=_kind(symbol, kinds),
        parameters=tuple(dict.fromkeys(_parameters(node))),
        returns=returns,
        typed=language == "javascript" or node.field("return_type") is not None or _typed_outside(node),
    )


def _kind(symbol: str, kinds: set[str]) -> str:
    if symbol.rpartition(".")[2] == "constructor":
        return "constructor"
    return next((kind for kind in ("get", "set") if kind in kinds), "function")


def _typed_outside(node: SgNode) -> bool:
    """Whether `const f: Type = () => …` says what it returns."""
    parent = node.parent()
    return parent is not None and parent.kind() == "variable_declarator" and parent.field("type") is not None


def _statement(node: SgNode) -> SgNode:
    """The widest node that is nothing but this function: with `export const x =` before it."""
    wrapping = {
        *("variable_declarator", "lexical_declaration", "variable_declaration", "export_statement", "pair"),
        *("public_field_definition", "field_definition", "assignment_expression", "expression_statement"),
    }
    parent = node.parent()
    while parent is not None and parent.kind() in wrapping and not _several(parent):
        node, parent = parent, parent.parent()
    return node


def _several(node: SgNode) -> bool:
    return sum(child.kind() == "variable_declarator" for child in node.children()) > 1


def _after_directives(body: SgNode) -> int | None:
    """Behind the last `"use strict"` of its beginning; None where there is none."""
    last: int | None = None
    for child in body.children():
        if child.kind() in {"{", "comment"}:
            continue
        first = child.child(0)
        if child.kind() != "expression_statement" or first is None or first.kind() != "string":
            break
        last = child.range().end.index
    return last


def _own(body: SgNode) -> Iterator[SgNode]:
    waiting = list(body.children())
    while waiting:
        node = waiting.pop()
        yield node
        if node.kind() not in _FUNCTIONS | _CLASSES:
            waiting.extend(node.children())


def _returns_value(node: SgNode) -> bool:
    return node.kind() == "return_statement" and any(child.is_named() for child in node.children())


def _parameters(node: SgNode) -> Iterator[str]:
    holder = node.field("parameters") or node.field("parameter")
    waiting = [holder] if holder is not None else []
    while waiting:
        item = waiting.pop(0)
        if item.kind() in {"identifier", "shorthand_property_identifier_pattern"}:
            yield item.text()
        default = item.field("right") if item.kind() != "required_parameter" else item.field("value")
        for child in item.children():
            if child.kind() not in {"type_annotation", "this"} and child != default:
                waiting.append(child)


def _comment_above(node: SgNode) -> str:
    before = node.prev()
    if before is None or before.kind() != "comment" or before.range().end.line + 1 != node.range().start.line:
        return ""
    return "\n".join(line.strip() for line in _COMMENT_MARKS.sub("", before.text()).split("\n")).strip()


def _unit(text: str) -> str:
    """One step of indentation as the file has it."""
    steps = re.findall(r"^(\t| {2,8})(?=[^\s*])", text, re.MULTILINE)
    tabs = steps.count("\t")
    return "\t" if tabs * 2 > len(steps) else min((step for step in steps if step != "\t"), key=len, default="  ")
