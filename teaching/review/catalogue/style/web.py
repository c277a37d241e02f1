"""Style in TypeScript and JavaScript: `var`, `const`, semicolons, arrow functions."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import asks, bans, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Oxlint, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import FUNCTION_KINDS, WEB, SourceFile, end_line, function_name, start_line


def var_declarations(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Each `var`, but for ambient ones, which describe what a script has put there."""
    for node in source.nodes("variable_declaration"):
        if not any(ancestor.kind() == "ambient_declaration" for ancestor in node.ancestors()):
            line = start_line(node)
            yield Fact(line, line, f"`{clip(node.text())}` is declared with `var`.")


_ENDED = (
    "expression_statement",
    "lexical_declaration",
    "variable_declaration",
    "return_statement",
    "throw_statement",
    "break_statement",
    "continue_statement",
    "import_statement",
    "debugger_statement",
    "type_alias_declaration",
    "export_statement",
)
_OPENERS = ("(", "[", "`", "+", "-", "/", "*", ",", ".")
_BODIES = frozenset({"program", "statement_block", "switch_case", "switch_default", "export_statement", "else_clause"})


def _statements(source: SourceFile) -> Iterator[tuple[SgNode, bool]]:
    """Statements that a semicolon may end, each with whether one does."""
    for node in source.nodes(*_ENDED):
        parent = node.parent()
        if parent is None or (parent.kind() not in _BODIES and not parent.kind().endswith("_statement")):
            continue
        # The head of a `for` has semicolons of its own, and a directive like `export function` has no end.
        if parent.kind() in {"for_statement", "for_in_statement"} and node.kind() != "expression_statement":
            continue
        if node.kind() == "export_statement" and not _is_ended_export(node):
            continue
        children = node.children()
        if children and children[0].kind() == "internal_module":
            continue
        yield node, bool(children) and children[-1].text() == ";"


def _is_ended_export(node: SgNode) -> bool:
    kinds = [child.kind() for child in node.children()]
    declares = any(kind.endswith(("_declaration", "_signature")) for kind in kinds)
    return not declares and not (
        {"function_expression", "class", "generator_function", "module", "internal_module"} & set(kinds[:3])
    )


def missing_semicolons(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Statements that end without a semicolon."""
    for node, ended in _statements(source):
        if not ended:
            line = end_line(node)
            yield Fact(line, line, "A statement ends here without a semicolon.")


def needless_semicolons(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Statements that end with a semicolon which the next line does not need."""
    for node, ended in _statements(source):
        following = node.next()
        if following is not None and (
            start_line(following) == end_line(node) and following.is_named() and following.kind() != "comment"
        ):
            continue
        if following is not None and following.text().startswith(_OPENERS) and following.kind() != "comment":
            continue
        if ended:
            line = end_line(node)
            yield Fact(line, line, "A statement ends here with a semicolon.")


def function_declarations(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Function declarations that an arrow function could stand for: without `this`, overloads or assertions."""
    only_components = name_of(params, "what") == "components"
    for node in source.nodes("function_declaration"):
        name = function_name(node)
        if only_components and not (name[:1].isupper() and source.path.endswith(("x", ".js"))):
            continue
        before = node.prev()
        returned = node.field("return_type")
        overloads = before is not None and before.kind() == "function_signature"
        if overloads or (returned is not None and "asserts" in returned.text()) or _is_bound(node):
            continue
        line = start_line(node)
        yield Fact(line, line, f"`{name}` is written as a function declaration.")


def _is_bound(function: SgNode) -> bool:
    """Whether the function has a `this` or `arguments` of its own, which an arrow function would not."""
    stack = list(function.children())
    while stack:
        node = stack.pop()
        if node.kind() == "this" or (node.kind() == "identifier" and node.text() == "arguments"):
            return True
        if node.kind() not in FUNCTION_KINDS or node.kind() == "arrow_function":
            stack.extend(node.children())
    return False


_VAR = (
    r"`var`(?: declarations?| keyword)?|var(?: declarations?| keyword)?(?=\s*(?:$|[.,;:)!—–]|ever\b|in "
    r"(?:typescript|javascript|new code)))"
)

NO_VAR = Entry(
    name="no-var",
    title="`var` declarations",
    languages=WEB,
    engines=(Syntax(var_declarations),),
    cues=("var",),
    phrases=(
        *bans(_VAR, words=0, unless=r"\b(?:c#|csharp|kotlin|swift|java|golang|scala|env)\b"),
        Phrase(
            r"`?const`?\s?(?:/|and|or|,)\s?`?let`?\s?(?:only|,? not|,? never|instead of|over)\b(?:\s`?var`?)?",
            {},
            r"\bprefer `?let",
        ),
    ),
    reads=(
        ("Never use `var`", {}),
        ("No var, prefer const.", {}),
        ("Use const/let instead of var", {}),
        ("Use `const` and `let`, never `var`.", {}),
        ("`var` is forbidden", {}),
    ),
    ignores=(
        "No env var may be read outside `config.ts`.",
        "Do not log var names.",
        "`var` is fine in the legacy scripts.",
        "Never hardcode a CSS var",
    ),
    words=Words(
        why="A `var` lives in the whole function and exists before its line is reached: the same name in a loop or a "
        "callback can then hold a value from somewhere else.",
        question="From which line to which line should this name be known, and from which to which is it?",
        hint="Look for closures that are made in a loop: each of them sees the same variable.",
    ),
    examples=(
        Example("javascript", "const a = 1;\nvar b = 2;\n", (2,)),
        Example("typescript", "for (var i = 0; i < 3; i++) {\n  var x = i;\n}\n", (1, 2)),
        Example("tsx", "export var A = () => <p/>;\n", (1,)),
        Example("javascript", "const a = 1;\nlet b = 2;\n"),
        Example("typescript", "declare global {\n  var db: Db;\n}\ndeclare var x: number;\n"),
        Example("javascript", "// var a = 1;\nconst s = 'var a = 1';\nconst variable = process.env.var;\n"),
        Example("tsx", "const A = () => <p style={{ color: 'var(--x)' }}>var a = 1;</p>;\n"),
    ),
)

PREFER_CONST = Entry(
    name="prefer-const",
    title="`let` for a name that is never assigned again",
    languages=WEB,
    engines=(Oxlint(("prefer-const",)),),
    cues=(
        "`let`",
        "let ",
        "const",
    ),
    phrases=(
        Phrase(
            r"`?\blet\b`?\s(?:is )?only\s(?:for|where|when|if)\b[^.;]{{0,40}}(?:re-?assign|mutat|rebind|rebound|chang)"
        ),
        Phrase(r"\bprefer\b[^.;]{{0,50}},? and `const`\s*(?:$|[.;])"),
        Phrase(
            r"\b(?:use|prefer|always use)\s`?const`?\sunless\b[^.;]{{0,30}}\b(?:re-?assign|mutat|rebind|change)",
            {},
            r"\bas const\b|\bc\+\+|\brust\b",
        ),
        *asks(
            r"\b(?:prefer|use|always use|favou?r)\s`?const`?\s"
            r"(?:\(?over|instead of|rather than|,? not|by default|wherever possible|everywhere)",
            r"^`?const`?\s(?:over|instead of|by default|unless)\b",
            r"\b`?const`?\s(?:by default|over `?let)",
            r"(?:^|[;,] )(?:always )?prefer `?const`?\s*(?:$|[.,;])",
            thing=r"`?const`?",
            unless=r"\benums?\b|\bas const\b|\bc\+\+|\brust\b|\bfunction\b",
        ),
    ),
    reads=(
        ("`let` only when the value is reassigned", {}),
        ("Prefer pure functions and `const`.", {}),
        ("Prefer `const` over `let`", {}),
        ("Use const by default", {}),
        ("Use const unless reassignment is needed", {}),
        ("No var, prefer const.", {}),
        ("Use `const` instead of `let` wherever possible", {}),
    ),
    ignores=(
        "Use `let` only in the REPL",
        "Prefer `as const` objects over enums",
        "Use const enums, not plain ones",
        "`let` is fine for counters.",
        "Never use const for mutable state.",
    ),
    words=Words(
        why="A name that cannot change needs to be understood only once; with `let` the reader searches the rest of "
        "the "
        "block for the line where it does.",
        question="Is there any line after this one that gives the name another value?",
        hint="Search the block for assignments to the name.",
    ),
    examples=(
        Example("javascript", "let a = 1;\nfoo(a);\n", (1,)),
        Example("typescript", "function f() {\n  let x: number = 2;\n  return x;\n}\n", (2,)),
        Example("tsx", "export const A = () => {\n  let items = [1];\n  return <p>{items}</p>;\n};\n", (2,)),
        Example("javascript", "let n = 0;\nn += 1;\n"),
        Example("typescript", "const a = 1;\nlet b: number;\nif (a) { b = 1; } else { b = 2; }\nfoo(b);\n"),
        Example("typescript", "for (let i = 0; i < 3; i++) { foo(i); }\n"),
        Example("javascript", "let later;\nfunction f() { later = 1; }\nf();\nfoo(later);\n"),
    ),
)

_SEMI = r"(?:trailing )?semi-?colons?"
_NOT_SEMI = r"\b(?:python|sql|go|rust|css|commands?|shell|list|separat\w+|sentences?|prose)\b"

SEMICOLONS = Entry(
    name="semicolons",
    title="statements without a semicolon",
    languages=WEB,
    engines=(Syntax(missing_semicolons),),
    cues=("semi",),
    phrases=asks(
        rf"(?:^|,\s|\band\s|:\s){_SEMI}(?::|\sare|\sis)?\s(?:always|required|mandatory|everywhere|at (?:the )?"
        r"(?:line )?ends?|yes)\b",
        rf"\b(?:use|always use|with|require|always|end (?:all |every )?statements? with)\s(?:an? )?{_SEMI}\b(?!\s"
        r"(?:to|as|in|between|when)\b)",
        r"`semi`?:\s?`?(?:true|always)`?",
        thing=_SEMI,
        unless=_NOT_SEMI,
    ),
    reads=(
        ("Always use semicolons", {}),
        ("Semicolons required", {}),
        ("2-space indentation, single quotes, semicolons always", {}),
        ("End every statement with a semicolon.", {}),
    ),
    ignores=(
        "No semicolons",
        "Code style: never use semicolons",
        "Semicolons are optional.",
        "Separate the values with semicolons",
        "Without semicolons",
    ),
    words=Words(
        why="Where the end of a statement is left to the language, a line that begins with a bracket is glued to the "
        "one before it, and the error shows up somewhere else.",
        question="How does the language decide where this statement ends, and what could follow it that changes that?",
        hint="Look at the first character of the next line.",
    ),
    examples=(
        Example("javascript", "const a = 1\nfoo();\n", (1,)),
        Example("typescript", "import a from 'a'\nfunction f() {\n  return a\n}\nexport default f\n", (1, 3, 5)),
        Example("tsx", "const A = () => (\n  <p/>\n)\n", (3,)),
        Example("javascript", "const a = 1;\nfunction f() { return a; }\nclass A { m() {} }\nif (a) { f(); }\n"),
        Example("typescript", "for (let i = 0; i < 3; i++) { f(); }\nfor (const x of y) { f(); }\n"),
        Example("typescript", "namespace N {\n  export const a = 1;\n}\nexport namespace M {}\n"),
        Example("typescript", "export function f() {}\nexport default function g() {}\nexport class A {}\n"),
        Example("typescript", "interface A { a: 1 }\nexport interface B {}\nenum E { A }\ntype T = 1;\n"),
    ),
)

NO_SEMICOLONS = Entry(
    name="no-semicolons",
    title="statements that end with a semicolon",
    languages=WEB,
    engines=(Syntax(needless_semicolons),),
    cues=("semi",),
    phrases=(
        *bans(_SEMI, unless=_NOT_SEMI),
        Phrase(rf"(?:^|,\s|\band\s|:\s)without\s{_SEMI}\b", {}, _NOT_SEMI),
        Phrase(r"`semi`?:\s?`?(?:false|never)`?"),
    ),
    reads=(
        ("No semicolons", {}),
        ("Single quotes, no semicolons", {}),
        ("Code style: never use semicolons", {}),
        ("Formatting: 2 spaces, without semicolons", {}),
    ),
    ignores=(
        "Always use semicolons",
        "No statement without a semicolon",
        "Semicolons required",
        "No semicolons in commit messages",
        "Do not omit semicolons.",
    ),
    words=Words(
        why="A project that leaves semicolons out reads without them; one that has both makes every diff argue about "
        "punctuation.",
        question="Which tool of the project decides about punctuation, and has it seen this file?",
        hint="See whether the project has a formatter configured, and whether it was run on this file.",
    ),
    examples=(
        Example("javascript", "const a = 1;\nfoo()\n", (1,)),
        Example("typescript", "import a from 'a';\nfunction f() {\n  return a;\n}\n", (1, 3)),
        Example("tsx", "const A = () => (\n  <p/>\n);\n", (3,)),
        Example("javascript", "const a = 1\nfunction f() { return a }\n"),
        Example("javascript", "for (let i = 0; i < 3; i++) { f() }\nconst s = 'a;'\n"),
        Example("javascript", "const a = b\n;[1, 2].forEach(f)\n"),
        Example("typescript", "a(); b()\nconst x = 1;\n(foo)()\n// const a = 1;\n"),
    ),
)

_ARROW = r"(?:es6 )?arrow[ -]functions?"
_NOT_ARROW = r"\b(?:callbacks?|methods?|handlers?|one-?liners?|short|inline|small|array|class properties|hooks?)\b"

ARROW_FUNCTIONS = Entry(
    name="arrow-functions",
    title="function declarations where the project writes arrow functions",
    languages=WEB,
    engines=(Syntax(function_declarations),),
    cues=("arrow", "function declaration", "`function`", "function keyword"),
    phrases=(
        *asks(
            rf"\b(?:use|prefer|write|always use)\s{_ARROW}\sfor\s(?:all\s)?(?:react )?(?:functional )?components?\b",
            rf"\bcomponents?\s(?:are|as|must be|use|should be|should use)\s(?:written as\s)?{_ARROW}",
            thing=_ARROW,
            unless=_NOT_ARROW,
            what="components",
        ),
        *asks(
            rf"\b(?:use|prefer|write|always use|favou?r)\s{_ARROW}\s?"
            r"(?:over|instead of|rather than|,? not|everywhere|for (?:all )?functions\b|$|[.,;])",
            rf"^{_ARROW}\s?(?:over|instead of|rather than|,? not|only|everywhere|always)\b",
            thing=_ARROW,
            unless=_NOT_ARROW,
            what="all",
        ),
        *bans(
            r"function declarations|the `?function`? keyword|`function` (?:keyword|declarations)",
            unless=_NOT_ARROW,
            what="all",
        ),
    ),
    reads=(
        ("Prefer arrow functions over function declarations", {"what": "all"}),
        ("Use arrow functions", {"what": "all"}),
        ("Use arrow functions for components", {"what": "components"}),
        ("Never use the `function` keyword.", {"what": "all"}),
    ),
    ignores=(
        "Use arrow functions for callbacks.",
        "Use the `function` keyword, not arrow functions",
        "Prefer function declarations over arrow functions.",
        "Arrow functions are fine for one-liners",
        "Do not use arrow functions in classes",
    ),
    slots=(Slot("what", "name", default="all", choices=("all", "components")),),
    words=Words(
        why="Where all functions of a project are written in one form, a different form tells the reader that "
        "something "
        "is different; a mixture tells nothing.",
        question="Does anything in this function depend on the form in which it is written?",
        hint="See whether it is used above its own line, or needs a `this` of its own.",
    ),
    examples=(
        Example("typescript", "function f(a: number): number {\n  return a;\n}\n", (1,)),
        Example("tsx", "const a = 1;\nexport default function App() {\n  return <p/>;\n}\n", (2,)),
        Example("javascript", "async function load() {\n  function inner() {}\n}\n", (1, 2)),
        Example(
            "tsx",
            "function helper() {}\nfunction Card() {\n  return <p/>;\n}\n",
            (2,),
            {"what": "components"},
            "src/a.tsx",
        ),
        Example("typescript", "const f = (a: number): number => a;\nclass A { m() {} }\n"),
        Example("javascript", "function Point(x) {\n  this.x = x;\n}\nfunction v() { return arguments.length; }\n"),
        Example("typescript", "function* g() { yield 1; }\nfunction ok(x: unknown): asserts x is string {}\n"),
        Example("javascript", "// function f() {}\nconst s = 'function f() {}';\nconst o = { m() {} };\n"),
    ),
)

ENTRIES = (NO_VAR, PREFER_CONST, SEMICOLONS, NO_SEMICOLONS, ARROW_FUNCTIONS)
