"""Functions that are made in a loop, kept beyond their turn, and see the loop's last value."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import callee, tail
from teaching.review.entry import Fact, Params
from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, span, start_line

# Calls that keep what they are given for later; most others call it at once.
_KEEPERS = frozenset(
    {
        "append", "add", "insert", "appendleft", "push", "put", "setdefault", "connect", "bind", "on", "subscribe",
        "after", "call_later", "call_soon", "call_at", "add_done_callback", "addCallback", "submit", "Thread", "Timer",
        "Process", "schedule", "register", "add_command", "add_callback", "on_click", "add_listener", "Button",
    }
)  # fmt: skip
_LATER = frozenset({"target", "command", "callback", "on_click", "handler", "cb", "default_factory"})
_LOOPS = frozenset({"for_statement", "for_in_clause"})


def late_closures(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Lambdas and nested functions that use a loop's variable and are kept for after the turn."""
    for loop in source.nodes("for_statement", "list_comprehension"):
        names = _variables(loop)
        if not names:
            continue
        first, last = span(loop)
        for function in source.nodes("lambda", "function_definition"):
            if not first <= function.range().start.index < last or not _is_directly_in(function, loop):
                continue
            used = names & _free_names(function)
            if used and _is_kept(function, loop):
                name = min(used)
                text = f"The function made here looks `{name}` up when it is called, after the loop has moved on."
                yield Fact(start_line(function), end_line(function), text)


def _variables(loop: SgNode) -> set[str]:
    targets = [loop] if loop.kind() == "for_statement" else [c for c in loop.children() if c.kind() == "for_in_clause"]
    names: set[str] = set()
    for target in targets:
        left = target.field("left")
        if left is not None:
            names |= (
                {left.text()} if left.kind() == "identifier" else {c.text() for c in left.children() if c.is_named()}
            )
    return names


def _is_directly_in(function: SgNode, loop: SgNode) -> bool:
    for ancestor in function.ancestors():
        if span(ancestor) == span(loop) and ancestor.kind() == loop.kind():
            return True
        if ancestor.kind() in FUNCTION_KINDS or ancestor.kind() in {"for_statement", "class_definition"}:
            return False
    return False


def _free_names(function: SgNode) -> set[str]:
    """Names that the body reads and that are not its own."""
    listed, body = function.field("parameters"), function.field("body")
    own: set[str] = set()
    for child in listed.children() if listed is not None else ():
        name = child.field("name") or child
        own.add(name.text().lstrip("*").split(":")[0].strip())
    read: set[str] = set()
    stack = [body] if body is not None else []
    while stack:
        node = stack.pop()
        if node.kind() == "identifier":
            read.add(node.text())
        elif node.kind() in {"attribute", "keyword_argument"}:
            inner = node.field("object") or node.field("value")
            stack += [inner] if inner is not None else []
            continue
        elif node.kind() in {"assignment", "for_statement", "for_in_clause"}:
            left = node.field("left")
            own.add(left.text() if left is not None else "")
        stack.extend(node.children())
    return read - own


def _is_kept(function: SgNode, loop: SgNode) -> bool:
    if function.kind() == "lambda":
        return _value_is_kept(function, loop)
    name = function.field("name")
    if name is None:
        return False
    stack = list(loop.children())
    while stack:
        node = stack.pop()
        if node.kind() == "identifier" and node.text() == name.text() and span(node) != span(name):
            if _value_is_kept(node, loop):
                return True
        stack.extend(node.children())
    return False


def _value_is_kept(value: SgNode, loop: SgNode) -> bool:
    """Whether the function itself, not what it returns, is stored or handed to something that calls it later."""
    parent = value.parent()
    if parent is None:
        return False
    kind = parent.kind()
    if kind == "list_comprehension":
        return span(parent) == span(loop)
    if kind == "assignment":
        left = parent.field("left")
        return left is not None and left.kind() in {"subscript", "attribute"}
    if kind == "keyword_argument":
        key = parent.field("name")
        return key is not None and key.text() in _LATER
    if kind == "tuple":
        return _value_is_kept(parent, loop)
    if kind == "argument_list":
        call = parent.parent()
        function = callee(call) if call is not None else None
        return function is not None and tail(function.text()) in _KEEPERS
    return False
