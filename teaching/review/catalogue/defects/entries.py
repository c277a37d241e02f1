"""Defects that are wrong in every project: mistakes of Python, comparisons, leftovers of debugging."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.defects import web as defects_web
from teaching.review.catalogue.defects.closures import late_closures
from teaching.review.catalogue.defects.lambdas import shared_lambda_defaults
from teaching.review.catalogue.defects.mistakes import PYTHON_MISTAKES
from teaching.review.catalogue.security.names import Names, callee, tail
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, PYTHON, SourceFile, end_line, start_line

# In a query these operators build SQL: there `== None` is right.
_QUERIES = frozenset(
    {
        "where", "filter", "filter_by", "having", "and_", "or_", "not_", "case", "join", "outerjoin", "select",
        "exists", "update", "delete", "Q", "when", "any", "has", "on",
    }
)  # fmt: skip
_DEBUGGERS = frozenset({"pdb", "ipdb", "pudb", "wdb", "rpdb", "trepan", "debugpy", "web_pdb"})
# `post_mortem` is absent: a program that calls it after a crash offers it to its users.
_TRACES = frozenset({"set_trace", "breakpoint"})
# Names that a host puts into the program: notebooks, gettext, type checkers, Sphinx and Spark.
_PROVIDED = frozenset(
    {"_", "N_", "ngettext", "display", "get_ipython", "reveal_type", "reveal_locals", "dbutils", "spark", "profile"}
)


def none_comparisons(source: SourceFile, _: Params) -> Iterator[Fact]:
    """`== None` and `!= None`, where no query language overloads the operator."""
    for node in source.nodes("comparison_operator"):
        children = node.children()
        kinds = [child.kind() for child in children]
        if "none" not in kinds or not {"==", "!="} & set(kinds):
            continue
        at = kinds.index("none")
        beside = {kinds[i] for i in (at - 1, at + 1) if 0 <= i < len(kinds)}
        sign = next((kind for kind in ("==", "!=") if kind in beside), None)
        if sign is None:
            continue
        around = [callee(a) for a in node.ancestors() if a.kind() == "call"]
        if any(function is not None and tail(function.text()) in _QUERIES for function in around):
            continue
        if any(a.kind() == "subscript" for a in node.ancestors()):
            continue  # a mask over a table
        yield Fact(start_line(node), end_line(node), f"`{node.text()}` compares with `None` by `{sign}`.")


def debugger_calls(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Breakpoints that were left in the code."""
    for node in source.nodes("debugger_statement"):
        yield Fact(start_line(node), end_line(node), "A `debugger` statement stops the program here.")
    if source.language != "python":
        return
    names = Names(source)
    for call in source.nodes("call"):
        function = callee(call)
        if function is None or tail(function.text()) not in _TRACES | set(names.imports):
            continue
        name = names.called(call)
        module, _dot, last = name.rpartition(".")
        if (name == "breakpoint" and not _defines_breakpoint(source)) or (module in _DEBUGGERS and last in _TRACES):
            yield Fact(start_line(call), end_line(call), f"`{function.text()}` stops the program in a debugger here.")


def _defines_breakpoint(source: SourceFile) -> bool:
    given = [node.field("name") for node in source.nodes("function_definition")]
    return any(name is not None and name.text() == "breakpoint" for name in given)


def _is_missing(message: str) -> bool:
    found = re.search(r"`([^`]+)`", message)
    return found is None or found.group(1) not in _PROVIDED


_MUTABLE = r"mutable default(?:s| (?:arguments?|args?|values?|parameters?))?"

NO_MUTABLE_DEFAULT = Entry(
    name="no-mutable-default",
    title="default arguments that all calls share (`def f(x=[])`)",
    languages=PYTHON,
    engines=(Ruff(("B006",)), Syntax(shared_lambda_defaults)),
    baseline="A default argument is never a list, dict or set.",
    severity="must",
    cues=("mutable default", "default argument", "default value"),
    phrases=(
        *forbids(_MUTABLE),
        Phrase(r"\bdefault (?:arguments?|values?|parameters?)\b{GAP}\b{NEVER}\b{GAP}\b(?:mutable|lists?|dicts?)\b"),
        Phrase(
            r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\b(?:mutable (?:objects?|types?|values?)|lists? or dicts?){GAP}"
            r"\b(?:as|for|in) (?:a )?default (?:arguments?|values?|parameters?)\b"
        ),
    ),
    reads=(
        ("No mutable default arguments.", {}),
        ("Avoid mutable defaults in function signatures", {}),
        ("Never use mutable objects as default arguments", {}),
        ("Default arguments must never be mutable.", {}),
    ),
    ignores=(
        "Every setting has a default value.",
        "Never change the default arguments of the CLI.",
        "Default values live in `config.py`.",
    ),
    words=Words(
        why="A default is made once, when the function is defined; what one call puts into that list is still there "
        "for "
        "the next call, which asked for an empty one.",
        question="What does this function return when it is called twice in a row without that argument?",
        hint="Call it three times in a console and print the identity of the value each time.",
    ),
    examples=(
        Example("python", "def f(a, x=[]):\n    x.append(a)\n    return x\n", (1,)),
        Example("python", "def f(\n    a,\n    b={},\n):\n    b[a] = 1\n", (3,)),
        Example("python", "class A:\n    async def m(self, *, s=set()):\n        s.add(1)\n", (2,)),
        Example("python", "def f(a, x=None):\n    x = [] if x is None else x\n    return x\n"),
        Example("python", "def f(x=()):\n    return x\n"),
        Example("python", "f = lambda a, seen=[], more=dict(): seen + [a]\ng = lambda a, b=(), c=None: a\n", (1,)),
        Example(
            "python",
            "from dataclasses import dataclass, field\n\n\n@dataclass\nclass A:\n"
            "    x: list = field(default_factory=list)\n",
        ),
        Example("python", "x = []\n\n\ndef f(a, b='[]'):\n    return [a, b]\n"),
    ),
)

COMPARE_NONE = Entry(
    name="compare-none",
    title="comparisons with `None` by `==`",
    languages=PYTHON,
    engines=(Syntax(none_comparisons),),
    baseline="`None` is compared by identity.",
    severity="consider",
    cues=("none",),
    phrases=(
        Phrase(r"\bcompar(?:e|isons?|ing) (?:with|to|against) `?none`? (?:only )?(?:using|with|by|use|uses) `?is\b"),
        *forbids(r"`?[=!]= ?none`?"),
        Phrase(r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\bcompare{GAP}\bnone\b{GAP}`?[=!]=(?!=)"),
        Phrase(r"\b(?:use|compare|with)\b{GAP}`?is (?:not )?none`?"),
        Phrase(r"\bnone\b{GAP}\b(?:compared?|comparisons?|checks?)\b{GAP}(?:`is`|`is not`|\bidentity\b)"),
    ),
    reads=(
        ("Compare with `None` using `is`.", {}),
        ("Use `is None` instead of `== None`.", {}),
        ("Never write == None", {}),
        ("Compare with `is None`, not `==`", {}),
        ("`None` is compared with `is`.", {}),
    ),
    ignores=(
        "Return None when nothing was found.",
        "None of the tests may use the network.",
        "If the result is None, raise `NotFound`.",
        "Do not return None from handlers.",
    ),
    words=Words(
        why="`==` asks the object on the left what it thinks equality means, and some objects answer surprisingly; "
        "there "
        "is exactly one `None`, so identity says what is meant.",
        question="Which objects could stand on the left here, and how does each of them answer the question `==`?",
        hint="Look up which of Python's two comparison questions an object cannot redefine.",
    ),
    examples=(
        Example("python", "if x == None:\n    pass\n", (1,)),
        Example("python", "y = 1\nok = a != None and b\n", (2,)),
        Example("python", "def f(a):\n    return [x for x in a if None == x]\n", (2,)),
        Example("python", "if x is None or y is not None:\n    pass\n"),
        Example("python", "q = select(U).where(U.name == None)\nr = s.query(U).filter(\n    U.a != None,\n)\n"),
        Example("python", "if x == 'None':  # == None\n    pass\n"),
        Example("python", "def f(a=None):\n    return a == b\n"),
    ),
)

UNDEFINED_NAME = Entry(
    name="undefined-name",
    title="names that are used and defined nowhere",
    languages=PYTHON,
    engines=(Ruff(("F821", "F822", "F823"), keep=_is_missing),),
    baseline="Every name that is used is defined.",
    severity="must",
    words=Words(
        why="The line fails with a `NameError` the first time it runs, and lines inside a rarely taken branch can wait "
        "months for that.",
        question="Where did you expect this name to come from, and what happened to that place?",
        hint="Compare the spelling with the imports and the assignments above, and look whether it lives in another "
        "function.",
    ),
    examples=(
        Example("python", "def f():\n    return missing\n", (2,)),
        Example("python", "import os\n\nprint(os.path.join(a, 'b'))\n", (3,)),
        Example("python", "__all__ = ['gone']\n", (1,)),
        Example("python", "def f():\n    print(x)\n    x = 1\n    return x\n\n\nx = 2\n", (2,)),
        Example("python", "from a import *\n\nprint(b)\n"),
        Example("python", "def f():\n    return later()\n\n\ndef later():\n    return __file__\n"),
        Example("python", "try:\n    unicode\nexcept NameError:\n    unicode = str\n"),
        Example("python", "import sys\n\nx = str if sys.version_info[0] > 2 else unicode\n"),
        Example("python", "from six import PY2\n\ny = long if PY2 else int\n"),
        Example("python", "x = unicode if old else str\n", (1,)),
        Example("python", "import sys\n\nif sys.version_info[0] == 2:\n    x = gone\n", (4,)),
        Example("python", "display(_('a'))\nx = [y for y in range(3)]\n"),
        Example(
            "python",
            "from __future__ import annotations\n\n\ndef f(a: B) -> B:\n    return a\n\n\nclass B:\n    pass\n",
        ),
    ),
)

LOOP_CLOSURE = Entry(
    name="loop-closure",
    title="functions made in a loop that all see the loop's last value",
    languages=PYTHON,
    engines=(Syntax(late_closures),),
    tier="likely",
    cues=("closure", "lambda", "loop variable", "late binding", "late-binding"),
    phrases=(
        Phrase(
            r"\b(?:closures?|lambdas?|functions?)\b (?:made |created |defined )?(?:in|inside|within) (?:an? "
            r"|for )?loops?\b"
            r"[^.;]{{0,30}}\b(?:bind|capture|keep|take|default|loop variable)"
        ),
        Phrase(
            r"\b(?:never|don't|do not|avoid)\b[^.;]{{0,20}}\b(?:captur|clos)(?:e|es"
            r"|ing)\b[^.;]{{0,20}}\bloop variables?\b"
        ),
        Phrase(r"\b(?:no|avoid|beware of|mind) late[ -]binding(?: closures?)?\b"),
    ),
    reads=(
        ("Closures in loops must bind the loop variable.", {}),
        ("Never capture a loop variable in a lambda", {}),
        ("Avoid late-binding closures", {}),
    ),
    ignores=("Close the loop with the customer.", "Lambdas in loops over the small tables are fine"),
    baseline="A function made in a loop keeps the value of its own turn.",
    severity="should",
    words=Words(
        why="A function looks its variables up when it is called, not when it is made: after the loop all of them find "
        "the same last value.",
        question="When will this function be called, and which value will the loop's variable have at that moment?",
        hint="Make three of them in a small loop, call them after it, and compare with what you expected.",
    ),
    examples=(
        Example("python", "fs = []\nfor i in range(3):\n    fs.append(lambda: i)\n", (3,)),
        Example("python", "out = []\nfor a in b:\n\n    def f():\n        return a\n\n    out.append(f)\n", (4,)),
        Example("python", "for k, v in d.items():\n    button.on(k, lambda e: run(v))\n", (2,)),
        Example("python", "fs = [lambda: i for i in range(3)]\n", (1,)),
        Example("python", "a = {k: lambda: v for k, v in d}\nb = tuple((lambda: i) for i in c)\n", (1, 2)),
        Example("python", "a = {k: find(lambda x: x == k) for k in d}\nb = any(map(lambda x: x == i, c) for i in d)\n"),
        Example("python", "for a in b:\n    t = Thread(target=lambda: run(a))\n    t.start()\n", (2,)),
        Example("python", "fs = [lambda i=i: i for i in range(3)]\n"),
        Example("python", "for a in b:\n    c = find(lambda k: k + a)\n    d.append(find(lambda k: a))\n"),
        Example("python", "for a in b:\n\n    def f(a):\n        return a\n\n    out.append(f)\n"),
        Example("python", "for a in b:\n    out.append(lambda x: x + 1)\n    return lambda: a\n"),
        Example("python", "for a in b:\n    c = sorted(a, key=lambda x: x[0])\n"),
        Example("python", "for a in b:\n    c = sorted(d, key=lambda x: x[a])\n"),
        Example("python", "for i in range(3):\n    fs.append(partial(f, i))\n"),
        Example(
            "python",
            "for _, s, i in b:\n    def f(xs):\n        _, s = g()\n        (i, [j, *k]) = xs\n        return s, i\n"
            "    out.append(f)\n",
        ),
        Example(
            "python",
            "for k in b:\n    def f():\n        with open(p) as k:\n            return k\n    def g():\n"
            "        try:\n            h()\n        except OSError as k:\n            log(k)\n    out.append(f)\n"
            "    out.append(g)\n",
        ),
        Example(
            "python",
            "for a, k in b:\n    def f():\n        import k.x, y as a\n        return k, a\n"
            "    out.append(lambda: (k := h()) and k)\n    out.append(f)\n    out.append(lambda: g(lambda a: a))\n",
        ),
        Example(
            "python",
            "for a, k in b:\n    def f():\n        x.k, y[a] = 1, 2\n        from k import c as d\n        return d\n"
            "    out.append(f)\n    out.append(lambda: g(lambda: k))\n",
            (2, 7),
        ),
    ),
)

NO_ASSERT_FOR_CHECKS = Entry(
    name="no-assert-for-checks",
    title="`assert` outside tests",
    languages=PYTHON,
    engines=(Ruff(("S101",), skip_tests=True),),
    cwe=(617,),
    # An assert is what a test is made of.
    skip_tests=True,
    cues=("assert",),
    phrases=(
        Phrase(
            r"(?:^|[^\w-]){NEVER}(?![\w-])(?: (?:use|using|rely on|uses? of|write))?\s+(?:the )?`?asserts?`?"
            r"(?: statements?)?(?: (?:for|in|to|outside|as)\b|\s*[.,;:()!]|\s*$)",
            unless=r"\b(?:in|inside) (?:tests?|fixtures?|helpers?)\b",
        ),
        Phrase(r"`?asserts?`?(?: statements?)? (?:is|are){GAP}\bonly\b{GAP}\btests?\b"),
        Phrase(
            r"\b(?:raise|use){GAP}\b(?:exceptions?|errors?)\b{GAP}\b(?:instead of|not|rather than)\b\s`?asserts?`?\b"
        ),
    ),
    reads=(
        ("Never use `assert` for validation.", {}),
        ("No assert statements outside tests", {}),
        ("Asserts are only for tests.", {}),
        ("Raise exceptions instead of `assert`", {}),
        ("Do not use assert in production code", {}),
    ),
    ignores=(
        "Assert on behaviour, not on calls.",
        "Never assert on log output.",
        "Every test has at least one assert.",
        "Do not use `assert` in tests; use `self.assertEqual`.",
    ),
    words=Words(
        why="Python drops every `assert` when it runs optimised, so a check that guards data or access can vanish on "
        "the "
        "machine where it matters.",
        question="What happens on this line if the program is started with the option that removes asserts?",
        hint="Ask who can make the condition false: a mistake of yours, or somebody's input?",
    ),
    examples=(
        Example("python", "def f(x):\n    assert x > 0\n", (2,)),
        Example("python", "class A:\n    def m(self, u):\n        assert u.is_admin, 'no'\n", (3,)),
        Example("python", "def f(a):\n    assert (\n        a\n        and b\n    )\n", (2,)),
        Example("python", "def test_a():\n    assert f(1) == 2\n", (), path="tests/test_a.py"),
        Example("python", "def f(x):\n    if x <= 0:\n        raise ValueError(x)\n"),
        Example("python", "# assert x\ns = 'assert x'\n"),
        Example("python", "def f(self):\n    self.assertEqual(1, 1)\n"),
    ),
)

NO_DEBUGGER = Entry(
    name="no-debugger",
    title="breakpoints that were left in the code",
    languages=ALL,
    engines=(Syntax(debugger_calls),),
    cwe=(489,),
    baseline="No breakpoint stays in the code.",
    severity="should",
    cues=("debugger", "breakpoint", "pdb", "set_trace"),
    phrases=(
        *forbids(
            r"`?(?:breakpoint|debugger|i?pdb(?:\.set_trace)?)(?:\(\))?`?(?: (?:statements?|calls?))?s?(?![\w-])",
            unless=r"\b(?:attach|without a debugger|port|responsive|media|remote)\b",
        ),
    ),
    reads=(
        ("Never commit `debugger` statements.", {}),
        ("No breakpoint() calls", {}),
        ("Remove `pdb.set_trace()` before committing", {}),
        ("Do not leave debugger statements in code", {}),
    ),
    ignores=(
        "Use the debugger to step through the code.",
        "Attach a debugger to port 5678; do not restart the server.",
        "Tailwind breakpoints: no media queries by hand.",
        "Set a breakpoint in `main.py`.",
    ),
    words=Words(
        why="A forgotten breakpoint stops the program in front of people who have no debugger: a server hangs, a build "
        "waits for input that never comes.",
        question="What would a visitor see at the moment when the program reaches this line?",
        hint="Your editor can hold breakpoints that never enter the file.",
    ),
    examples=(
        Example("python", "def f():\n    breakpoint()\n", (2,)),
        Example("python", "import pdb; pdb.set_trace()\n", (1,)),
        Example("python", "from ipdb import set_trace as st\n\nst()\n", (3,)),
        Example("python", "def breakpoint():\n    pass\n\n\nbreakpoint()\n"),
        Example("python", "import pdb\npdb.post_mortem()\npdb.pm()\n"),
        Example("python", "# breakpoint()\ns = 'pdb.set_trace()'\n"),
        Example("python", "self.breakpoint()\ngdb.Breakpoint('a')\n"),
        Example("python", "import pdb\n\n\nclass D(pdb.Pdb):\n    def set_trace(self):\n        super().set_trace()\n"),
        Example("typescript", "function f() {\n  debugger;\n}\n", (2,)),
        Example("javascript", "if (x) debugger;\n", (1,)),
        Example("tsx", "const A = () => {\n  debugger\n  return <p />;\n};\n", (2,)),
        Example("typescript", 'const debugger_ = 1;\nconst s = "debugger";\n'),
        Example("javascript", "// debugger\nlog.debugger = true;\n"),
        Example("tsx", "const A = () => <p>debugger;</p>;\n"),
        Example("typescript", "type T = { debugger: boolean };\nconst o = { debugger: true };\n"),
    ),
)

ENTRIES = (
    NO_MUTABLE_DEFAULT,
    COMPARE_NONE,
    UNDEFINED_NAME,
    PYTHON_MISTAKES,
    LOOP_CLOSURE,
    NO_ASSERT_FOR_CHECKS,
    NO_DEBUGGER,
    *defects_web.ENTRIES,
)
