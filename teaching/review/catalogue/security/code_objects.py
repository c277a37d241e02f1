"""Code that is run but is no text from outside: compiled trees, code objects, a program's own files."""

import re
from collections.abc import Callable

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.flow import Flow
from teaching.review.catalogue.security.names import callee, positional, tail
from teaching.review.source import enclosing_function, span

_CODE_TYPE = lazily(r"(?:^|[\s.|\[\"'])CodeType\b")
_TREE_TYPE = lazily(r"(?:^|[\s.|\[\"'])(?:ast\.(?:AST|Module|Expression|Interactive|expr|stmt)|AST)\b")
# These give a text or a value, no tree.
_NO_TREES = frozenset({"ast.unparse", "ast.dump", "ast.get_source_segment", "ast.get_docstring", "ast.literal_eval"})
_OPENERS = frozenset({"open", "builtins.open", "io.open", "io.open_code", "codecs.open", "tokenize.open"})
_PATH = lazily(r"(?:path|file)\w*$|(?:^|\.)Path\(.*\)$", re.IGNORECASE | re.DOTALL)
_SAME_TEXT = frozenset({"replace", "strip", "rstrip", "lstrip", "decode", "encode", "expandtabs"})
_DEPTH = 5


def is_known_code(node: SgNode, flow: Flow, *, runs_files: bool, depth: int = 0) -> bool:
    """Whether what is run is a code object of which nobody outside decides the text."""
    if depth > _DEPTH:
        return False
    kind = node.kind()
    if kind == "call":
        name = flow.names.called(node)
        given = positional(node)
        if name in {"compile", "builtins.compile"} and given:
            return _is_tree(given[0], flow, depth) or (runs_files and _is_file_text(_source(given[0], flow), flow))
        return name in {"marshal.load", "marshal.loads"}
    if kind == "identifier" and _CODE_TYPE.search(_annotation(node, flow)):
        return True
    return _all_of(node, flow, lambda value: is_known_code(value, flow, runs_files=runs_files, depth=depth + 1))


def _all_of(node: SgNode, flow: Flow, holds: Callable[[SgNode], bool]) -> bool:
    # What cannot be followed passes no test.
    values = _values(node, flow)
    return bool(values) and all(holds(value) for value in values)


def _values(node: SgNode, flow: Flow) -> list[SgNode]:
    if node.kind() == "identifier":
        return flow.names.bound(node) or []
    return flow.names.member(node.text()) if node.kind() == "attribute" else []


def _is_tree(node: SgNode, flow: Flow, depth: int) -> bool:
    if depth > _DEPTH:
        return False
    if node.kind() == "call":
        name = flow.names.called(node)
        if name == "ast.parse" and depth == 0:
            return False  # parsed and compiled in one breath: the text is run as it came
        given = positional(node)
        if tail(name) in {"visit", "generic_visit", "fix_missing_locations"} and given:
            return _is_tree(given[0], flow, depth + 1)
        return name.startswith("ast.") and name not in _NO_TREES
    if node.kind() == "identifier" and _TREE_TYPE.search(_annotation(node, flow)):
        return True
    return any(_is_tree(value, flow, depth + 1) for value in _values(node, flow))


def _source(node: SgNode, flow: Flow) -> SgNode:
    """The text that is parsed within a call of `compile`, else what is given to it."""
    given = positional(node) if node.kind() == "call" and flow.names.called(node) == "ast.parse" else []
    return given[0] if given else node


def _is_file_text(node: SgNode, flow: Flow) -> bool:
    """Whether the text is what was read from a file that was opened here."""
    function = callee(node) if node.kind() == "call" else None
    while function is not None and tail(function.text()) in _SAME_TEXT:
        node = function.field("object") or node
        function = callee(node) if node.kind() == "call" else None
    if function is None:
        return _all_of(node, flow, lambda value: value.kind() == "call" and _is_file_text(value, flow))
    file = function.field("object")
    if file is None or tail(function.text()) != "read":
        return False
    if file.kind() == "identifier":
        opened = _with_value(file)
        return _is_opened(opened, flow) if opened is not None else _all_of(file, flow, lambda v: _is_opened(v, flow))
    return _is_opened(file, flow)


def _is_opened(node: SgNode, flow: Flow) -> bool:
    function = callee(node) if node.kind() == "call" else None
    if function is None:
        return False
    if flow.names.called(node) in _OPENERS:
        return True
    owner = function.field("object")
    return tail(function.text()) == "open" and owner is not None and _PATH.search(owner.text()) is not None


def _with_value(name: SgNode) -> SgNode | None:
    """What a `with` around the name, or before it in the same block, has opened under that name."""
    for ancestor in name.ancestors():
        for statement in [ancestor, *ancestor.prev_all()]:
            if statement.kind() != "with_statement":
                continue
            found = _item(statement, name.text())
            if found is not None:
                return found
        if ancestor.kind() in {"function_definition", "lambda"}:
            return None
    return None


def _item(statement: SgNode, name: str) -> SgNode | None:
    clause = next((c for c in statement.children() if c.kind() == "with_clause"), None)
    for item in clause.children() if clause is not None else ():
        pattern = next((c for c in item.children() if c.kind() == "as_pattern"), None)
        named = [c for c in pattern.children() if c.is_named()] if pattern is not None else []
        if len(named) == 2 and named[1].text() == name:
            return named[0]
    return None


def _annotation(name: SgNode, flow: Flow) -> str:
    """The type that the function around the name, or an assignment in it, writes beside the name."""
    function = enclosing_function(name)
    listed = function.field("parameters") if function is not None else None
    for parameter in listed.children() if listed is not None else ():
        if parameter.kind() not in {"typed_parameter", "typed_default_parameter"}:
            continue
        target = parameter.field("name") or next((c for c in parameter.children() if c.is_named()), None)
        given = parameter.field("type")
        if target is not None and given is not None and target.text() == name.text():
            return given.text()
    scope = span(function) if function is not None else None
    for binding in flow.names.bindings(name.text()):
        given = binding.node.field("type") if binding.scope == scope else None
        if given is not None:
            return given.text()
    return ""
