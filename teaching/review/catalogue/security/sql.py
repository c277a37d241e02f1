"""SQL texts that are put together from parts that are not constant."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.flow import STRING_KINDS, Flow, Parts
from teaching.review.catalogue.security.names import callee, positional, tail
from teaching.review.catalogue.security.order import joined
from teaching.review.catalogue.security.sql_names import is_own_name, names_stand_alone, unbindable
from teaching.review.entry import Fact, Params
from teaching.review.prose import Phrase, forbids, requires
from teaching.review.source import (
    FUNCTION_KINDS,
    SourceFile,
    enclosing_function,
    end_line,
    span,
    start_line,
)

_TARGET = r"(?:TEMP(?:ORARY)?\s+)?(?:TABLE|INDEX|VIEW|DATABASE|SCHEMA|USER|ROLE|COLUMN)\b"
# Upper case is how SQL is written and English is not; lower case must show more of SQL's form.
_UPPER = (
    r"(?:SELECT\s.*?\b(?:FROM|from)\b|INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\s|REPLACE\s+INTO\s"
    # After SET stands a column: "UPDATE of the profile: SET failed" is a message.
    r"|UPDATE\s.*?\b(?:SET|set)\s+(?:\{\}|[\w.\[\]]+\s*=|$)"
    rf"|DELETE\s+FROM\s|MERGE\s+INTO\s|(?:CREATE|DROP|ALTER)\s+{_TARGET}|TRUNCATE\s+TABLE\s)"
)
_LOWER = (
    r"(?:select\s+(?:distinct\s+)?(?:\*|[\w.{}]+(?:\s*,\s*[\w.{}]+)+|\w+\([^)]*\))\s+from\s"
    r"|select\s+[\w.{}]+\s+from\s+\S+\s+(?:where|order by|group by|limit|join)\b"
    r"|insert\s+into\s+\S+\s*(?:\(|values\b)|update\s+\S+\s+set\s+\S+\s*=|delete\s+from\s+\S+\s+where\b"
    r"|drop\s+table\s)"
)
_SHAPE = lazily(
    rf"^\W*(?:EXPLAIN\s+(?:ANALYZE\s+)?)?(?:WITH\s.*?\bAS\s*\(\s*)?{_UPPER}"
    rf"|^\W*(?:with\s.*?\bas\s*\(\s*)?{_LOWER}",
    re.DOTALL,
)
_LOOSE = lazily(
    r"^\W*(?:select|insert|update|delete|replace|with|drop|create|alter|truncate|pragma|grant|merge|call|exec)\s"
    r"|\b(?:where|from|order\s+by|group\s+by|limit|values|having|set)\s",
    re.IGNORECASE,
)
_OPENING = lazily(
    r"^[rbfuRBFU]{0,2}[\"'`]{1,3}\W*(?:EXPLAIN|WITH|SELECT|INSERT|REPLACE|UPDATE|DELETE|MERGE|CREATE|DROP|ALTER"
    r"|TRUNCATE|explain|with|select|insert|replace|update|delete|merge|drop)\b"
)
_SINKS = frozenset(
    {
        "execute", "executemany", "executescript", "exec_driver_sql", "read_sql", "read_sql_query", "$queryRawUnsafe",
        "$executeRawUnsafe", "queryRawUnsafe", "executeRawUnsafe", "fetchrow", "fetchval", "raw", "query",
    }
)  # fmt: skip
_MOST_JOINED = 200  # parts of one text whose names are looked into one by one
_MESSAGES = frozenset(
    {
        "debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "echo", "secho", "trace",
        "fatal", "append_message", "fail", "skip", "describe", "it", "test", "t", "toast", "alert", "confirm",
    }
)  # fmt: skip
_TOLD = frozenset({"message", "error", "detail", "title", "description", "label", "msg", "reason", "help", "text"})
_ROOT_KINDS = frozenset(
    {"concatenated_string", "binary_operator", "binary_expression", "parenthesized_expression", "as_expression"}
)
_PLACEHOLDER = lazily(r"(?:\$|[:@]\w*|%\()$")
_QUOTING = lazily(
    r"(?:quote|quote_name|quote_ident|escape|identifier|placeholder|literal|bind)\w*$"
    r"|(?:^|_)format_(?:table|schema|sequence|column)$",
    re.IGNORECASE,
)


class _Sql(Flow):
    """Texts of one file, with what is harmless in SQL left out."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, self._is_harmless)
        self.own_names = False

    def parts_with_own_names(self, node: SgNode) -> Parts:
        """The parts where the names that an object has for its tables count as harmless."""
        self.own_names = True
        try:
            return self.parts(node)
        finally:
            self.own_names = False

    def _is_harmless(self, node: SgNode) -> bool:
        if self.own_names and node.kind() in {"attribute", "member_expression"} and is_own_name(node.text()):
            return True
        parent = node.parent()
        if parent is not None and parent.kind() in {"interpolation", "template_substitution"}:
            before = parent.prev()
            # $1, :id3: what stands here numbers a placeholder.
            if before is not None and _PLACEHOLDER.search(before.text()):
                return True
        kind = node.kind()
        if kind in {"call", "call_expression"}:
            function = callee(node)
            if function is not None and function.kind() == "identifier" and function.text() == "sql":
                return True  # a tagged template keeps its values apart
            return function is not None and self._quotes(function)
        return kind == "identifier" and self._is_checked(node)

    def _quotes(self, function: SgNode) -> bool:
        """Whether the function makes a name safe, under its own name or under another: `qn = ops.quote_name`."""
        if _QUOTING.search(tail(function.text())) is not None:
            return True
        if function.kind() != "identifier":
            return False
        if _QUOTING.search(tail(self.names.dotted(function))) is not None:
            return True
        # What calls a quoting function has a value; only the function itself is another name for it.
        bound = self.names.bound(function) or ()
        return bool(bound) and all(
            value.kind() in {"identifier", "attribute", "member_expression"} and _QUOTING.search(tail(value.text()))
            for value in bound
        )

    def _is_checked(self, name: SgNode) -> bool:
        """Whether the function asks if the value is one of a known set before it is used."""
        function = enclosing_function(name)
        if function is None:
            return False
        first, last = span(function)
        text = name.text()
        asks = re.compile(rf"{re.escape(text)}\s+(?:not\s+)?in\b")
        for node in self.source.nodes("comparison_operator"):
            if first <= node.range().start.index < last and asks.match(node.text()):
                return True
        for node in self.source.nodes("call_expression"):
            if not first <= node.range().start.index < last:
                continue
            asked = callee(node)
            given = positional(node)
            if asked is not None and tail(asked.text()) in {"includes", "has"} and given and given[0].text() == text:
                return True
        return False


def _root(node: SgNode) -> SgNode:
    """The whole expression that the text is part of, up to a call that is not about texts."""
    around = [node, *node.ancestors()]
    at = 0
    while step := _step(around, at):
        at += step
    return around[at]


def _bare(node: SgNode) -> SgNode:
    """What stands within brackets."""
    while node.kind() == "parenthesized_expression":
        inner = next((child for child in node.children() if child.is_named() and child.kind() != "comment"), None)
        if inner is None:
            return node
        node = inner
    return node


def _step(around: list[SgNode], at: int) -> int:
    """How many ancestors up the text goes on being part of a text, 0 where it ends."""
    if at + 1 >= len(around):
        return 0
    parent = around[at + 1]
    kind = parent.kind()
    if kind in _ROOT_KINDS | STRING_KINDS | {"interpolation", "template_substitution"}:
        return 1
    if kind in {"attribute", "member_expression"} and at + 2 < len(around):
        return 2 if tail(parent.text()) in {"format", "join", "concat", "strip", "trim"} else 0
    if kind in {"list", "array"} and at + 3 < len(around):
        if around[at + 2].kind() in {"argument_list", "member_expression"}:
            function = callee(around[at + 3])
            return 3 if function is not None and tail(function.text()) == "join" else 0
    return 0


def _is_message(root: SgNode) -> bool:
    """Whether the text is something that a person reads: logged, raised, shown."""
    for ancestor in root.ancestors():
        kind = ancestor.kind()
        if kind in {"raise_statement", "throw_statement", "assert_statement", "jsx_element", "jsx_attribute"}:
            return True
        if kind in {"pair", "keyword_argument"} and _is_told(ancestor):
            return True
        if kind in {"call", "call_expression", "new_expression"}:
            function = callee(ancestor)
            name = tail(function.text()) if function is not None else ""
            if name in _MESSAGES or name.endswith(("Error", "Exception", "Warning")):
                return True
        if kind in FUNCTION_KINDS or kind in {"expression_statement", "return_statement", "lexical_declaration"}:
            return False
    return False


def _is_told(pair: SgNode) -> bool:
    key = pair.field("key") or pair.field("name")
    return key is not None and key.text().strip("'\"") in _TOLD


def _told(parts: Parts) -> str:
    node = parts.dynamic[0]
    text = " ".join(node.text().split())
    return text if len(text) <= 40 else text[:39] + "…"


def _fact(root: SgNode, parts: Parts) -> Fact:
    return Fact(start_line(root), end_line(root), f"`{_told(parts)}` becomes part of the text of an SQL statement.")


def takes_no_values(root: SgNode, text: str, flow: _Sql) -> bool:
    """Whether the statement could not be given its changing parts as parameters: no driver binds names."""
    if unbindable(text):
        return True
    written = root.text()
    if written.count("+") + written.count("%") > _MOST_JOINED or not names_stand_alone(
        root, lambda node: flow.parts_with_own_names(node).text
    ):
        return False
    return not flow.parts_with_own_names(root).dynamic


def _built(source: SourceFile, flow: _Sql) -> Iterator[tuple[SgNode, Parts]]:
    """Expressions that have the form of SQL and a part that is not constant."""
    operands: set[tuple[int, int]] = set()
    roots: set[tuple[int, int]] = set()
    for literal in source.nodes(*sorted(STRING_KINDS)):
        if span(literal) in operands or not _OPENING.match(literal.text()):
            continue
        root = _root(literal)
        if span(root) in roots:
            continue
        # What else is joined to the same text leads to the same root: it is not climbed to again.
        roots.add(span(root))
        operands.update(span(operand) for operand in joined(_bare(root)))
        parent = root.parent()
        if parent is not None and parent.kind() in {"call_expression", "expression_statement", "comparison_operator"}:
            continue  # a tagged template, a docstring, what a text is compared with
        parts = flow.parts(root)
        if not _SHAPE.match(parts.text) or _is_message(root) or takes_no_values(root, parts.text, flow):
            continue
        if parts.dynamic:
            yield root, parts
        else:
            yield from _grown(root, flow)


def _grown(root: SgNode, flow: _Sql) -> Iterator[tuple[SgNode, Parts]]:
    """What is added later to a variable that starts as constant SQL."""
    holder = root.parent()
    # One of two constant beginnings is chosen.
    while holder is not None and holder.kind() in {"ternary_expression", "conditional_expression", *_ROOT_KINDS}:
        holder = holder.parent()
    name = (holder.field("left") or holder.field("name")) if holder is not None else None
    if holder is None or name is None or holder.kind() in {"keyword_argument", "default_parameter"}:
        return
    function = enclosing_function(root)
    scope = span(function) if function is not None else None
    for binding in flow.names.bindings(name.text()):
        if binding.scope != scope or binding.node.range().start.index < root.range().start.index:
            continue
        follows = binding.adds or name.text() in binding.value.text()
        parts = flow.parts(binding.value)
        parts.dynamic = [node for node in parts.dynamic if node.text() != name.text()]
        if follows and parts.dynamic:
            yield binding.node, parts
            return


def _passed(source: SourceFile, flow: _Sql) -> Iterator[tuple[SgNode, Parts]]:
    """First arguments of calls that run SQL."""
    for call in source.nodes("call", "call_expression"):
        function = callee(call)
        if function is None or tail("".join(function.text().split())) not in _SINKS:
            continue
        given = positional(call)
        if not given:
            continue
        parts = flow.parts(given[0])
        if not parts.dynamic or not _LOOSE.search(parts.text):
            continue
        if tail(function.text()) in {"raw", "query"} and not _SHAPE.match(parts.text):
            continue
        if takes_no_values(given[0], parts.text, flow):
            continue
        root = _root(parts.dynamic[0])
        if span(root) != span(parts.dynamic[0]):
            yield root, parts


def sql_strings(source: SourceFile, _: Params) -> Iterator[Fact]:
    """SQL whose text depends on a value, where it is built; one fact per statement that is built."""
    flow = _Sql(source)
    seen: list[tuple[int, int]] = []  # sorted, and none of them overlaps another
    for found in (_built, _passed):
        for root, parts in found(source, flow):
            first, last = span(root)
            at = bisect_left(seen, (last, 0))
            if at and first < seen[at - 1][1]:
                continue
            insort(seen, (first, last))
            yield _fact(root, parts)


_SQL = r"(?:raw )?(?:sql|database|db)(?: quer(?:y|ies)| statements?| strings?)?|quer(?:y|ies)"
_BUILD = (
    r"(?:string[- ](?:concat\w*|interpolat\w*|format\w*|built|building)|concat\w*|interpolat\w*|f-?strings?"
    r"|template (?:literals?|strings?)|string formatting)"
)
PHRASES = (
    Phrase(rf"(?:^|[^\w-]){{NEVER}}(?![\w-]){{GAP}}\b{_BUILD}{{GAP}}\b(?:sql|quer(?:y|ies)|statements?)\b"),
    Phrase(rf"(?:^|[^\w-]){{NEVER}}(?![\w-]){{GAP}}\b(?:sql|quer(?:y|ies))\b{{GAP}}\b{_BUILD}"),
    Phrase(rf"\b(?:sql|quer(?:y|ies))\b{{GAP}}\b{{NEVER}}\b{{GAP}}\b{_BUILD}"),
    Phrase(r"\b(?:sql|quer(?:y|ies))\b{GAP}\b{NEVER}\b{GAP}\b(?:built|assembled|composed){GAP}\b(?:strings?|text)\b"),
    Phrase(
        r"\b{MUST}\b{GAP}\b(?:parameteri[sz]ed|prepared|bound)\s+(?:sql\b|(?:sql |db |database )?(?:quer|statement"
        r"|param))"
    ),
    Phrase(
        r"\b(?:sql|quer(?:y|ies))\b{GAP}\b{MUST}\b{GAP}\b(?:parameteri[sz]ed|prepared statements?"
        r"|placeholders)\b(?! by)"
    ),
    Phrase(r"\b(?:quer(?:y|ies))\b{GAP}\b(?:are|is)\s+(?:always\s+)?parameteri[sz]ed\b"),
    Phrase(r"\bparameteri[sz]ed (?:quer(?:y|ies)|statements|sql)\s*(?:only|everywhere|always)\b"),
    *forbids(r"sql[- ]injections?"),
    *requires(r"against sql[- ]injections?"),
)
