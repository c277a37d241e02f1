"""Output: prints and console calls that were to be logs, and how log messages are put together."""

from collections.abc import Iterator
from dataclasses import replace

from teaching.review.catalogue.phrasing import BANNED, LOCATED, NEG, SOFTENED, START
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, PYTHON, SourceFile, end_line, start_line

_CHATTER = frozenset({"log", "debug", "info", "trace", "dir", "table"})
_PRINTERS = frozenset({"print", "pprint"})


def _wanted(params: Params) -> tuple[str, ...]:
    value = params["what"]
    return value if isinstance(value, tuple) else ()


def printed(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Calls of Python's own `print` and `pprint` that go to the terminal; one into a file writes that file."""
    if source.language != "python" or "print" not in _wanted(params):
        return
    own = _own_printers(source)
    for node in source.nodes("call"):
        called = node.field("function")
        name = called.text() if called is not None else ""
        if name in {"pprint.pprint", "builtins.print"} or (name in _PRINTERS and name not in own):
            listed = node.field("arguments")
            files = [
                argument.text()
                for argument in (listed.children() if listed is not None else ())
                if argument.kind() == "keyword_argument" and argument.text().startswith("file")
            ]
            errors = bool(files) and files[0].endswith("stderr")
            if not files or errors or files[0].endswith("stdout"):
                where = "error" if errors else "output"
                yield Fact(start_line(node), end_line(node), f"`{name}` writes to the standard {where} here.")


def _own_printers(source: SourceFile) -> set[str]:
    """Printers that the file makes or takes from elsewhere: rich's `print` is not the built-in one."""
    own: set[str] = set()
    for node in source.nodes("function_definition", "assignment", "parameters"):
        target = node.field("name") or node.field("left")
        names = [target] if target is not None else [child for child in node.children() if child.kind() == "identifier"]
        inside_class = node.kind() == "function_definition" and any(
            ancestor.kind() == "class_definition" for ancestor in node.ancestors()
        )
        if not inside_class:
            own.update(name.text() for name in names)
    for node in source.nodes("import_from_statement"):
        module = node.field("module_name")
        if module is None or module.text() == "pprint":
            continue
        for child in node.field_children("name"):
            bound = child.field("alias") or child
            own.add(bound.text())
    return own & _PRINTERS


def console_uses(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Uses of `console`, called or handed on; `console.error` and `console.warn` only where the rule names all."""
    wanted = _wanted(params)
    if source.language == "python" or not {"console", "console.log"} & set(wanted):
        return
    for node in source.nodes("member_expression"):
        target, method = node.field("object"), node.field("property")
        if target is None or method is None or target.text() not in {"console", "window.console", "globalThis.console"}:
            continue
        if "console" in wanted or method.text() in _CHATTER:
            line = start_line(node)
            yield Fact(line, end_line(node), f"`console.{method.text()}` is used here.")


_PRINT = (
    r"(?:`?print(?:\(\)|\([^)`]{{0,12}}\))`?(?: statements?| calls?)?|`print`(?: statements?|"
    r" calls?)?|print[- ](?:statements?|calls?|debugging))"
)
_LOG = r"(?:`?console\.logs?(?:\(\)|\([^)`]{{0,12}}\))?`?(?: statements?| calls?)?|console[- ]logs?|console logging)"
_EVERY = (
    r"(?:`?console\.\*(?:\(\))?`?(?: statements?| calls?)?|console (?:statements?|calls?"
    r"|methods?)|`console`(?: statements?| calls?)?)"
)
_SEP = r"\s*(?:,|/|,? or|,? and|,? nor|,? no)\s*"
_DO = (
    r"(?:[\s-]+(?:ever|use|using|leave|leaving|commit|committing|add|ship|have|contain|call"
    r"|include|any|all|bare|raw|stray|plain"
    r"|debug|debugging|left-?over|with|code|the))*\s+"
)
_REMOVE = r"(?:remove|delete|strip|clean up)"
_PLACES = "committed|production|library|application|app|source|final|merged|new|our"
_TAIL = (
    r"(?=\s*(?:$|[.;:,!(/)]|[—–]|\s-\s|->|→)|\s+(?:for (?:logging|debugging|debug|output"
    r"|errors)\b|left\b|behind\b|anywhere\b"
    rf"|in (?:the )?(?:{_PLACES}) (?:code|builds?)\b|in production\b|in (?:the |this )?(?:code"
    rf" ?base|code|project)\b|before\b"
    r"|at all\b|use\b|because\b))"
)
_SUBJECTS = r"\b(?:secrets?|passwords?|tokens?|pii|credentials?|sensitive|personal|user data|api keys?)\b"
_TAKEN_BACK = (
    rf"{SOFTENED}|{LOCATED}|{_SUBJECTS}|\b(?:do not|don'?t|never) (?:remove|delete|strip)\b"
    r"|\b(?:is|are) (?:fine|ok|okay|allowed)\b|\b(?:in|under|inside|within) `[^`]*/"
)


def _ways(thing: str, what: tuple[str, ...], bare: str = "") -> tuple[Phrase, ...]:
    """Never X, remove X, X is forbidden, and Y instead of X; `bare` is what counts as X in the last."""
    instead = rf"(?:{thing}|{bare})" if bare else thing
    used = rf"\b(?:use|using)\s+{bare}" if bare else r"(?!x)x"
    words = [name.removesuffix(".log") for name in what]
    needs = rf"{words[0]}.*{words[-1]}|{words[-1]}.*{words[0]}" if len(words) > 1 else words[0]
    ways = (
        Phrase(rf"{START}(?:{NEG}|{_REMOVE}){_DO}{thing}{_TAIL}", {"what": what}, _TAKEN_BACK),
        Phrase(rf"{START}{NEG}\s+{used}{_TAIL}", {"what": what}, _TAKEN_BACK),
        Phrase(rf"{START}{thing}{BANNED}", {"what": what}, _TAKEN_BACK),
        Phrase(
            rf"(?:\b(?:use|prefer|log|logging|logger|through|via|with)\b(?:[^.;`]|`[^`]*`){{{{0,40}}}}?)"
            rf"(?:instead of|rather than|over|not|never|no)\s+(?:the |raw |bare |plain |use )?{instead}{_TAIL}",
            {"what": what},
            _TAKEN_BACK,
        ),
    )
    return tuple(replace(way, needs=needs) for way in ways)


_BARE = r"`?print`?"

NO_PRINT = Entry(
    name="no-print",
    title="prints and console output",
    languages=ALL,
    engines=(Syntax(printed), Syntax(console_uses)),
    # A print in a test is shown only when the test fails: it reaches nobody else.
    skip_tests=True,
    cues=("print", "console"),
    phrases=(
        Phrase(
            r"^(?:[\w ]+: )?(?:use |prefer )?(?:the |a )?`?(?:logger|logging|structlog|loguru)\b`?(?:,? not"
            r"|,? never|instead of|over|rather than) "
            r"(?:by )?printing\b",
            {"what": ("print",)},
        ),
        *_ways(rf"(?:(?:{_PRINT}|{_BARE}){_SEP}{_EVERY}|{_EVERY}{_SEP}{_PRINT})", ("print", "console")),
        *_ways(rf"(?:(?:{_PRINT}|{_BARE}){_SEP}{_LOG}|{_LOG}{_SEP}(?:{_PRINT}|{_BARE}))", ("print", "console.log")),
        *_ways(_EVERY, ("console",)),
        *_ways(_LOG, ("console.log",)),
        *_ways(_PRINT, ("print",), _BARE),
    ),
    reads=(
        ("Logging, not printing.", {"what": ("print",)}),
        ("No print statements", {"what": ("print",)}),
        ("Use logging, not print", {"what": ("print",)}),
        ("No `console.log` in production code", {"what": ("console.log",)}),
        ("Use the logger instead of print/console.log", {"what": ("print", "console.log")}),
        ("No console.log / print statements in committed code", {"what": ("print", "console.log")}),
        ("Never use `print()` for debugging; use `structlog`.", {"what": ("print",)}),
        ("Remove console.log before committing", {"what": ("console.log",)}),
        ("No console statements.", {"what": ("console",)}),
        ("`console.log` is forbidden.", {"what": ("console.log",)}),
        ("Use `logger.info()` over `console.log()`", {"what": ("console.log",)}),
        ("Never use print", {"what": ("print",)}),
    ),
    ignores=(
        "Log the job instead of printing invoices twice",
        "Never print secrets or tokens.",
        "No `console.log` of passwords.",
        "Use `print()` freely in scripts.",
        "Do not remove print statements from examples.",
        "No print stylesheet is needed.",
        "The console shows no output.",
        "Print statements are fine in `scripts/`.",
        "Don't use the console for deployment.",
        "In `server/`: no print statements",
    ),
    slots=(Slot("what", "names", default=("print", "console.log")),),
    words=Words(
        why="Output written straight to the console has no level, no time and no origin: in production it cannot be "
        "filtered or switched off, and nobody watches it.",
        question="Who will read this line when the program runs without you, and how would they find it?",
        hint="See how the rest of the project reports what happens, and at which level this message belongs.",
    ),
    examples=(
        Example("python", "print('a')\n\n\ndef f():\n    return [print(x) for x in (\n        1,)]\n", (1, 5)),
        Example("python", "import sys\nprint('a', file=sys.stdout)\n", (2,)),
        Example("python", "from pprint import pprint\npprint({})\n", (2,), {"what": ("print",)}),
        Example("python", "from rich import print\nprint('a')\n"),
        Example("python", "import sys\nprint('no such file', file=sys.stderr)\nprint('a', file=report)\n", (2,)),
        Example("python", "class A:\n    def print(self):\n        self.print()\n        console.print('x')\n"),
        Example("python", "# print('a')\nx = \"print('a')\"\nprinter = print\nblueprint(x)\n"),
        Example("python", "print('a')\n", (), {"what": ("console.log",)}),
        Example("python", "print('a')\n", (), path="tests/test_a.py"),
        Example("typescript", "console.log('a');\nconsole.error('b');\n", (1,)),
        Example("tsx", "const A = () => <p onClick={() => console.debug(1)}/>;\nload().then(console.info);\n", (1, 2)),
        Example("javascript", "window.console\n  .log('a');\nconsole.warn('b');\n", (1, 3), {"what": ("console",)}),
        Example("typescript", "// console.log(1)\nconst s = 'console.log(1)';\nlogger.log(s);\n"),
        Example("tsx", "const A = () => <pre>console.log(1)</pre>;\nmy.console.log(1);\n"),
        Example("javascript", "console.error('a');\nconsole.warn('b');\n"),
        Example("typescript", "console.log('a');\n", (), {"what": ("print",)}),
    ),
)

_FORMATTED = r"(?:f-?strings?|`f\"[^`]*`|string interpolation)"
_LOGS = r"(?:log(?:ging|ger)?(?: calls?| messages?| statements?)?|logs)\b"

NO_FSTRING_LOGGING = Entry(
    name="no-fstring-logging",
    title="f-strings in logging calls",
    languages=PYTHON,
    engines=(Ruff(("G004",)),),
    cues=("log", "f-string", "fstring", 'f"', "interpolat"),
    phrases=(
        Phrase(
            r"(?:^|\b)(?:never|avoid|no|not|don't|do not)\b(?: use| write)?\s+`(?:self\.)?_?log(?:ger|ging)?\.\w+\(f."
        ),
        Phrase(
            rf"{NEG}(?: ever| use| using| any| with)*\s+{_FORMATTED}[^.;]{{{{0,15}}}}\b(?:in|inside|for"
            rf"|with|to)\s+(?:\w+ ){{{{0,2}}}}{_LOGS}",
            {},
            SOFTENED,
        ),
        Phrase(rf"\b{_LOGS}[^.;]{{{{0,20}}}}(?::|—|–|\bwith)\s*{NEG}(?: use| using)?\s+{_FORMATTED}", {}, SOFTENED),
        Phrase(
            rf"\b(?:in|for)\s+(?:\w+ )?{_LOGS}[^.;]{{{{0,30}}}}\b(?:not|never|no|instead of|over)\s+{_FORMATTED}",
            {},
            SOFTENED,
        ),
    ),
    reads=(
        ('Never use `log.info(f"row {n}")`', {}),
        ("No f-strings in logging calls", {}),
        ("Never use f-strings in log messages", {}),
        ("Logging: no f-strings", {}),
        ("Do not use f-strings for logging.", {}),
    ),
    ignores=(
        "Use f-strings, not `.format()`.",
        "No f-strings in SQL queries.",
        "f-strings in log messages are fine.",
        "No f-strings without placeholders",
    ),
    words=Words(
        why="An f-string is put together even when nobody listens at that level, and it hides the varying parts from "
        "tools that group equal messages.",
        question="How would a log service recognise that two of these messages are the same event?",
        hint="Logging calls accept the message and its values apart from each other.",
    ),
    examples=(
        Example("python", 'import logging\nlogging.info(f"a {x}")\n', (2,)),
        Example("python", 'logger.error(\n    f"a {x}",\n)\n', (2,)),
        Example("python", 'class A:\n    def f(self):\n        self.logger.warning(f"a {self.x}")\n', (3,)),
        Example("python", 'logger.info("a %s", x)\n'),
        Example("python", 'print(f"a {x}")\nmath.log(f"{x}")\n'),
        Example("python", '# logger.info(f"a {x}")\ns = f"logger.info({x})"\n'),
        Example("python", 'logger.info("a", extra={"k": f"{x}"})\n'),
    ),
)

LOGGER_LAZY = Entry(
    name="logger-lazy",
    title="log messages that are formatted before the logger is asked",
    languages=PYTHON,
    engines=(Ruff(("G001", "G002", "G003", "G004")),),
    cues=("log", "lazy", "%s", "%-", "%-style", "percent"),
    phrases=(
        Phrase(r"^use `(?:self\.)?_?log(?:ger|ging)?\.\w+\(.[^`]*%[sdrf][^`]*, ?[^`%]+\)`"),
        Phrase(
            r"\blazy\b[^.;]{{0,30}}\blog(?:ging|ger|s)?\b(?! in to)",
            {},
            rf"{SOFTENED}|{NEG}[^.;]{{{{0,15}}}}lazy|\blazy[- ]load",
        ),
        Phrase(r"\blog(?:ging|ger|s)?\b[^.;]{{0,40}}\blazy\b[^.;]{{0,20}}(?:format|%|interpolat|arg)", {}, SOFTENED),
        Phrase(r"\b(?:use|prefer)\b[^.;]{{0,20}}`?%(?:s|-)[^.;]{{0,30}}\blog(?:ging|ger|s)?\b", {}, SOFTENED),
        Phrase(r"\blog(?:ging|ger|s)?\b[^.;]{{0,30}}\b(?:use|with)\b[^.;]{{0,20}}%(?:s|-style)", {}, SOFTENED),
    ),
    reads=(
        ('Use `log.warning("row %s skipped", row_id)`', {}),
        ("Use lazy logging", {}),
        ("Logging uses lazy % formatting", {}),
        ("Use lazy `%s` formatting in log calls", {}),
        ("Use `%s` placeholders in logging calls, not f-strings", {}),
    ),
    ignores=(
        "Lazy-load the logging page.",
        "Loggers are created lazily.",
        "Use `%s` placeholders in SQL.",
        "Use lazy imports.",
    ),
    words=Words(
        why="A message that is put together before the call costs its work even when nobody listens at that level, and "
        "hides the varying parts from tools that group equal messages.",
        question="What work does this line do when the log level is set so high that the message is dropped?",
        hint="Logging calls accept the message and its values apart from each other.",
    ),
    examples=(
        Example("python", 'import logging\nlogging.info("a {}".format(x))\n', (2,)),
        Example("python", 'logger.error("a %s" % x)\nlogger.error(f"a {x}")\n', (1, 2)),
        Example("python", 'def f():\n    log.debug(\n        "a" + x\n    )\n', (3,)),
        Example("python", 'logger.info("a %s", x)\n'),
        Example("python", 'print("a %s" % x)\n'),
        Example("python", 'text = "a {}".format(x)\n# logger.info("a %s" % x)\n'),
        Example("python", 'logger.info("100%", extra={"k": "a" + x})\n'),
    ),
)

ENTRIES = (NO_PRINT, NO_FSTRING_LOGGING, LOGGER_LAZY)
