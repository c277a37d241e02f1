"""Which names a file imports and assigns, and who a call calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ast_grep_py import SgNode

from teaching.review.catalogue.security.order import reaching
from teaching.review.source import SourceFile, enclosing_function, literal_text, span

CALL_KINDS = ("call", "call_expression", "new_expression")
ASSIGNMENTS = {
    "assignment": ("left", "right"),
    "augmented_assignment": ("left", "right"),
    "named_expression": ("name", "value"),
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "augmented_assignment_expression": ("left", "right"),
    "public_field_definition": ("name", "value"),
    "field_definition": ("property", "value"),
    "for_statement": ("left", "right"),
    "for_in_clause": ("left", "right"),
    "for_in_statement": ("left", "right"),
}
ADDING = frozenset({"append", "extend", "insert", "push", "unshift", "add"})


@dataclass(frozen=True, slots=True)
class Binding:
    """One place that gives a name a value (or adds to it); `scope` is the function around it."""

    node: SgNode
    value: SgNode
    scope: tuple[int, int] | None
    adds: bool
    kind: str
    at: int


def tail(dotted: str) -> str:
    """The last name of a dotted text."""
    return dotted.replace("?.", ".").rsplit(".", 1)[-1]


def callee(call: SgNode) -> SgNode | None:
    """The called expression; the grammar puts `await f<T>()` as `(await f)<T>()`, which is undone here."""
    function = call.field("function") or call.field("constructor")
    while function is not None and function.kind() in {"await_expression", "parenthesized_expression"}:
        function = next((c for c in function.children() if c.is_named()), None)
    return function


def positional(call: SgNode) -> list[SgNode]:
    """The arguments without names, comments left out."""
    listed = call.field("arguments")
    if listed is None:
        return []
    if listed.kind() == "generator_expression":
        return [listed]
    return [c for c in listed.children() if c.is_named() and c.kind() not in {"comment", "keyword_argument"}]


def keyword(call: SgNode, name: str) -> SgNode | None:
    """The value of a keyword argument (Python)."""
    listed = call.field("arguments")
    for child in listed.children() if listed is not None else ():
        if child.kind() == "keyword_argument":
            key = child.field("name")
            if key is not None and key.text() == name:
                return child.field("value")
    return None


def option(node: SgNode, name: str) -> SgNode | None:
    """The value of a key of an object literal (web)."""
    for child in node.children():
        if child.kind() == "pair":
            key = child.field("key")
            if key is not None and key.text().strip("'\"") == name:
                return child.field("value")
    return None


class Names:
    """Imports and assignments of one file."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source

    @cached_property
    def imports(self) -> dict[str, str]:
        """Local name → dotted origin, `run` → `subprocess.run`; web modules without the `node:` prefix."""
        if self.source.language == "python":
            return dict(self._python_imports())
        found = dict(self._web_imports())
        found.update(self._promisified(found))
        return found

    def called(self, call: SgNode) -> str:
        """The dotted name of what is called, import aliases resolved; empty where it is no plain name."""
        function = callee(call)
        return self.dotted(function) if function is not None else ""

    def dotted(self, node: SgNode) -> str:
        """An expression as a dotted name with its import resolved: `sp.run` → `subprocess.run`."""
        text = "".join(node.text().split()).replace("?.", ".")
        head, dot, rest = text.partition(".")
        if head.startswith("require("):
            head, _, rest = text.partition(")")
            return head.removeprefix("require(").strip("'\"`").removeprefix("node:") + rest
        return self.imports.get(head, head) + dot + rest

    def bound(self, name: SgNode) -> list[SgNode] | None:
        """The values that the name can have where it is used; None where a caller or another module decides."""
        text = name.text()
        bindings = self._bindings().get(text, [])
        scope = own = enclosing_function(name)
        while scope is not None:
            place = span(scope)
            here = [b for b in bindings if b.scope == place]
            if here:
                if _is_parameter(scope, text) and not _shadowed(bindings, place):
                    return None
                # A function inside another one runs at any time: there the order says nothing.
                return [b.value for b in (reaching(name, here) if scope is own else here)]
            if _is_parameter(scope, text):
                return None
            scope = enclosing_function(scope)
        here = [b for b in bindings if b.scope is None]
        return [b.value for b in (reaching(name, here) if own is None else here)] or None

    def each_of(self, name: SgNode) -> SgNode | None:
        """The array whose elements the name stands for: it is what a callback of `map` or `forEach` is given."""
        text = name.text()
        scope = enclosing_function(name)
        while scope is not None and not _is_parameter(scope, text):
            scope = enclosing_function(scope)
        listed = scope.parent() if scope is not None else None
        call = listed.parent() if listed is not None and listed.kind() == "arguments" else None
        function = callee(call) if call is not None else None
        if scope is None or function is None or tail(function.text()) not in {"map", "forEach", "flatMap"}:
            return None
        first = scope.field("parameter") or next(
            (c for p in [scope.field("parameters")] if p is not None for c in p.children() if c.is_named()), None
        )
        return function.field("object") if first is not None and _first_name(first) == text else None

    def constant_array(self, node: SgNode) -> SgNode | None:
        """The array literal that is written here, or that a name of the module stands for and nothing changes."""
        if node.kind() == "array":
            return node
        bindings = self._bindings().get(node.text(), []) if node.kind() == "identifier" else []
        if len(bindings) != 1 or bindings[0].scope is not None or self.bound(node) is None:
            return None
        value = bindings[0].value
        if value.kind() in {"as_expression", "satisfies_expression"}:
            value = value.children()[0]
        return value if value.kind() == "array" else None

    def is_imported(self, name: SgNode) -> bool:
        """Whether the name comes from another module and no function around it takes a parameter of that name."""
        text = name.text()
        if text not in self.imports:
            return False
        scope = enclosing_function(name)
        while scope is not None:
            if _is_parameter(scope, text):
                return False
            scope = enclosing_function(scope)
        return True

    def member(self, text: str) -> list[SgNode]:
        """The values given to `self.name` or `this.name` anywhere in the file, or to the class's own field."""
        owner, _, name = text.rpartition(".")
        if owner not in {"self", "this", "cls"}:
            return []
        bindings = self._bindings()
        found = [b.value for b in bindings.get(f"{owner}.{name}", [])]
        found += [b.value for b in bindings.get(name, []) if _in_class(b.node)]
        return found

    def bindings(self, name: str) -> list[Binding]:
        """Every place that gives this name a value."""
        return self._bindings().get(name, [])

    def _bindings(self) -> dict[str, list[Binding]]:
        return self._all_bindings

    @cached_property
    def _all_bindings(self) -> dict[str, list[Binding]]:
        found: dict[str, list[Binding]] = {}
        for kind, (target, given) in ASSIGNMENTS.items():
            for node in self.source.nodes(kind):
                name, value = node.field(target), node.field(given)
                if name is not None and value is not None:
                    adds = kind.startswith("augmented")
                    found.setdefault(name.text(), []).append(
                        Binding(node, value, _scope(node), adds, kind, span(node)[0])
                    )
        for kind in CALL_KINDS[:2]:
            for node in self.source.nodes(kind):
                function = callee(node)
                owner = function.field("object") if function is not None else None
                if function is None or owner is None or tail(function.text()) not in ADDING:
                    continue
                for value in positional(node):
                    found.setdefault(owner.text(), []).append(
                        Binding(node, value, _scope(node), True, kind, span(node)[0])
                    )
        for bindings in found.values():
            bindings.sort(key=lambda b: b.at)
        return found

    def _python_imports(self) -> Iterator[tuple[str, str]]:
        for node in self.source.nodes("import_statement"):
            for child in node.children():
                if child.kind() == "aliased_import":
                    yield _alias(child), _original(child)
                elif child.kind() == "dotted_name":
                    head = child.text().partition(".")[0]
                    yield head, head
        for node in self.source.nodes("import_from_statement"):
            module = node.field("module_name")
            if module is None:
                continue
            for child in node.children():
                if child.kind() == "aliased_import":
                    yield _alias(child), f"{module.text()}.{_original(child)}"
                elif child.kind() == "dotted_name" and span(child) != span(module):
                    yield child.text(), f"{module.text()}.{child.text()}"

    def _web_imports(self) -> Iterator[tuple[str, str]]:
        for node in self.source.nodes("import_statement"):
            module = node.field("source")
            name = literal_text(module) if module is not None else None
            clause = next((c for c in node.children() if c.kind() == "import_clause"), None)
            if name is not None and clause is not None:
                yield from _clause(clause, name.removeprefix("node:"))
        for node in self.source.nodes("variable_declarator"):
            name, value = node.field("name"), node.field("value")
            if name is None or value is None or not value.text().startswith("require("):
                continue
            origin = self.dotted(value).strip("()'\"`")
            if name.kind() == "identifier":
                yield name.text(), origin
            elif name.kind() == "object_pattern":
                yield from _pattern(name, origin)

    def _promisified(self, known: dict[str, str]) -> Iterator[tuple[str, str]]:
        for node in self.source.nodes("variable_declarator"):
            name, value = node.field("name"), node.field("value")
            if name is None or value is None or value.kind() != "call_expression":
                continue
            function, given = callee(value), positional(value)
            if function is not None and given and tail(function.text()) == "promisify":
                head, dot, rest = given[0].text().partition(".")
                yield name.text(), known.get(head, head) + dot + rest


def _scope(node: SgNode) -> tuple[int, int] | None:
    function = enclosing_function(node)
    return span(function) if function is not None else None


def _in_class(node: SgNode) -> bool:
    for ancestor in node.ancestors():
        if ancestor.kind() in {"class_definition", "class_body"}:
            return True
        if ancestor.kind() in {"function_definition", "statement_block"}:
            return False
    return False


def _is_parameter(function: SgNode, name: str) -> bool:
    listed = function.field("parameters") or function.field("parameter")
    if listed is None:
        return False
    if listed.kind() == "identifier":
        return listed.text() == name
    for child in listed.children():
        target = child.field("pattern") or child.field("name") or child.field("left") or child
        text = target.text().lstrip("*.")
        if text == name or text.split(":")[0].split("=")[0].strip() == name:
            return True
        if target.kind() == "object_pattern" and name in _pattern_names(target):
            return True
    return False


def _first_name(parameter: SgNode) -> str:
    target = parameter.field("pattern") or parameter
    return target.text() if target.kind() == "identifier" else ""


def _pattern_names(pattern: SgNode) -> set[str]:
    names: set[str] = set()
    for child in pattern.children():
        target = child.field("value") or child.field("left") or child
        names.add(target.text())
    return names


def _shadowed(bindings: list[Binding], place: tuple[int, int]) -> bool:
    """Whether a plain assignment in the function replaces what the caller gave."""
    return any(b.scope == place and not b.adds for b in bindings)


def _alias(node: SgNode) -> str:
    name = node.field("alias")
    return name.text() if name is not None else ""


def _original(node: SgNode) -> str:
    name = node.field("name")
    return name.text() if name is not None else ""


def _clause(clause: SgNode, module: str) -> Iterator[tuple[str, str]]:
    for child in clause.children():
        if child.kind() == "identifier":
            yield child.text(), module
        elif child.kind() == "namespace_import":
            yield child.children()[-1].text(), module
        elif child.kind() == "named_imports":
            for one in child.children():
                if one.kind() == "import_specifier":
                    yield _alias(one) or _original(one), f"{module}.{_original(one)}"


def _pattern(pattern: SgNode, module: str) -> Iterator[tuple[str, str]]:
    for child in pattern.children():
        if child.kind() == "shorthand_property_identifier_pattern":
            yield child.text(), f"{module}.{child.text()}"
        elif child.kind() == "pair_pattern":
            key, value = child.field("key"), child.field("value")
            if key is not None and value is not None:
                yield value.text(), f"{module}.{key.text()}"
