"""Trees of code that stands alone, and the functions in them."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode, SgRoot

from teaching.guard.vocabulary import FUNCTIONS, NAMES


def parsed(code: str, language: str) -> SgNode:
    """The tree of a piece of code; a method that stands alone gets a class around it, on the same lines."""
    if language in {"typescript", "tsx", "javascript", "java"} and _is_method(code, language):
        code = f"class _ {{ {code}\n}}"
    return SgRoot(code, language).root()


_METHOD = re.compile(
    r"\s*(?:@\w+\s+)*(?:(?:public|private|protected|static|async|override|readonly|final)\s+)*"
    r"(?:[\w<>\[\], ]+\s+)?(?:get\s+|set\s+|\*\s*)?#?\w+\s*(?:<[^>]*>)?\([^;]*?\)[^;=(]*\{",
)
_NO_METHOD = re.compile(
    r"\s*(?:export\b|function\b|if\b|for\b|while\b|switch\b|async function\b|class\b|return\b|try\b)"
)


def _is_method(code: str, language: str) -> bool:
    bare = re.sub(r"\A(?:\s*/\*.*?\*/|\s*//[^\n]*\n)+", "", code, flags=re.DOTALL)
    if language != "java" and _NO_METHOD.match(bare):
        return False
    if language == "java" and re.match(r"\s*(?:\w+\s+)*(?:class|interface|record|enum)\b", bare):
        return False
    return _METHOD.match(bare) is not None


def functions(node: SgNode) -> Iterator[SgNode]:
    """The outermost functions of a tree, methods too; a callback inside one is part of it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.kind() in FUNCTIONS and current.is_named() and body_of(current) is not None and _named(current):
            yield current
        else:
            waiting.extend(reversed(current.children()))


def _named(node: SgNode) -> bool:
    return node.kind() not in {"arrow_function", "lambda", "func_literal", "lambda_expression"} or (
        (parent := node.parent()) is not None and parent.kind() in {"variable_declarator", "assignment"}
    )


def name_of(function: SgNode) -> str:
    """What a function is called; a callback that a variable holds has the variable's name."""
    parent = function.parent()
    named = function.field("name")
    if named is None and parent is not None and parent.kind() in {"variable_declarator", "assignment"}:
        named = parent.field("name") or parent.field("left")
    if named is None:
        named = next((child for child in function.children() if child.kind() in NAMES), None)
    return "" if named is None else named.text()


def body_of(function: SgNode) -> SgNode | None:
    """The body; grammars that name no such field have it last."""
    children = function.children()
    return function.field("body") or (children[-1] if children and "body" in children[-1].kind() else None)
