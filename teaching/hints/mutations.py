"""Small changes of a learner's code, one line each: what a test may notice or not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.markers.functions import outline

_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_EQUAL = {"==": "!=", "!=": "==", "===": "!==", "!==": "==="}
_LOGIC = {"and": "or", "or": "and", "&&": "||", "||": "&&"}
_ARITHMETIC = {"+": "-", "-": "+", "*": "+"}
_OPERATIONS = frozenset({"comparison_operator", "boolean_operator", "binary_operator", "binary_expression"})
_TRUTHS = {"True": "False", "False": "True", "true": "false", "false": "true"}
# The telling ones first.
_ORDER = ("boundary", "early answer", "logic", "equality", "negation", "constant", "truth", "arithmetic")
# What would run without end.
_ENDLESS = frozenset({"while_statement", "do_statement", "for_statement"})


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed line.

    Attributes:
        before, after: the line.
        text: the whole file with the change.
    """

    kind: str
    path: str
    line: int
    before: str
    after: str
    text: str


def mutations(text: str, path: str, symbols: Collection[str] | None = None) -> list[Mutation]:
    """The changes that can be made in a file, one of each kind before the second of any.

    Args:
        symbols: dotted names of the functions to change; None for all.
    """
    found: dict[str, list[Mutation]] = {kind: [] for kind in _ORDER}
    seen: set[tuple[int, int]] = set()
    whole = outline(text, path)  # keeps the nodes alive
    for function in whole.functions:
        if symbols is not None and function.symbol not in symbols:
            continue
        for part in function.parts:
            for kind, node, new in _changes(part):
                place = node.range().start
                if (place.line, place.column) not in seen and (one := _made(kind, text, path, node, new)) is not None:
                    seen.add((place.line, place.column))
                    found[kind].append(one)
    # What stands deepest is the work itself; what stands first is often a guard that no test comes by.
    for same in found.values():
        same.sort(key=lambda one: (len(one.before.lstrip()) - len(one.before), -one.line))
    rounds = max(map(len, found.values()), default=0)
    return [found[kind][number] for number in range(rounds) for kind in _ORDER if number < len(found[kind])]


def _changes(root: SgNode) -> Iterator[tuple[str, SgNode, str]]:
    """Each node that can be replaced, with what kind of change that is."""
    waiting = [(root, False)]
    while waiting:
        node, endless = waiting.pop()
        if not endless:
            yield from _of_node(node)
        kind = node.kind()
        body = node.field("body") if kind in _ENDLESS else None
        for child in reversed(node.children()):
            # The head of a loop stays as it is, and so does the type of anything.
            head = kind in _ENDLESS and (body is None or child.range().start != body.range().start)
            if "type" not in child.kind() or "typeof" in child.kind():
                waiting.append((child, endless or (head and kind != "for_statement") or _is_counter(node, child)))


def _is_counter(node: SgNode, child: SgNode) -> bool:
    """Whether a child is in the head of a counting loop."""
    return node.kind() == "for_statement" and node.field("condition") is not None and child.kind() != "statement_block"


def _of_node(node: SgNode) -> Iterator[tuple[str, SgNode, str]]:
    kind, parent = node.kind(), node.parent()
    if parent is not None and parent.kind() in _OPERATIONS and not node.is_named():
        for name, signs in (("boundary", _BOUNDARY), ("equality", _EQUAL), ("logic", _LOGIC)):
            if node.text() in signs:
                yield name, node, signs[node.text()]
        if node.text() in _ARITHMETIC and not _joins_text(parent):
            yield "arithmetic", node, _ARITHMETIC[node.text()]
    elif kind in {"integer", "number"} and node.text().isdecimal():
        yield "constant", node, str(int(node.text()) + 1)
    elif node.text() in _TRUTHS and kind in {"true", "false"}:
        yield "truth", node, _TRUTHS[node.text()]
    elif kind == "not_operator" and (inner := node.field("argument")) is not None:
        yield "negation", node, inner.text()
    elif kind == "return_statement" and _is_early(node):
        yield "early answer", node, "pass" if not node.text().endswith(";") else ";"


def _joins_text(operation: SgNode) -> bool:
    return any("string" in child.kind() for child in operation.children())


def _is_early(node: SgNode) -> bool:
    """Whether a return is all that an `if` without an `else` does."""
    block = node.parent()
    above = block.parent() if block is not None and block.kind() in {"block", "statement_block"} else None
    if block is None or above is None or above.kind() != "if_statement":
        return False
    alone = sum(child.is_named() for child in block.children()) == 1
    return alone and all(child.kind() not in {"else_clause", "elif_clause"} for child in above.children())


def _made(kind: str, text: str, path: str, node: SgNode, new: str) -> Mutation | None:
    place = node.range()
    if place.start.line != place.end.line:
        return None
    lines = text.split("\n")
    before = lines[place.start.line]
    after = before[: place.start.column] + new + before[place.end.column :]
    if before[place.start.column : place.end.column] != node.text():
        return None  # what is read as another text than it is
    lines[place.start.line] = after
    return Mutation(kind, path, place.start.line + 1, before, after, "\n".join(lines))
