"""Code as a bag of operations and of what they are applied to, the same for every language that is parsed.

Names of variables are left out, and a variable stands for what it was last given: `d = n * 2; d - 9` and `n * 2 - 9`
have the same links. Literals, operators, calls and names of fields stay. Not covered: types and signatures.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ast_grep_py import SgNode

from teaching.guard import nodes
from teaching.guard.parsing import body_of
from teaching.guard.vocabulary import (
    CALLS,
    FIELDS,
    FUNCTIONS,
    INDEXES,
    INTERPOLATIONS,
    JUMPS,
    KINDS,
    MEMBERS,
    NAMES,
    NUMBERS,
    OPERATORS,
    STRINGS,
    TYPES,
    call_labels,
    plain,
)

_DEPTH = 60  # a parser's recovery from nonsense nests deeper than any code
_NAME = re.compile(r"[A-Za-z_$][\w$.:-]{0,40}\Z")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+\Z")


@dataclass(slots=True)
class Bag:
    """What a piece of code does.

    Attributes:
        labels: its operations, literals, calls and fields.
        links: an operation and what it is applied to.
        said: the words of its comments and docstrings.
        line: where it begins in its chunk, 0-based.
        uses: an operation and the name of a variable that it is applied to: what is a field here is one elsewhere.
        names: the variables in it, without what styles differ in.
        order: its labels as they stand in the code, from left to right.
    """

    labels: Counter[str] = field(default_factory=Counter[str])
    links: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    said: list[str] = field(default_factory=list[str])
    line: int = 0
    names: set[str] = field(default_factory=set[str])
    order: list[str] = field(default_factory=list[str])
    uses: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def __or__(self, other: "Bag") -> "Bag":
        said, order = [*self.said, *other.said], [*self.order, *other.order]
        names = self.names | other.names
        uses = self.uses | other.uses
        return Bag(self.labels + other.labels, self.links + other.links, said, self.line, names, order, uses)


def bag_of(node: SgNode) -> Bag:
    """What the code below a node does."""
    reader = _Reader(Bag(line=node.range().start.line))
    reader.read(node, "")
    return reader.bag


def body_bag(function: SgNode) -> Bag:
    """What the body of a function does; its signature says nothing."""
    return bag_of(body_of(function) or function)


class _Reader:
    """One walk over one tree."""

    def __init__(self, bag: Bag) -> None:
        self.bag = bag
        self._given: dict[str, tuple[str, ...]] = {}
        self._depth = 0
        self._sorting = False

    def read(self, node: SgNode, above: str) -> tuple[str, ...]:
        """Note a node and what is below it; returns the labels that stand for it to whoever holds it."""
        kind = node.kind()
        if kind in TYPES or self._depth > _DEPTH:
            return ()
        self._depth += 1
        try:
            return self._read(node, kind, above)
        finally:
            self._depth -= 1

    def _read(self, node: SgNode, kind: str, above: str) -> tuple[str, ...]:
        if "comment" in kind:
            self.bag.said.append(node.text())
            return ()
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(self, node, above)
        if kind in KINDS and not (kind in {"yield", "next"} and node.is_leaf()):
            return self._frame(node, kind, above)
        return self._other(node, kind, above)

    def _frame(self, node: SgNode, kind: str, above: str) -> tuple[str, ...]:
        if kind == "for_statement" and node.field("condition") is not None:
            return self._counting(node, above)
        label = self._note(KINDS[kind], above)
        self._below(node, label[0])
        return label

    def _other(self, node: SgNode, kind: str, above: str) -> tuple[str, ...]:
        if kind == "expression_statement" and self._is_docstring(node):
            return ()
        if kind == "keyword_argument":
            name, value = node.field("name"), node.field("value")
            label = self._note(nodes.field(name.text() if name else ""), above)
            if value is not None:
                self.read(value, label[0] if label else above)
            return label
        if kind == "delete_statement":
            return self._below(node, self._note("C:remove", above)[0])
        if kind in FUNCTIONS and (body := body_of(node)) is not None:  # what it is called says nothing
            label = self._note("FN", above) if above else ()
            self.read(body, label[0] if label else above)
            return label
        children = node.children()
        if kind in {"jump_expression", "control_transfer_statement"} and children:
            label = self._note(JUMPS.get(children[0].text().split("@")[0], "RETURN"), above)
            self._below(node, label[0])
            return label
        if kind not in {"for_in_clause", "range_clause"} and len(children) > 1:
            signs = [sign for child in children if (sign := nodes.sign(child)) and nodes.is_sign(child)]
            if "=" in signs or ":=" in signs:
                return self._assignment(node, above)
            if any(sign in OPERATORS for sign in signs):
                return self._operation(node, above)
        return self._below(node, above)

    def _below(self, node: SgNode, above: str) -> tuple[str, ...]:
        found: list[str] = []
        for child in node.children():
            if child.is_named():
                found += self.read(child, above)
        return tuple(found)

    def _note(self, label: str, above: str) -> tuple[str, ...]:
        if self._sorting and label in nodes.COMPARATOR:
            return (above,) if above else ()
        self.bag.labels[label] += 1
        self.bag.order.append(label)
        if above:
            self.bag.links[above, label] += 1
        return (label,)

    def number(self, node: SgNode, above: str) -> tuple[str, ...]:
        return self._note(f"N:{nodes.number(node.text())}", above)

    def field(self, node: SgNode, above: str) -> tuple[str, ...]:
        return self._note(nodes.field(node.text()), above)

    def identifier(self, node: SgNode, above: str) -> tuple[str, ...]:
        name = node.text()
        if name in {"undefined", "None"}:
            return self._note("NULL", above)
        if _CONSTANT.match(name):
            return self._note(nodes.field(name), above)
        self.bag.names.add(plain(name))
        flows = self._given.get(name, ())
        if above:
            self.bag.links[above, "V"] += 1
            self.bag.uses.add((above, plain(name)))
            for label in flows:
                self.bag.links[above, label] += 1
        return flows

    def string(self, node: SgNode, above: str) -> tuple[str, ...]:
        inside = [child for child in node.children() if child.kind() in INTERPOLATIONS]
        if inside:
            label = self._note("FORMAT", above)
            for child in inside:
                self._below(child, label[0])
            return label
        text = node.text().lstrip("rbufRBUF:").strip("\"'`")
        return self._note(nodes.field(text) if _NAME.match(text) else f"S:{text.lower()[:60]}", above)

    def call(self, node: SgNode, above: str) -> tuple[str, ...]:
        children = [child for child in node.children() if child.is_named()]
        if not children:
            return ()
        named = ("function", "constructor", "name", "method", "type")
        callee = next((found for field in named if (found := node.field(field)) is not None), children[0])
        name = nodes.last_name(callee)
        labels = ("C:error",) if above == "RAISE" else call_labels(name)
        if labels == ("C:all",) and "Promise" in callee.text()[:8]:
            labels = ("C:gather",)
        top, inner = self._chain(labels, above)
        # What is called may be an expression itself: a function on the spot, or what another call gives.
        parts = [child for child in children if not name or child.range() != callee.range()]
        if name and callee.kind() in MEMBERS and (holder := callee.child(0)) is not None:
            parts.insert(0, holder)
        found = top
        before, self._sorting = self._sorting, self._sorting or labels == ("C:sort",)
        for part in parts:
            below = self.read(part, inner)
            found = found or below
        self._sorting = before
        return found

    def _chain(self, labels: tuple[str, ...], above: str) -> tuple[tuple[str, ...], str]:
        """Labels one inside another: what stands for all, and what their operands hang on."""
        top: tuple[str, ...] = ()
        for label in labels:
            self._note(label, above)
            top, above = top or (label,), label
        return top, above

    def member(self, node: SgNode, above: str) -> tuple[str, ...]:
        children = [child for child in node.children() if child.is_named()]
        if len(children) < 2:
            return self._below(node, above)
        label = self._note(nodes.field(nodes.last_name(node)), above)
        self.read(children[0], label[0])
        return label

    def index(self, node: SgNode, above: str) -> tuple[str, ...]:
        children = [child for child in node.children() if child.is_named()]
        if not children:
            return ()
        inside = children[1:]
        if len(inside) == 1 and inside[0].kind() in STRINGS:
            label = self.string(inside[0], above)
            self.read(children[0], label[0])
            return label
        whole = any(child.kind() == "slice" for child in inside)
        top = self._note("C:slice" if whole else "INDEX", above)
        for child in children:
            self.read(child, top[0])
        return top

    def _operation(self, node: SgNode, above: str) -> tuple[str, ...]:
        children = node.children()
        signs = [nodes.sign(child) for child in children if nodes.is_sign(child)]
        labels = [OPERATORS[sign] for sign in signs if sign in OPERATORS]
        operands = [child for child in children if child.is_named() and nodes.sign(child) not in OPERATORS]
        spread = nodes.is_sign(children[0]) and children[0].text() in {"*", "**", "&", "@"}  # or a reference
        if not labels or spread:
            return self._below(node, above)
        if labels[0] == ("OP-",) and len(operands) == 1 and operands[0].kind() in NUMBERS:
            return self._note(f"N:-{nodes.number(operands[0].text())}", above)
        found: list[str] = []
        for number, chain in enumerate(labels[:4]):
            top, inner = self._chain(chain, above)
            found += top
            near = operands[number : number + 2] if len(labels) > 1 else operands
            for operand in near[(1 if number else 0) :]:
                self.read(operand, inner)
        if operands and any(child.text() in nodes.CHANGES for child in children if not child.is_named()):
            self._given[operands[0].text()] = tuple(found)
        return tuple(found)

    def _assignment(self, node: SgNode, above: str) -> tuple[str, ...]:
        left, right = nodes.sides(node)
        if right is None:
            return ()
        values = self.read(right, above)
        if left is not None:
            for name in nodes.targets(left):
                self._given[name] = values
            if left.kind() in INDEXES:  # `d[key] = value` is what another language calls `d.set(key, value)`
                label = self._note("C:set", above)
                for label_of_value in values:
                    self.bag.links[label[0], label_of_value] += 1
                self._below(left, label[0])
            elif left.kind() not in NAMES:
                self.read(left, above)
        return values

    def _counting(self, node: SgNode, above: str) -> tuple[str, ...]:
        """`for (i = 0; i < n; i++)` says no more than `for i in range(n)`: only the bound counts."""
        label = self._note("LOOP", above)
        condition = node.field("condition")
        if condition is not None and (right := nodes.bound(condition)) is not None:
            self.read(right, label[0])
        body = node.field("body")
        if body is not None:
            self.read(body, label[0])
        return label

    def _is_docstring(self, node: SgNode) -> bool:
        children = node.children()
        if len(children) >= 1 and children[0].kind() in {"string", "concatenated_string"}:
            self.bag.said.append(node.text())
            return True
        return False


def _table() -> dict[str, Callable[[_Reader, SgNode, str], tuple[str, ...]]]:
    table: dict[str, Callable[[_Reader, SgNode, str], tuple[str, ...]]] = {}
    for kinds, reader in (
        (NAMES, _Reader.identifier),
        (FIELDS, _Reader.field),
        (STRINGS, _Reader.string),
        (NUMBERS, _Reader.number),
        (CALLS, _Reader.call),
        (MEMBERS, _Reader.member),
        (INDEXES, _Reader.index),
    ):
        table |= dict.fromkeys(kinds, reader)
    return table


_READERS = _table()
