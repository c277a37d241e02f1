"""Fragments in a list that have no name, and so no place for a key."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import named, own_nodes
from teaching.review.catalogue.security.names import callee, tail
from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, start_line


def keyless_fragments(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`items.map((item) => <>…</>)`: the short form takes no key."""
    del params
    if "<>" not in source.text or source.language == "typescript":
        return
    for call in source.nodes("call_expression"):
        function, listed = callee(call), call.field("arguments")
        if function is None or listed is None or function.kind() != "member_expression":
            continue
        name = tail("".join(function.text().split()))
        position = 1 if name == "from" else 0
        given = named(listed)
        if name not in {"map", "flatMap", "from"} or len(given) <= position:
            continue
        for made in _made(given[position]):
            if _is_short(made):
                line = start_line(made)
                yield Fact(line, line, "This fragment of a list is written `<>`, which has no place for a `key`.")


def _made(callback: SgNode) -> list[SgNode]:
    """What a callback gives back in each of its cases."""
    body = callback.field("body") if callback.kind() in {"arrow_function", "function_expression"} else None
    if body is None:
        return []
    if body.kind() != "statement_block":
        return _cases(body)
    returns = [node for node in own_nodes(body) if node.kind() == "return_statement"]
    return [case for node in returns for value in named(node)[:1] for case in _cases(value)]


def _cases(value: SgNode) -> list[SgNode]:
    if value.kind() == "parenthesized_expression":
        return [case for child in named(value) for case in _cases(child)]
    if value.kind() == "ternary_expression":
        chosen = (value.field("consequence"), value.field("alternative"))
        return [case for one in chosen if one is not None for case in _cases(one)]
    if value.kind() == "binary_expression":
        right = value.field("right")
        return _cases(right) if right is not None else []
    return [value]


def _is_short(node: SgNode) -> bool:
    if node.kind() == "jsx_fragment":
        return True
    opened = node.field("open_tag") if node.kind() == "jsx_element" else None
    return opened is not None and "".join(opened.text().split()) == "<>"
