"""The bodies of the functions of a TypeScript or JavaScript file.

Not covered: functions without a name of their own, such as callbacks.
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.contracts.exercises import Language
from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.trees import unparsed
from teaching.markers.functions import Function, Outline

_SCOPES = frozenset(
    {
        *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
        *("arrow_function", "method_definition"),
        *("class_declaration", "abstract_class_declaration", "class"),
    }
)
_IDENTIFIER = re.compile(r"[\w$#]+\Z")
_COMMENT_MARKS = re.compile(r"^[ \t]*(?:/\*+|\*+/|\*|//+)[ \t]?|\*+/[ \t]*$", re.MULTILINE)


def cuttables(text: str, language: Language, path: str, known: Outline) -> Iterator[Cuttable]:
    """All that have a name and a body; text with line feeds only, without a byte order mark.

    Raises:
        BadInputError: the text does not parse.
    """
    if known.broken:
        raise unparsed(language, path)
    unit = _unit(text)
    for function in known.functions:
        if not function.declared or not all(map(_IDENTIFIER.match, function.symbol.split("."))):
            continue
        span = _body(text, function)
        if text[slice(*span)].strip():
            yield _cuttable(text, language, unit, function, span)


def _body(text: str, function: Function) -> tuple[int, int]:
    """Where the part that goes begins and ends."""
    inner = function.body.range()
    start, end = inner.start.index, inner.end.index
    if function.has_block:
        last = _after_directives(function.body)
        return start + 1 if last is None else last, end - 1
    if text[start - 1] == "(" and text[end : end + 1] == ")":
        return start - 1, end + 1
    return start, end


def _cuttable(text: str, language: Language, unit: str, function: Function, span: tuple[int, int]) -> Cuttable:
    node, outer = function.node, function.statement
    place = outer.range()
    line = text[text.rfind("\n", 0, place.start.index) + 1 :]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    kinds = {child.kind() for child in node.children()}
    returns = not function.has_block or any(_returns_value(inner) for inner in _own(function.body))
    return Cuttable(
        symbol=function.symbol,
        language=language,
        start=place.start.index,
        end=place.end.index,
        body_start=span[0],
        body_end=span[1],
        first_line=place.start.line + 1,
        last_line=function.end,
        docstring=_comment_above(outer),
        indent=indent,
        body_indent=indent + unit,
        own_line=function.has_block,
        is_async="async" in kinds,
        is_generator="*" in kinds or node.kind().startswith("generator"),
        kind=_kind(function.symbol, kinds),
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
        if node.kind() not in _SCOPES:
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
