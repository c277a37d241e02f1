"""Calls and names that a rule forbids by spelling them out in backticks.

`locator()` is the function or the method of that name, `page.locator()` that one alone, `.locator()` the method. What
the language itself has as a function, such as `fetch()` or `open()`, is that function: a method may well be called so.
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue import seen
from teaching.review.catalogue.configuration.whereabouts import lies_in, module_matches
from teaching.review.catalogue.dependencies.forbidden_examples import EXAMPLES
from teaching.review.catalogue.dependencies.forbidden_wording import PHRASES
from teaching.review.catalogue.security.names import Names, callee
from teaching.review.entry import Entry, Fact, Params, Slot, Syntax, Words
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, end_line, start_line

_CALL_KINDS = ("call", "call_expression", "new_expression")
_MEMBERS = ("attribute", "member_expression")
_GLOBALS = ("window.", "globalThis.", "builtins.")
_OWNERS = frozenset({"self", "cls", "this", "super", "super()"})
# Functions and classes of Python and of JavaScript themselves that a rule may name.
_OF_LANGUAGE = frozenset(
    "abs all any breakpoint callable chr compile delattr dict dir divmod enumerate eval exec exit filter float format "
    "getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max min next "
    "object open ord pow print property quit range repr reversed round set setattr slice sorted str sum super tuple "
    "type vars zip alert atob btoa cancelAnimationFrame clearInterval clearTimeout confirm decodeURIComponent "
    "encodeURIComponent escape fetch importScripts isFinite isNaN parseFloat parseInt prompt queueMicrotask "
    "requestAnimationFrame requestIdleCallback require setImmediate setInterval setTimeout structuredClone unescape "
    "Array BigInt Boolean Date Error EventSource Function Map Number Object Promise Proxy RegExp Set String Symbol "
    "WeakMap WeakSet WebSocket Worker XMLHttpRequest".split()
)
_FILE = re.compile(r"\.(?:pyi?|[cm]?[jt]sx?)$", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Where "do not read it directly" is said, the one place that may is the settings module itself.
_SETTINGS = re.compile(
    r"(^|/)[^/]*(settings|config|environment|env)[^/]*\.[^/]+$|(^|/)(settings|config)/", re.IGNORECASE
)


def _names(params: Params, slot: str) -> tuple[str, ...]:
    value = params[slot]
    return value if isinstance(value, tuple) else ()


def _is_in(path: str, place: str) -> bool:
    """Whether a file is the one that is named, or lies in that folder or module."""
    if _FILE.search(place) and "*" not in place:
        return f"/{path}".lower().endswith("/" + place.removeprefix("./").lstrip("/").lower())
    return lies_in(path, place) if "/" in place else module_matches(path, (place,))


def _dotted(node: SgNode) -> str:
    return "".join(node.text().replace("?.", ".").split())


def forbidden_uses(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Calls of the forbidden functions and uses of the forbidden attributes."""
    if params["where"] == "settings" and _SETTINGS.search(source.path):
        return
    if any(_is_in(source.path, place) for place in _names(params, "outside")):
        return
    purposes = frozenset(purpose.lower().rstrip("s") for purpose in _names(params, "purpose"))
    names = Names(source)
    for name in _names(params, "calls"):
        plain = name.removesuffix("()")
        called = name.endswith("()") or "." not in name
        uses = [*_uses(source, plain, called), *_renamed_uses(source, plain, called, names)]
        for node in uses:
            if not purposes or purposes & _surrounding_words(node):
                text = f"`{name}` is used here."
                yield Fact(start_line(node), end_line(node), text)
        # Where a name that was taken in is used, its uses say enough.
        if "." in plain and not plain.startswith(".") and not uses:
            yield from _imported_from(source, plain)


def _renamed_uses(source: SourceFile, plain: str, called: bool, names: Names) -> Iterator[SgNode]:
    """Uses under a name that an import gave: `import sys as s`, `from sys import exit`, `import { exit } from …`."""
    if "." not in plain or plain.startswith("."):
        return
    given = {local for local, origin in names.imports.items() if _leads_to(origin, plain) and local != origin}
    # `datetime.now` is `datetime.datetime.now` for whoever imports the module.
    owner = plain.partition(".")[0]
    given |= {local for local, origin in names.imports.items() if origin in {owner, f"{owner}.{owner}"}}
    if not given:
        return
    for node in source.nodes(*_CALL_KINDS if called else (*_MEMBERS, "identifier")):
        target = callee(node) if called else node
        if target is None or target.kind() not in {*_MEMBERS, "identifier"} or _dotted(target) == plain:
            continue
        head = target.text().partition(".")[0]
        if head not in given or names.dotted(target) not in {plain, f"{owner}.{plain}"}:
            continue
        if not _is_bound_here(target, called) and (source.language == "python" or names.is_imported(_first(target))):
            yield node


def _leads_to(origin: str, plain: str) -> bool:
    return plain == origin or plain.startswith(f"{origin}.")


def _first(node: SgNode) -> SgNode:
    while node.kind() in _MEMBERS:
        inner = node.field("object")
        if inner is None:
            break
        node = inner
    return node


def _is_bound_here(node: SgNode, called: bool) -> bool:
    """Whether an identifier only gives a name, as an import, a parameter, an argument's name and an attribute do."""
    if called or node.kind() != "identifier":
        return False
    parent = node.parent()
    kind = parent.kind() if parent is not None else ""
    if kind in {"attribute", "member_expression"}:
        first = parent.field("object") if parent is not None else None
        return first is None or first != node
    if kind in {"keyword_argument", "assignment"}:
        return parent is not None and parent.child(0) == node
    return kind in {"dotted_name", "aliased_import", "parameters", "import_specifier", "import_clause"}


def _uses(source: SourceFile, plain: str, called: bool) -> Iterator[SgNode]:
    if called:
        own, methods = _own_functions(source)
        for node in source.nodes(*_CALL_KINDS):
            function = callee(node)  # a class is called by `new`
            if function is not None and _is_named(function, plain) and not _is_own(function, own, methods):
                yield node
        return
    for node in source.nodes(*_MEMBERS):
        if _is_named(node, plain):
            yield node
    for node in source.nodes("nested_type_identifier"):
        if _dotted(node) == plain:
            yield node


def _is_named(node: SgNode, plain: str) -> bool:
    kind = node.kind()
    if kind == "identifier":
        return node.text() == plain
    if kind not in _MEMBERS or _last(node) != plain.rpartition(".")[2]:
        return False
    if plain.startswith("."):
        return plain.count(".") == 1 or _dotted(node).endswith(plain)
    if "." not in plain and plain not in _OF_LANGUAGE:
        return True
    dotted = _dotted(node)
    return dotted == plain or any(dotted == prefix + plain for prefix in _GLOBALS)


def _last(member: SgNode) -> str:
    final = member.field("attribute") or member.field("property")
    return final.text() if final is not None else ""


def _own_functions(source: SourceFile) -> tuple[set[str], set[str]]:
    """Names that the file itself gives to functions, and to methods: a call of such a one is not the forbidden one."""
    functions: set[str] = set()
    methods: set[str] = set()
    for node in source.nodes("function_definition", "function_declaration", "class_definition", "method_definition"):
        name = node.field("name")
        if name is None:
            continue
        # A method does not answer to its bare name.
        of_class = node.kind() == "method_definition" or any(
            parent.kind() == "class_definition" for parent in node.ancestors()
        )
        (methods if of_class else functions).add(name.text())
    for node in source.nodes("variable_declarator"):
        name, value = node.field("name"), node.field("value")
        if name is not None and value is not None and value.kind() in FUNCTION_KINDS:
            functions.add(name.text())
    return functions, methods


def _is_own(function: SgNode, own: set[str], methods: set[str]) -> bool:
    if function.kind() == "identifier":
        return function.text() in own
    owner = function.field("object")
    return owner is not None and owner.text() in _OWNERS and _last(function) in methods


def _imported_from(source: SourceFile, plain: str) -> Iterator[Fact]:
    """`from os import environ` takes `os.environ` in as much as spelling it does."""
    module, _, last = plain.rpartition(".")
    for node in source.nodes("import_from_statement"):
        origin = node.field("module_name")
        if origin is None or origin.text() != module:
            continue
        for child in node.field_children("name"):
            name = child.field("name") if child.kind() == "aliased_import" else child
            if name is not None and name.text() == last:
                yield Fact(start_line(node), end_line(node), f"`{plain}` is imported here.")


def _surrounding_words(node: SgNode) -> frozenset[str]:
    """The words of the names that receive the value: variable, key, keyword, and the function around it."""
    words: set[str] = set()
    for ancestor in node.ancestors():
        kind = ancestor.kind()
        for field in ("left", "name", "key"):
            target = ancestor.field(field) if kind not in {"class_definition", "class_declaration"} else None
            if target is not None and target.range().start.index < node.range().start.index:
                words.update(word.lower().rstrip("s") for word in _WORD.findall(target.text()))
        if kind in FUNCTION_KINDS - {"lambda", "arrow_function"}:
            break
    return frozenset(words)


FORBIDDEN_CALL = Entry(
    name="forbidden-call",
    title="calls and attributes that a rule forbids by name",
    languages=ALL,
    engines=(Syntax(forbidden_uses),),
    cues=("`",),
    phrases=PHRASES,
    reads=(
        ("Never call `setTimeout()`.", {"calls": ("setTimeout()",)}),
        ("Do not use `os.environ` directly; use settings", {"calls": ("os.environ",), "where": "settings"}),
        ("`process.env` is forbidden.", {"calls": ("process.env",), "where": ""}),
        ("Never use `Math.random()` for ids", {"calls": ("Math.random()",), "purpose": ("ids",)}),
        ("Use `crypto.randomUUID()` instead of `Math.random()`", {"calls": ("Math.random()",), "purpose": ()}),
        (
            "No `window.alert()` or `window.confirm()`",
            {"calls": ("window.alert()", "window.confirm()")},
        ),
        ("Never read `os.environ` outside `settings.py`", {"calls": ("os.environ",), "outside": ("settings.py",)}),
        (
            "Never call `datetime.now()` outside `src/clock/`",
            {"calls": ("datetime.now()",), "outside": ("src/clock/",)},
        ),
        ("Only `db.py` may call `sqlite3.connect()`", {"calls": ("sqlite3.connect()",), "outside": ("db.py",)}),
        ("`fetch()` may only be called in `src/api/`", {"calls": ("fetch()",), "outside": ("src/api/",)}),
        ("Call `session.commit()` only in the `store` module", {"calls": ("session.commit()",), "outside": ("store",)}),
        ("Never call `locator()` in tests", {"calls": ("locator()",), "outside": ()}),
        ("Tests must not call `page.$()`", {"calls": ("page.$()",)}),
    ),
    ignores=(
        "Never call `fetch()` without a timeout.",
        "Do not use `setTimeout()` in components.",
        "Never call `datetime.now()` without a timezone.",
        "`console.log` is forbidden.",
        "Never edit `package.json`.",
        "Do not use `any`.",
        "`app.run()` must not block.",
        "Do not read `settings.toml`.",
        "Never use `print()`.",
        "`save()` is never called twice.",
        "In components, never use `fetch()`.",
        "Routes must not call `db.execute()`.",
        "Never use `powershell.exe`.",
        "Serving path: streamer, then inference (`.predict()` only, never `.fit()`).",
        "Never call `fetch()` directly; use `apiClient`.",
        "Never visit `example.com`.",
        "Never call `datetime.now()` outside `src/clock/` without a timezone.",
        "Never call `fetch()` directly; use the client in `src/api/`.",
        "Never call `locator()` outside page objects.",
        "Only services may call `session.commit()`.",
        "Only call `render()` in `src/page.ts` when nothing was rendered before.",
        "`fetch()` is called in `src/api/`.",
        "Never call `render()` in tests without a provider.",
        "Rules: in components, never use `fetch()`.",
    ),
    slots=(
        Slot("calls", "names", ask="Which call is forbidden? Write it in backticks with its parentheses."),
        Slot("where", "name", default="", choices=("settings",)),
        Slot("outside", "names", default=()),
        Slot("purpose", "names", default=()),
    ),
    evidence={"calls": seen.CALLS},
    words=Words(
        why="The project has decided against this call, mostly after it did harm once; a single use that stays becomes "
        "the example from which the next one is copied.",
        question="What do you want from this call, and who in this project already offers that?",
        hint="Search the project for other code with the same need, and see what it uses.",
    ),
    examples=EXAMPLES,
)
