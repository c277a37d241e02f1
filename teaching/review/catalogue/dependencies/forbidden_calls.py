"""Calls and names that a rule forbids by spelling them out in backticks."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ast_grep_py import SgNode

from teaching.review.catalogue import seen
from teaching.review.catalogue.phrasing import BANNED, END, LOCATED, NEG, SOFTENED, START
from teaching.review.catalogue.security.names import Names, callee
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, end_line, start_line

_CALL_KINDS = ("call", "call_expression", "new_expression")
_MEMBERS = ("attribute", "member_expression")
_GLOBALS = ("window.", "globalThis.", "builtins.")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Where "do not read it directly" is said, the one place that may is the settings module itself.
_SETTINGS = re.compile(
    r"(^|/)[^/]*(settings|config|environment|env)[^/]*\.[^/]+$|(^|/)(settings|config)/", re.IGNORECASE
)


def _names(params: Params, slot: str) -> tuple[str, ...]:
    value = params[slot]
    return value if isinstance(value, tuple) else ()


def _dotted(node: SgNode) -> str:
    return "".join(node.text().replace("?.", ".").split())


def forbidden_uses(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Calls of the forbidden functions and uses of the forbidden attributes, by their exact dotted name."""
    if params["where"] == "settings" and _SETTINGS.search(source.path):
        return
    if any(source.path == path or source.path.endswith(f"/{path}") for path in _names(params, "outside")):
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
    if not given:
        return
    for node in source.nodes(*_CALL_KINDS if called else (*_MEMBERS, "identifier")):
        target = callee(node) if called else node
        if target is None or target.kind() not in {*_MEMBERS, "identifier"}:
            continue
        head = target.text().partition(".")[0]
        if head not in given or names.dotted(target) != plain or _is_bound_here(target, called):
            continue
        if source.language == "python" or names.is_imported(_first(target)):
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
        if plain in _own_functions(source):
            return
        for node in source.nodes("call", "call_expression", "new_expression"):
            function = node.field("function") or node.field("constructor")  # a class is called by `new`
            if function is not None and _is_named(function, plain):
                yield node
        return
    for node in source.nodes("attribute", "member_expression"):
        if _is_named(node, plain):
            yield node
    for node in source.nodes("nested_type_identifier"):
        if _dotted(node) == plain:
            yield node


def _is_named(node: SgNode, plain: str) -> bool:
    last = plain.rpartition(".")[2]
    kind = node.kind()
    if kind in {"identifier"}:
        return node.text() == plain
    if kind not in {"attribute", "member_expression"}:
        return False
    final = node.field("attribute") or node.field("property")
    if final is None or final.text() != last:
        return False
    if plain.startswith("."):
        return plain.count(".") == 1
    dotted = _dotted(node)
    return dotted == plain or any(dotted == prefix + plain for prefix in _GLOBALS)


def _own_functions(source: SourceFile) -> set[str]:
    """Names that the file itself gives to functions: a call of such a one is no call of the forbidden one."""
    found: set[str] = set()
    for node in source.nodes("function_definition", "function_declaration", "class_definition"):
        name = node.field("name")
        # A method does not answer to its bare name.
        if name is not None and not any(parent.kind() == "class_definition" for parent in node.ancestors()):
            found.add(name.text())
    return found


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


# Other entries know these better: output, security, time, paths, promises, tests.
_ELSEWHERE = (
    r"(?!`(?:print\(|console\.|eval\(|exec\(|datetime\.|os\.path|os\.system|subprocess\."
    r"|pickle\.|yaml\.|(?:time|asyncio)\.sleep|[\w.]*waitfortimeout"
    r"|unittest\.|document\.write|\.?then\(|\.only|\.skip|(?:it|test|describe)\.|pytest\.|typing\.|math\.random\(\)`\s+"
    r"(?:in|for)\s+security|input\(|open\())"
)
_FILE = (
    r"(?![^`]*\.(?:[cm]?[jt]sx?|pyi?|md|json|ya?ml|toml|lock|css|s[ac]ss|html|txt|sh|sql|com|org|io|dev|cfg|ini"
    r"|exe|bat|cmd|ps1|go|rs|java|kt|cs|cpp|php|rb|swift|xml|csv|log|db|sqlite|zip|png|svg|example|local|test|net)`)"
)
_CALL = rf"{_ELSEWHERE}`{_FILE}(?:\.?[a-z_$][\w$]*(?:\.[\w$]+)*\(\)|[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+)`"
_CALLS = rf"(?P<calls>(?>{_CALL}(?:(?:\s*,?\s*(?:or|and|nor)\s+|\s*,\s*|\s*/\s*){_CALL})*+))(?: calls?)?"
_USE = (
    r"(?:\s+(?:ever|directly))*\s+(?:use|using|call|calling|invoke|invoking|access|accessing"
    r"|read|reading)(?:\s+(?:from|raw|plain))?\s+"
)
# Said of these, "directly" means "except where the settings are read"; of others nobody knows which wrapper may.
_SETTING = r"`(?:os\.environ|os\.getenv|process\.env|import\.meta\.env|deno\.env)\b"
_NOUN = r"(?:ids?|identifiers?|tokens?|keys?|secrets?|passwords?|uuids?|nonces?|otps?|codes?|salts?|sessions?)"

_TAKEN_BACK = rf"{SOFTENED}|{LOCATED}"


_AGAINST = (
    r"^(?=.*(?:\bne(?:ver|ither)\b|\bnot?\b|n't\b|\bavoid|\bban|forbid|disallow|prohibit|off[- ]limits|zero|❌|🚫"
    r"|\binstead\b"
    r"|\brather\b|\bover\b|unacceptable))"
)


def _calling(*phrases: Phrase) -> tuple[Phrase, ...]:
    """The phrases, each tried only where something in backticks is called or looked up."""
    return tuple(replace(phrase, needs=rf"{_AGAINST}.*?`[^`]*(?:\(\)|[\w$]\.[\w$])") for phrase in phrases)


FORBIDDEN_CALL = Entry(
    name="forbidden-call",
    title="calls and attributes that a rule forbids by name",
    languages=ALL,
    engines=(Syntax(forbidden_uses),),
    cues=("`",),
    phrases=_calling(
        Phrase(rf"{START}{NEG}{_USE}(?={_SETTING}){_CALLS}\s+directly{END}", {"where": "settings"}, _TAKEN_BACK),
        Phrase(
            rf"{START}{NEG}\s+directly\s+(?:use|call|access|read)\s+(?:from )?(?={_SETTING}){_CALLS}{END}",
            {"where": "settings"},
            _TAKEN_BACK,
        ),
        Phrase(
            rf"{START}{NEG}{_USE}{_CALLS}\s+(?:directly )?outside(?: of)?\s+(?P<outside>`[\w./-]+\.\w+`){END}",
            {},
            rf"\b(?:unless|except)\b|{LOCATED}",
        ),
        Phrase(
            rf"{START}{NEG}{_USE}{_CALLS}\s+(?:for|as|to (?:make|create|generate|build))\s+(?P<purpose>"
            rf"{_NOUN}(?:(?:, | or | and |/){_NOUN})*+){END}",
            {},
            _TAKEN_BACK,
        ),
        Phrase(rf"{START}{NEG}{_USE}{_CALLS}{END}", {}, _TAKEN_BACK),
        Phrase(rf"^(?:[\w &/-]{{{{1,30}}}}:\s*)?{NEG}\s+{_CALLS}{END}", {}, _TAKEN_BACK),
        Phrase(rf"{START}{_CALLS}{BANNED}{END}", {}, _TAKEN_BACK),
        Phrase(
            rf"\b(?:use|prefer)\s+`[^`]+`[^.;`]{{{{0,20}}}}?\s*,?\s*(?:instead of|rather than|over|not"
            rf"|never)\s+{_CALLS}{END}",
            {},
            _TAKEN_BACK,
        ),
    ),
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
    examples=(
        Example(
            "python", "import os\n\nx = os.environ['A']\ny = os.environ.get('B')\n", (3, 4), {"calls": ("os.environ",)}
        ),
        Example("python", "from os import (\n    environ,\n)\n", (1,), {"calls": ("os.environ",)}),
        Example(
            "python",
            "import sys as s\nfrom sys import exit as leave\n\nif x:\n    s.exit(1)\nelse:\n    leave()\n",
            (5, 7),
            {"calls": ("sys.exit",)},
        ),
        Example(
            "python",
            "from os import environ\n\nurl = environ['URL']\nf(environ=1)\nself.environ = {}\n",
            (3,),
            {"calls": ("os.environ",)},
        ),
        Example(
            "typescript",
            "import { readFileSync as read } from 'node:fs';\nimport * as files from 'fs';\nread(a);\n"
            "files.readFileSync(b);\nfiles.readFile(c);\n",
            (3, 4),
            {"calls": ("fs.readFileSync()",)},
        ),
        Example(
            "javascript",
            "const { exec } = require('child_process');\nexec(a);\nregex.exec(b);\n",
            (2,),
            {"calls": ("child_process.exec()",)},
        ),
        Example(
            "python",
            "class A:\n    def f(self):\n        return g(\n            1\n        )\n",
            (3,),
            {"calls": ("g()",)},
        ),
        Example(
            "python",
            "import os\nx = os.environ['A']\n",
            (),
            {"calls": ("os.environ",), "where": "settings"},
            path="app/settings.py",
        ),
        Example("python", "class A:\n    def g(self):\n        return self.g()\n", (), {"calls": ("g()",)}),
        Example(
            "typescript",
            "const a = new WebSocket(url);\nconst b = new ws.Socket(url);\n",
            (1,),
            {"calls": ("WebSocket()",)},
        ),
        Example("python", "def g():\n    return 1\n\n\nx = g()\n", (), {"calls": ("g()",)}),
        Example("python", '# os.environ\nx = "os.environ"\ny = config.os.environ\n', (), {"calls": ("os.environ",)}),
        Example(
            "typescript",
            "setTimeout(() => go(), 5);\nwindow.setTimeout(go, 5);\n",
            (1, 2),
            {"calls": ("setTimeout()",)},
        ),
        Example(
            "typescript", "const port = process.env.PORT ?? process.env['X'];\n", (1,), {"calls": ("process.env",)}
        ),
        Example("tsx", "const id = `a-${Math.random()}`;\n", (1,), {"calls": ("Math.random()",), "purpose": ("ids",)}),
        Example("tsx", "const A: React.FC<P> = () => <p/>;\n", (1,), {"calls": ("React.FC",)}),
        Example("javascript", "items.forEach((x) => x());\n", (1,), {"calls": (".forEach()",)}),
        Example(
            "javascript",
            "const o = { userId: Math\n  .random() };\n",
            (1,),
            {"calls": ("Math.random()",), "purpose": ("ids",)},
        ),
        Example("tsx", "const width = Math.random() * 9;\n", (), {"calls": ("Math.random()",), "purpose": ("ids",)}),
        Example(
            "typescript", "clock.setTimeout(go, 5);\nconst s = 'setTimeout()';\n", (), {"calls": ("setTimeout()",)}
        ),
        Example("typescript", "useTimeout(setTimeout);\n// setTimeout(x)\n", (), {"calls": ("setTimeout()",)}),
        Example("javascript", "const e = my.process.env;\n", (), {"calls": ("process.env",)}),
    ),
)
