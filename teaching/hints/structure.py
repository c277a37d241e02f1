"""What an exemplar does, as steps without its words: which kinds of statements in which order, and on what they work.

Nothing of its text is kept but the names of the function's own parameters, which the learner reads in the signature.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.guard.parsing import body_of, functions, name_of, parsed

_LOOPS = frozenset({"for_statement", "for_in_statement"})
_WHILE = frozenset({"while_statement", "do_statement"})
_BRANCH = frozenset({"if_statement", "elif_clause"})
_BLOCKS = frozenset({"block", "statement_block", "switch_body", "class_body"})
_CHOICES = frozenset({"match_statement", "switch_statement"})
_CASES = frozenset({"case_clause", "switch_case", "switch_default"})
_TRIES = frozenset({"try_statement"})
_CATCHES = frozenset({"except_clause", "except_group_clause", "catch_clause"})
_FAILS = frozenset({"raise_statement", "throw_statement"})
_COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)
_CONDITIONAL = frozenset({"conditional_expression", "ternary_expression"})
_LOGIC = frozenset({"boolean_operator"})
_COMPARES = frozenset({"comparison_operator"})
_SIGNS = frozenset({"<", ">", "<=", ">=", "==", "===", "!=", "!=="})
_AUGMENTED = frozenset({"augmented_assignment", "augmented_assignment_expression", "update_expression"})
_MOST = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        kind: loop, while, when, refuse, leave, otherwise, choose, case, try, catch, finally, with, give, fail, keep,
            change, do, each, all, either.
        depth: how far it is nested.
        names: the parameters that it works on.
    """

    kind: str
    depth: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """What a function is made of.

    Attributes:
        traits: what occurs in it, as the bank of concepts names it.
        calls: the last names of everything that it calls.
    """

    parameters: tuple[str, ...]
    returns: str
    steps: tuple[Step, ...]
    traits: frozenset[str]
    calls: frozenset[str]


def structure_of(text: str, language: str, core: Sequence[str] = (), name: str = "") -> Structure | None:
    """The structure of a function; None where none can be made out.

    Args:
        text: where it stands, alone or not.
        core: names that may not be told even where they are parameters.
        name: of the function; empty for the first one.
    """
    function = _function(parsed(text, language), name)
    body = body_of(function) if function is not None else None
    if function is None or body is None:
        return None
    parameters = tuple(_parameters(function))
    told = tuple(name for name in parameters if name not in core)
    reader = _Reader(told)
    steps = tuple(reader.steps(body, 0))[:_MOST]
    nodes = list(_all(body))
    calls = frozenset(_calls(nodes))
    traits = _traits(nodes, name_of(function), calls)
    given = function.field("return_type")
    returns = given.text().lstrip(": ").strip() if given is not None else ""
    return Structure(parameters, returns, steps, traits, calls)


def _function(root: SgNode, name: str) -> SgNode | None:
    if not name:
        return next(functions(root), None)
    named = [node for node in _all(root) if node.is_named() and body_of(node) is not None and name_of(node) == name]
    return next((node for node in named if "class" not in node.kind()), None)


class _Reader:
    """Turns statements into steps."""

    def __init__(self, parameters: Sequence[str]) -> None:
        self._parameters = parameters

    def steps(self, block: SgNode, depth: int) -> Iterator[Step]:
        """The steps of a block, or of one statement or expression that stands in its place."""
        if block.kind() not in _BLOCKS:
            yield from (
                self._statement(block, depth)
                if block.kind().endswith("statement")
                else self._value(block, depth, "give")
            )
            return
        inside = [node for node in block.children() if node.is_named() and node.kind() != "comment"]
        for number, node in enumerate(inside):
            if number == 0 and _is_docstring(node):
                continue
            yield from self._statement(node, depth)

    def _statement(self, node: SgNode, depth: int) -> Iterator[Step]:
        kind = node.kind()
        if kind in _LOOPS | _WHILE | {"with_statement"}:
            step = "with" if kind == "with_statement" else "loop" if kind in _LOOPS else "while"
            yield Step(step, depth, self._names(node, head=True))
            yield from self._below(node, depth)
        elif kind in _BRANCH:
            yield from self._branch(node, depth)
        elif kind in _CHOICES:
            yield Step("choose", depth, self._names(node, head=True))
            yield from (Step("case", depth + 1) for one in _all(node) if one.kind() in _CASES)
        elif kind in _TRIES:
            yield from self._try(node, depth)
        elif kind in _FAILS:
            yield Step("fail", depth)
        elif kind == "return_statement":
            yield from self._value(node, depth, "give")
        else:
            yield from self._plain(node, depth)

    def _branch(self, node: SgNode, depth: int) -> Iterator[Step]:
        body = node.field("consequence") or node.field("body")
        inside = [one for one in body.children() if one.is_named()] if body is not None else []
        inside = inside if body is None or body.kind() in _BLOCKS else [body]
        only = inside[0].kind() if len(inside) == 1 else ""
        names = self._names(node, head=True)
        if only in _FAILS or only == "return_statement":
            yield Step("refuse" if only in _FAILS else "leave", depth, names)
        else:
            yield Step("when", depth, names)
            if body is not None:
                yield from self.steps(body, depth + 1)
        for other in node.children():
            if other.kind() == "elif_clause":
                yield from self._branch(other, depth)
            elif other.kind() == "else_clause":
                yield from self._otherwise(other, depth)

    def _otherwise(self, clause: SgNode, depth: int) -> Iterator[Step]:
        inside = [one for one in clause.children() if one.is_named()]
        if len(inside) == 1 and inside[0].kind() == "if_statement":
            yield from self._branch(inside[0], depth)
            return
        yield Step("otherwise", depth)
        for one in inside:
            yield from self.steps(one, depth + 1)

    def _try(self, node: SgNode, depth: int) -> Iterator[Step]:
        yield Step("try", depth)
        for child in node.children():
            if child.kind() in _CATCHES:
                yield Step("catch", depth)
            elif child.kind() == "finally_clause":
                yield Step("finally", depth)
            elif child.kind() == "else_clause":
                yield Step("otherwise", depth)
            if child.kind() in _BLOCKS:
                yield from self.steps(child, depth + 1)
            elif child.kind() in _CATCHES | {"finally_clause", "else_clause"}:
                yield from self._below(child, depth)

    def _below(self, node: SgNode, depth: int) -> Iterator[Step]:
        body = node.field("body") or next((one for one in node.children() if one.kind() in _BLOCKS), None)
        if body is not None:
            yield from self.steps(body, depth + 1)

    def _plain(self, node: SgNode, depth: int) -> Iterator[Step]:
        kinds = {one.kind() for one in _all(node)}
        if kinds & _AUGMENTED:
            yield from self._value(node, depth, "change")
        elif kinds & {"assignment", "variable_declarator", "assignment_expression"}:
            yield from self._value(node, depth, "keep")
        elif kinds & {"call", "call_expression", "await", "await_expression", "yield", "yield_expression"}:
            yield Step("do", depth, self._names(node))

    def _value(self, node: SgNode, depth: int, kind: str) -> Iterator[Step]:
        """A step that makes a value, and what the making consists of."""
        yield Step(kind, depth, self._names(node))
        nodes = list(_all(node))
        if any(one.kind() in _COMPREHENSIONS for one in nodes):
            yield Step("each", depth + 1)
        if any(one.kind() in _CONDITIONAL for one in nodes):
            yield Step("either", depth + 1)
        if sum(map(_is_logic, nodes)):
            yield Step("all", depth + 1)

    def _names(self, node: SgNode, head: bool = False) -> tuple[str, ...]:
        """The parameters in a statement, or in what stands before its block."""
        found: list[str] = []
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if head and one.kind() in _BLOCKS | {"else_clause", "elif_clause"}:
                continue
            if "identifier" in one.kind() and one.text() in self._parameters and one.text() not in found:
                found.append(one.text())
            waiting.extend(reversed(one.children()))
        return tuple(found)


def _is_docstring(node: SgNode) -> bool:
    inside = [one for one in node.children() if one.is_named()]
    return node.kind() == "expression_statement" and len(inside) == 1 and inside[0].kind() == "string"


def _is_logic(node: SgNode) -> bool:
    signs = {one.kind() for one in node.children()}
    return node.kind() in _LOGIC or (node.kind() == "binary_expression" and bool(signs & {"&&", "||"}))


def _is_comparison(node: SgNode) -> bool:
    signs = {one.kind() for one in node.children()}
    return node.kind() in _COMPARES or (node.kind() == "binary_expression" and bool(signs & _SIGNS))


def _calls(nodes: Sequence[SgNode]) -> Iterator[str]:
    for node in nodes:
        called = node.field("function") if node.kind() in {"call", "call_expression"} else None
        if called is not None:
            yield called.text().replace("?", "").rpartition(".")[2].strip()


def _traits(nodes: Sequence[SgNode], name: str, calls: frozenset[str]) -> frozenset[str]:
    kinds = {node.kind() for node in nodes}
    found = {
        "loop": kinds & (_LOOPS | _WHILE) or calls & {"forEach"},
        "branch": kinds & (_BRANCH | _CONDITIONAL | _CHOICES),
        "raise": kinds & _FAILS,
        "try": kinds & _TRIES,
        "with": kinds & {"with_statement"},
        "await": kinds & {"await", "await_expression"},
        "yield": kinds & {"yield", "yield_expression"},
        "regex": kinds & {"regex"},
        "comprehension": kinds & _COMPREHENSIONS or calls & {"filter"},
        "augmented": kinds & _AUGMENTED,
        "index": kinds & {"subscript", "subscript_expression"},
        "compare": any(map(_is_comparison, nodes)),
        "give": kinds & {"return_statement"},
        "recursion": bool(name) and name in calls,
        "reraise": any(_FAILS & {one.kind() for one in _all(node)} for node in nodes if node.kind() in _CATCHES),
    }
    return frozenset(trait for trait, there in found.items() if there)


def _parameters(function: SgNode) -> Iterator[str]:
    """The names of its parameters, without the receiver."""
    listed = function.field("parameters") or function.field("parameter")
    waiting = [listed] if listed is not None else []
    while waiting:
        node = waiting.pop()
        kind = node.kind()
        if kind in {"type", "type_annotation"} or (node.is_named() and kind.endswith("_type")):
            continue
        if kind in {"identifier", "shorthand_property_identifier_pattern"}:
            if node.text() not in {"self", "cls", "this"}:
                yield node.text()
            continue
        # What a default is made of is no parameter.
        value = node.field("value")
        inside = [child for child in node.children() if value is None or child.range().start != value.range().start]
        waiting.extend(reversed(inside))


def _all(root: SgNode) -> Iterator[SgNode]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children()))
