"""Statements behind one that always leaves."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, end_line, start_line

_LEAVES = ("return_statement", "raise_statement", "throw_statement", "continue_statement", "break_statement")
# Declarations are hoisted or only types; a `break` behind a `return` is a habit.
_HARMLESS = frozenset(
    {
        "function_declaration", "generator_function_declaration", "interface_declaration", "type_alias_declaration",
        "break_statement", "empty_statement", "pass_statement", "ambient_declaration", "switch_case", "switch_default",
    }
)  # fmt: skip
_BLOCKS = frozenset({"block", "statement_block", "module", "program", "switch_case", "switch_default"})
# What others are tested on may be broken on purpose.
_SPECIMEN = re.compile(r"(^|/)(test_?apps?|__fixtures__|fixtures|testdata)/")


def unreachable_code(source: SourceFile, _: Params) -> Iterator[Fact]:
    """The first statement behind a return, raise, throw, continue or break of the same block."""
    if _SPECIMEN.search(source.path):
        return
    for node in source.nodes(*_LEAVES):
        parent = node.parent()
        if parent is None or parent.kind() not in _BLOCKS:
            continue
        following = node.next()
        while following is not None and (not following.is_named() or following.kind() == "comment"):
            following = following.next()
        if following is None or following.kind() in _HARMLESS or _makes_a_generator(following):
            continue
        left = node.text().split()[0].rstrip(";")
        text = f"This never runs: the `{left}` before it always leaves the block."
        yield Fact(start_line(following), end_line(following), text)


def _makes_a_generator(node: SgNode) -> bool:
    """`return` followed by `yield` is how an empty generator is written."""
    return "yield" in node.text()
