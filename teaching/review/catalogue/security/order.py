"""Which assignments can still hold where a name is used: the nearest one before it, and what may replace that."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from ast_grep_py import SgNode

from teaching.review.source import FUNCTION_KINDS, span

_BLOCKS = frozenset({"block", "statement_block", "module", "program", "switch_case", "switch_default"})
# What stands between an assignment and the block that it is a statement of.
_WRAPPERS = frozenset(
    {
        "expression_statement", "assignment", "assignment_expression", "variable_declarator", "lexical_declaration",
        "variable_declaration", "export_statement",
    }
)  # fmt: skip
_LOOPS = frozenset({"for_statement", "while_statement", "for_in_statement", "do_statement"})
_BOUND_BY_LOOP = frozenset({"for_statement", "for_in_statement"})

# A name bound more often than this is counted with all its values: the order is looked at in quadratic time.
_MOST = 60

_Place = tuple[str, int, int]


class Bound(Protocol):
    """An assignment, as `names.Binding` is one."""

    @property
    def node(self) -> SgNode:
        """The assignment itself."""
        ...

    @property
    def value(self) -> SgNode:
        """What is assigned or added."""
        ...

    @property
    def adds(self) -> bool:
        """Whether it adds to what was there."""
        ...

    @property
    def kind(self) -> str:
        """The kind of the node."""
        ...

    @property
    def at(self) -> int:
        """Where the node begins."""
        ...


B = TypeVar("B", bound=Bound)


def reaching(name: SgNode, bindings: Sequence[B]) -> list[B]:
    """The bindings (all of the function that `name` is used in) that it can have, in the order of the text.

    `bindings` are sorted by place. Without an assignment that surely came before, every binding counts.
    """
    if len(bindings) > _MOST:
        return list(bindings)
    around = list(name.ancestors())
    inside = next((i for i, a in enumerate(around) if a.kind() in FUNCTION_KINDS), len(around))
    around = around[: inside + 1]
    places = {_place(a) for a in around}
    own = [b for b in bindings if b.kind == "for_in_clause" and _is_around(b.node.parent(), places)]
    if own and not any(_contains(b.value, name) for b in own):
        return own[-1:]
    use = span(name)[0]
    before = (b for b in reversed(bindings) if b.at < use)
    nearest = next((b for b in before if not _adds(b, name) and _is_certain(b, name, places)), None)
    if nearest is None:
        return list(bindings)
    start = nearest.at
    loops = [span(a) for a in around if a.kind() in _LOOPS and not span(a)[0] <= start < span(a)[1]]
    kept = [nearest]
    for binding in bindings:
        if binding is nearest or binding.kind == "for_in_clause" or binding.at < start:
            continue
        # The round before may have left a value that stands further down, or in another branch.
        again = any(first <= binding.at < last for first, last in loops)
        if again or (binding.at < use and not _contains(binding.node, name) and not _excluded(binding.node, around)):
            kept.append(binding)
    return kept


def _place(node: SgNode) -> _Place:
    return (node.kind(), *span(node))


def _is_around(node: SgNode | None, places: set[_Place]) -> bool:
    return node is not None and _place(node) in places


def _contains(outer: SgNode, inner: SgNode) -> bool:
    (first, last), (start, end) = span(outer), span(inner)
    return first <= start and end <= last


def _adds(binding: Bound, name: SgNode) -> bool:
    """Whether what was there stays part of it: `q += x`, `q = q + x`, `` q = `${q} x` ``."""
    return binding.adds or any(part.text() == name.text() for part in joined(binding.value))


def joined(value: SgNode) -> list[SgNode]:
    """What a text is directly put together from."""
    if value.kind() in {"string", "template_string"}:
        holes = [c for c in value.children() if c.kind() in {"interpolation", "template_substitution"}]
        return [c for hole in holes for c in hole.children()]
    found: list[SgNode] = []
    current: SgNode | None = value
    while current is not None and current.kind() in {"binary_operator", "binary_expression"}:
        operator, right = current.field("operator"), current.field("right")
        if operator is None or operator.text() != "+":
            return []
        if right is not None:
            found.append(right)
        current = current.field("left")
    return [*found, current] if found and current is not None else []


def _is_certain(binding: Bound, name: SgNode, places: set[_Place]) -> bool:
    """Whether whoever comes to the use has come through the binding."""
    if binding.node.kind() in _BOUND_BY_LOOP:
        return _place(binding.node) in places and not _contains(binding.value, name)
    if _contains(binding.node, name):
        return False
    current = binding.node
    while (parent := current.parent()) is not None:
        if parent.kind() in _BLOCKS:
            return current.kind() in _WRAPPERS and _place(parent) in places
        if parent.kind() not in _WRAPPERS:
            return False
        current = parent
    return False


def _excluded(binding: SgNode, around: list[SgNode]) -> bool:
    """Whether the binding stands in a branch that is not taken where the use stands."""
    if binding.kind() == "named_expression":
        return False  # a condition is asked before the branches after it
    for outer in around:
        if not _contains(outer, binding):
            continue
        # The innermost node around both: two branches of one `if`, or two cases of one `match`.
        if outer.kind() == "if_statement":
            condition = outer.field("condition")
            return condition is None or not _contains(condition, binding)
        return outer.kind() == "block" and any(c.kind() == "case_clause" for c in outer.children())
    return False
