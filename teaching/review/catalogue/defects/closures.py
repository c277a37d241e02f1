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
_IMPORTS = frozenset({"import_statement", "import_from_statement"})
_COMPREHENSIONS = ("list_comprehension", "dictionary_comprehension", "set_comprehension")
# The field that holds what each form binds.
_BINDERS = {
    "assignment": "left",
    "augmented_assignment": "left",
    "for_statement": "left",
    "for_in_clause": "left",
    "named_expression": "name",
    "class_definition": "name",
}
_PATTERNS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "as_pattern_target", "tuple", "list"}
)


def late_closures(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Lambdas and nested functions that use a loop's variable and are kept for after the turn."""
    for loop in source.nodes("for_statement", *_COMPREHENSIONS, "generator_expression"):
        if loop.kind() == "generator_expression" and not _is_gathered(loop):
            continue
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


def _is_gathered(generator: SgNode) -> bool:
    """Whether all that a generator makes is kept before any of it is called: `tuple(… for …)`."""
    call = generator.parent()
    if call is not None and call.kind() == "argument_list":
        call = call.parent()
    function = callee(call) if call is not None and call.kind() == "call" else None
    return function is not None and function.text() in {"list", "tuple", "dict", "set"}


def _variables(loop: SgNode) -> set[str]:
    targets = [loop] if loop.kind() == "for_statement" else [c for c in loop.children() if c.kind() == "for_in_clause"]
    names: set[str] = set()
    for target in targets:
        left = target.field("left")
        names |= _targets(left) if left is not None else set()
    return names


def _is_directly_in(function: SgNode, loop: SgNode) -> bool:
    for ancestor in function.ancestors():
        if span(ancestor) == span(loop) and ancestor.kind() == loop.kind():
            return True
        if ancestor.kind() in FUNCTION_KINDS or ancestor.kind() in {"for_statement", "class_definition"}:
            return False
    return False


def _free_names(function: SgNode) -> set[str]:
    """Names that the function reads and that are bound nowhere in it."""
    listed, body = function.field("parameters"), function.field("body")
    own: set[str] = set()
    for child in listed.children() if listed is not None else ():
        name = child.field("name") or child
        own.add(name.text().lstrip("*").split(":")[0].strip())
    read: set[str] = set()
    stack = [body] if body is not None else []
    while stack:
        node = stack.pop()
        kind = node.kind()
        if kind == "identifier":
            read.add(node.text())
        elif kind in {"attribute", "keyword_argument"}:
            inner = node.field("object") or node.field("value")
            stack += [inner] if inner is not None else []
            continue
        elif kind in FUNCTION_KINDS:
            read |= _free_names(node)
            name, given = node.field("name"), node.field("parameters")
            own |= {name.text()} if name is not None else set()
            # A default is read where the inner function is made.
            values = [child.field("value") for child in given.children()] if given is not None else []
            stack += [value for value in values if value is not None]
            continue
        own |= _bound_by(node)
        stack.extend(node.children() if kind not in _IMPORTS else [])
    return read - own


def _bound_by(node: SgNode) -> set[str]:
    """The names that a node of any of Python's binding forms makes local."""
    kind = node.kind()
    if kind in _IMPORTS:
        module = node.field("module_name")
        named = [c for c in node.children() if c.kind() in {"dotted_name", "aliased_import"} and c != module]
        bound = [child.field("alias") or child for child in named]
        return {name.text().split(".")[0] for name in bound}
    field = _BINDERS.get(kind)
    target = node.field(field) if field is not None else None
    if kind == "as_pattern_target":
        target = node
    return _targets(target) if target is not None else set()


def _targets(target: SgNode) -> set[str]:
    """The names in what is assigned to: `a`, `a, b`, `(a, [b, *c])`; what stands in `x.a` or `x[i]` is only read."""
    names: set[str] = set()
    stack = [target]
    while stack:
        node = stack.pop()
        if node.kind() == "identifier":
            names.add(node.text())
        elif node.kind() in _PATTERNS:
            stack.extend(node.children())
    return names


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
    if kind in _COMPREHENSIONS or kind == "generator_expression":
        return span(parent) == span(loop)
    if kind == "pair":
        return parent.field("value") == value and _value_is_kept(parent, loop)
    if kind == "parenthesized_expression":
        return _value_is_kept(parent, loop)
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
