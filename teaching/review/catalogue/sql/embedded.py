"""SQL in the strings of code: each text with the values that are inserted as holes, and its lines."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.sql.shapes import is_sql
from teaching.review.catalogue.sql.tokens import HOLE
from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, span, start_line

_STRINGS = frozenset({"string", "template_string", "concatenated_string"})
_JOINED = frozenset({"binary_operator", "binary_expression"})
_LONGEST_NAME = 200
_ESCAPE = lazily(r"\\(\r?\n|.)", re.DOTALL)
_FIELD = lazily(r"\{[\w.]{0,40}\}")
_OPENING = lazily(
    r"^\W{0,200}(?:--|/\*|EXPLAIN|WITH|SELECT|INSERT|REPLACE|UPDATE|DELETE|MERGE|CREATE|DROP|ALTER|TRUNCATE)",
    re.IGNORECASE,
)
_RUNS = lazily(
    r"(?:^|\.)\$?(?:execute\w*|exec\w*|query\w*|queryraw\w*|executeraw\w*|raw|text|fetch\w*|prepare"
    r"|read_sql\w*|run|all|get|one|many|sql"
    r"|read_sql|scalars?|unsafe|select|mutate|copy)$",
    re.IGNORECASE,
)
_HELD = lazily(
    (
        r"(?:^|_)(?:sql|query|queries|stmt|statement|statements|select|insert|update|delete)s?$|(?:Sql|SQL"
        r"|Query|Stmt|Statement)$"
    ),
    re.IGNORECASE,
)
_MESSAGES = lazily(
    r"(?:^|\.)(?:debug|info|warn|warning|error|exception|critical|log|print|echo|secho|trace|fatal"
    r"|fail|skip|describe|it|test|t|toast|alert"
    r"|confirm|assert\w*|expect|toContain|toBe|toEqual|toMatch|write|startswith|startsWith|endswith"
    r"|includes|match|search|split|count)$"
)


@dataclass(slots=True)
class Text:
    """A text of code that is SQL.

    Attributes:
        content: what it holds; inserted values are holes, and every line is as long as in the source.
        node: the string, or the whole sum of which it is a part.
        grows: whether other code adds to it later.
    """

    node: SgNode
    content: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    grows: bool = False

    def line(self, offset: int) -> int:
        """The line of the source on which an offset of the content stands."""
        at = bisect_right(self.starts, (offset, 1 << 60)) - 1
        start, line = self.starts[max(0, at)]
        return line + self.content.count("\n", start, offset)


def sql_texts(source: SourceFile) -> Iterator[Text]:
    """Every text of a source file that has the form of SQL; docstrings and messages are none."""
    seen: set[tuple[int, int]] = set()
    uses = _Uses(source)
    for literal in source.nodes(*sorted(_STRINGS)):
        opened = literal.text()[:240].lstrip("rbfuRBFU").lstrip("\"'`")
        if not _OPENING.match(opened) or span(literal) in seen or _is_inner(literal):
            continue
        root = _sum(literal)
        if span(root) in seen:
            continue
        # What else is joined to the same text leads to the same root: it is not climbed to again.
        seen.add(span(root))
        seen.update(span(leaf) for leaf in _leaves(root))
        if _is_docstring(root) or _is_told(root):
            continue
        text = _read(root)
        if is_sql(text.content, _is_sure(root)):
            text.grows = _grows(uses, root)
            yield text


def _is_inner(literal: SgNode) -> bool:
    parent = literal.parent()
    return parent is not None and (
        parent.kind() in {"concatenated_string", "import_statement", "jsx_attribute"}
        or (parent.kind() == "pair" and parent.field("key") == literal)
    )


def _sum(literal: SgNode) -> SgNode:
    """The whole `a + b + c` that a string begins or continues."""
    root = literal
    for ancestor in literal.ancestors():
        kind = ancestor.kind()
        if kind in _JOINED:
            operator = ancestor.field("operator")
            if operator is None or operator.text() not in {"+", "%"}:
                break
            root = ancestor
        elif kind not in {"parenthesized_expression", "concatenated_string"}:
            break
    return root


def _read(root: SgNode) -> Text:
    text = Text(root)
    for leaf in _leaves(root):
        if leaf.kind() in _STRINGS:
            for one in leaf.children() if leaf.kind() == "concatenated_string" else (leaf,):
                if one.kind() in _STRINGS:
                    _add_string(text, one)
        elif leaf.kind() != "comment":
            _add(text, HOLE, start_line(leaf))
    return text


def _leaves(root: SgNode) -> list[SgNode]:
    """The summands from left to right; what follows a `%` is given, not added."""
    right: list[SgNode] = []
    node: SgNode | None = root
    while node is not None:
        if node.kind() == "parenthesized_expression":
            node = next((child for child in node.children() if child.is_named() and child.kind() != "comment"), None)
            continue
        if node.kind() not in _JOINED:
            right.append(node)
            break
        operator, other = node.field("operator"), node.field("right")
        if other is not None and operator is not None and operator.text() == "+":
            right.append(other)
        node = node.field("left")
    return right[::-1]


def _add(text: Text, piece: str, line: int) -> None:
    text.starts.append((len(text.content), line))
    text.content += piece


def _add_string(text: Text, string: SgNode) -> None:
    for part in string.children():
        kind = part.kind()
        if kind in {"interpolation", "template_substitution"}:
            _add(text, HOLE, start_line(part))
        elif kind in {"string_content", "string_fragment", "escape_sequence"}:
            plain = _ESCAPE.sub(_unescaped, part.text())
            _add(text, _FIELD.sub(lambda found: HOLE + " " * (len(found[0]) - 1), plain), start_line(part))


def _unescaped(found: re.Match[str]) -> str:
    if "\n" in found[1]:
        return " \n"
    return f" {found[1]}" if found[1] in "\"'`" else "  "


def _is_docstring(root: SgNode) -> bool:
    parent = root.parent()
    return parent is not None and parent.kind() == "expression_statement"


def _is_told(root: SgNode) -> bool:
    """Whether a text is something that a person reads, or that another text is compared with."""
    for ancestor in root.ancestors():
        kind = ancestor.kind()
        if kind in {"raise_statement", "throw_statement", "assert_statement", "jsx_expression", "comparison_operator"}:
            return True
        if kind in {"call", "call_expression", "new_expression"}:
            called = ancestor.field("function") or ancestor.field("constructor")
            name = "".join(called.text().split()) if called is not None else ""
            if _MESSAGES.search(name) or name.endswith(("Error", "Exception", "Warning")):
                return True
        if kind in FUNCTION_KINDS or kind in {
            "expression_statement",
            "return_statement",
            "lexical_declaration",
            "module",
            "program",
        }:
            return False
    return False


def _is_sure(root: SgNode) -> bool:
    """Whether what holds or takes the text shows that it is SQL."""
    for ancestor in list(root.ancestors())[:4]:
        kind = ancestor.kind()
        if kind in {
            "assignment",
            "variable_declarator",
            "pair",
            "keyword_argument",
            "public_field_definition",
            "assignment_expression",
        }:
            name = ancestor.field("left") or ancestor.field("name") or ancestor.field("key")
            return name is not None and _HELD.search(name.text().rpartition(".")[2]) is not None
        if kind in {"call", "call_expression"}:
            called = ancestor.field("function")
            return called is not None and _RUNS.search("".join(called.text().split())) is not None
    return False


class _Uses:
    """What one file adds to, inserts and calls, gathered once for all its texts."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source

    @cached_property
    def lefts(self) -> frozenset[str]:
        """What something is added to, or is compared with something."""
        kinds = ("augmented_assignment", "augmented_assignment_expression", "binary_operator", "binary_expression")
        return frozenset(self._field_texts("left", *kinds))

    @cached_property
    def called(self) -> frozenset[str]:
        """What is called."""
        return frozenset(self._field_texts("function", "call", "call_expression"))

    @cached_property
    def inserted(self) -> list[str]:
        """What stands within other texts, without its brackets, sorted."""
        nodes = self.source.nodes("interpolation", "template_substitution")
        return sorted(re.sub(r"^[\s{$]*", "", node.text()) for node in nodes)

    def inserts(self, name: str) -> bool:
        """Whether the name, or a part of it, is inserted."""
        for text in islice(self.inserted, bisect_left(self.inserted, name), None):
            if not text.startswith(name):
                return False
            if re.match(rf"{re.escape(name)}\b", text):
                return True
        return False

    def _field_texts(self, name: str, *kinds: str) -> Iterator[str]:
        for node in self.source.nodes(*kinds):
            part = node.field(name)
            if part is not None and part.range().end.index - part.range().start.index <= _LONGEST_NAME:
                yield part.text()


def _grows(uses: _Uses, root: SgNode) -> bool:
    """Whether the name that holds the text is added to somewhere, or becomes a part of another text."""
    holder = next(
        (
            a
            for a in list(root.ancestors())[:3]
            if a.kind()
            in {"assignment", "variable_declarator", "augmented_assignment", "augmented_assignment_expression"}
        ),
        None,
    )
    if holder is None:
        return False
    if holder.kind().startswith("augmented"):
        return True
    name = holder.field("left") or holder.field("name")
    held = name.text() if name is not None else ""
    if held in uses.lefts or uses.inserts(held):
        return True
    return any(f"{held}.{method}" in uses.called for method in ("format", "concat", "replace"))


def span_of(text: Text) -> tuple[int, int]:
    """The lines on which a text begins and ends."""
    return start_line(text.node), end_line(text.node)
