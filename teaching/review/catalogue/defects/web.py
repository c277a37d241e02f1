"""Defects of TypeScript and JavaScript that are wrong in every project, and loose equality where a rule forbids it."""

from collections.abc import Iterator

from teaching.review.catalogue.callsites import CALL_KINDS, inner, named, own_nodes
from teaching.review.catalogue.defects.fragments import keyless_fragments
from teaching.review.catalogue.defects.unreachable import unreachable_code
from teaching.review.entry import Entry, Example, Fact, Oxlint, Params, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import WEB, SourceFile, end_line, function_name, start_line

_PLAIN = frozenset({"identifier", "string", "number", "true", "false", "null", "undefined"})
_EMPTY = frozenset({"null", "undefined"})


def loose_equality(source: SourceFile, _: Params) -> Iterator[Fact]:
    """`==` and `!=`; the comparison with `null` asks for two values at once and is spared."""
    for sign in ("==", "!="):
        for token in source.nodes(sign):
            node = token.parent()
            if node is None or node.kind() != "binary_expression":
                continue
            left, right = node.field("left"), node.field("right")
            if left is None or right is None or _EMPTY & {left.kind(), right.kind()}:
                continue
            yield Fact(start_line(node), end_line(node), f"Two values are compared by `{sign}`, which converts them.")


def lost_assignments(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Conditions that assign a plain value, and variables that are assigned to themselves.

    An assigned call (`if (match = re.exec(text))`) is a habit, and a property may have a setter: neither counts.
    """
    for node in source.nodes("if_statement", "while_statement"):
        condition = node.field("condition")
        inner = next((c for c in condition.children() if c.is_named()), None) if condition is not None else None
        value = inner.field("right") if inner is not None and inner.kind() == "assignment_expression" else None
        if inner is not None and value is not None and value.kind() in _PLAIN:
            yield Fact(
                start_line(inner), end_line(inner), f"The condition `{inner.text()}` assigns instead of comparing."
            )
    for node in source.nodes("assignment_expression"):
        left, right = node.field("left"), node.field("right")
        if left is not None and right is not None and left.kind() == right.kind() == "identifier":
            if left.text() == right.text():
                yield Fact(start_line(node), end_line(node), f"`{left.text()}` is assigned to itself.")


def empty_getters(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Getters that return no value anywhere; one that only calls or throws is a stub or hands the work on."""
    for node in source.nodes("method_definition"):
        body = node.field("body")
        if body is None or not any(child.kind() == "get" for child in node.children()):
            continue
        steps = named(body)
        only = inner(steps[0]) if len(steps) == 1 and steps[0].kind() == "expression_statement" else None
        if (only is not None and only.kind() in CALL_KINDS) or (steps and steps[-1].kind() == "throw_statement"):
            continue
        if not any(n.kind() == "return_statement" and inner(n) is not None for n in own_nodes(body)):
            text = f"The getter `{function_name(node)}` returns no value on any path."
            yield Fact(start_line(node), end_line(node), text)


# Each of these means that the line does not do what it says, or fails when it runs.
_MISTAKES = (
    "use-isnan", "no-dupe-keys", "no-const-assign", "no-unsafe-finally",
    "valid-typeof", "no-dupe-class-members", "no-class-assign", "no-setter-return",
    "no-compare-neg-zero", "no-dupe-else-if", "no-duplicate-case", "for-direction",
    "no-this-before-super", "no-unsafe-negation", "no-unsafe-optional-chaining", "no-obj-calls",
    "no-import-assign", "no-empty-character-class", "no-invalid-regexp", "no-global-assign",
    "no-loss-of-precision", "oxc/const-comparisons", "oxc/bad-object-literal-comparison", "oxc/bad-replace-all-arg",
    "oxc/missing-throw", "oxc/bad-comparison-sequence", "oxc/bad-min-max-func", "react/no-direct-mutation-state",
    "react/jsx-no-duplicate-props", "react/void-dom-elements-no-children", "typescript/no-duplicate-enum-values",
    "unicorn/no-invalid-remove-event-listener",
)  # fmt: skip

WEB_MISTAKES = Entry(
    name="web-mistakes",
    title="lines of TypeScript and JavaScript that cannot do what they say",
    languages=WEB,
    engines=(Oxlint(_MISTAKES), Syntax(lost_assignments), Syntax(empty_getters), Syntax(unreachable_code)),
    baseline="Every line can do what it says.",
    severity="must",
    words=Words(
        why="The language accepts this line, but it never runs, is always true or false, or silently loses a value: "
        "what "
        "it seems to say is not what it does.",
        question="What does this line really evaluate to, for each kind of value that can arrive here?",
        hint="Try the smallest form of this line in a browser's console and look at the value it leaves behind.",
    ),
    examples=(
        Example("javascript", "if (x === NaN) f();\n", (1,)),
        Example("typescript", "const o = {\n  a: 1,\n  a: 2,\n};\n", (3,)),
        Example("typescript", 'if (typeof x === "strnig") f();\nif (x === -0) f();\n', (1, 2)),
        Example("tsx", "class C extends React.Component {\n  m() {\n    this.state.a = 1;\n  }\n}\n", (3,)),
        Example("typescript", "function f() {\n  return 1;\n  g();\n}\n", (3,)),
        Example("javascript", "function f() {\n  try {\n    return 1;\n  } finally {\n    return 2;\n  }\n}\n", (5,)),
        Example("typescript", "if (a = 1) f();\nwhile (a = b) f();\na = a;\n", (1, 2, 3)),
        Example("typescript", "class A {\n  get a() { f(); g(); }\n  get b() { return; }\n}\n", (2, 3)),
        Example("typescript", "const a = (b?.c).d;\n", (1,)),
        Example("typescript", "const a = (b?.c).d;\n", (), path="src/a.test.ts"),
        Example(
            "typescript",
            "class A {\n  get a() { if (x) return 1; }\n  get b() { throw e; }\n  get c() { unsupported(); }\n"
            "  get d() { try { return f(); } catch { log(); } }\n  get() { f(); g(); }\n  set e(v) { f(); g(); }\n}\n",
        ),
        Example("javascript", "if (m = re.exec(s)) f();\nthis.a = this.a;\na = { ...a };\n"),
        Example("typescript", 'if (Number.isNaN(x)) f();\nif (typeof x === "string") f();\n'),
        Example("typescript", "const o = { a: 1, b: 2, ...c };\n"),
        Example("javascript", "switch (a) {\n  case 1:\n    return b;\n    break;\n  default:\n    throw c;\n}\n"),
        Example("javascript", "function f() {\n  g();\n  return;\n  function g() {}\n}\n"),
        Example("tsx", "const A = () => {\n  setState({ a: 1 });\n  return <p a='1' b='2' />;\n};\n"),
        Example("typescript", "class A {\n  m(a: string): void;\n  m(a: number): void;\n  m(a: unknown) {}\n}\n"),
        Example("javascript", "let m;\nwhile ((m = re.exec(s))) f(m);\nconst [, b] = a;\n"),
    ),
)

_KEY = r"(?:`?key`? props?|(?:unique |stable )?`?keys?`?)"

REACT_KEYS = Entry(
    name="react-keys",
    title="lists of elements without a `key`",
    languages=WEB,
    engines=(Oxlint(("react/jsx-key",)), Syntax(keyless_fragments)),
    baseline="Every element of a list has a key.",
    severity="should",
    # A test renders its list once.
    skip_tests=True,
    cues=("key prop", "`key`", "unique key", "stable key", "keys for list", "keys on list", "keys in list"),
    phrases=(
        Phrase(
            rf"\b{{MUST}}\b{{GAP}}{_KEY}(?![\w-]){{GAP}}\b(?:lists?|items?|elements?|\.?map|iterat\w+|loops?|jsx"
            rf"|renders?)\b"
        ),
        Phrase(rf"\b(?:lists?|mapped|`?\.map)\b{{GAP}}\b(?:needs?|must|ha(?:s|ve)|requires?)\b{{GAP}}{_KEY}(?![\w-])"),
    ),
    reads=(
        ("Always provide a unique key prop for list items.", {}),
        ("Every list element needs a `key`", {}),
        ("List items must have a stable key", {}),
        ("Use stable keys on list elements", {}),
    ),
    ignores=(
        "Every table has a `key` column.",
        "Use unique keys in Redis.",
        "Query keys live in `keys.ts`.",
        "No key prop may be the index.",
    ),
    words=Words(
        why="Without a key React pairs old and new elements by their place, so after an insertion the text that was "
        "typed "
        "into one row can appear in another.",
        question="If a new item came first in this list, how would React know which of the old rows is which?",
        hint="Look for what tells one item from another in the data itself, independent of its place.",
    ),
    examples=(
        Example("tsx", "const L = (p: P) => p.items.map((i) => <li>{i}</li>);\n", (1,)),
        Example("javascript", "const L = (p) =>\n  p.map((i) => (\n    <li>\n      {i}\n    </li>\n  ));\n", (3,)),
        Example("tsx", "const l = [<li>a</li>, <li key='b'>b</li>];\n", (1,)),
        Example("tsx", "const L = (p: P) => p.items.map((i) => <li key={i.id}>{i}</li>);\n"),
        Example("tsx", "const L = (p: P) => p.items.map((i) => i.name);\n"),
        Example(
            "tsx",
            "const L = (p: P) => p.items.map((i) => (\n  <>\n    <dt>{i.a}</dt>\n    <dd>{i.b}</dd>\n  </>\n));\n"
            "const M = (p: P) => p.items.map((i) => {\n  return i.ok ? <>{i.a}</> : null;\n});\n",
            (2, 8),
        ),
        Example("tsx", "const L = (p: P) => <>{p.items.map((i) => <Fragment key={i.id}>{i.a}</Fragment>)}</>;\n"),
        Example("tsx", "const L = (p: P) => <ul><li>a</li><li>b</li></ul>;\n"),
        Example("javascript", "// items.map((i) => <li/>)\nconst a = items.map((i) => [i, 1]);\n"),
    ),
)

_LOOSE = r"(?:loose(?:ly)? (?:equality|equal\w*|comparisons?)|`[=!]=`|[=!]=(?!=)(?= |$|\.|,)|double equals)"

STRICT_EQUALITY = Entry(
    name="strict-equality",
    title="comparisons by `==` and `!=`, which convert their values",
    languages=WEB,
    engines=(Syntax(loose_equality),),
    cues=("===", "equality", "`==`", "==", "eqeqeq", "double equals"),
    phrases=(
        *forbids(_LOOSE, unless=r"\bnone\b|\bnull\b{GAP}\bis\b"),
        Phrase(
            r"\b(?:always|only|use|prefer)\b{GAP}(?:`?===`?|strict equality|triple equals)(?!\w)", unless=r"\bphp\b"
        ),
    ),
    reads=(
        ("Always use ===.", {}),
        ("Use `===` instead of `==`", {}),
        ("Strict equality only: never `==`", {}),
        ("No loose equality.", {}),
        ("Prefer strict equality", {}),
    ),
    ignores=(
        "Use `is None` instead of `== None`.",
        "=== foundation rules ===",
        "The guard is `err.code === 'ENOENT'`.",
        "Pin dependencies with `==`.",
    ),
    words=Words(
        why="`==` converts both sides by rules that few people know by heart: an empty text equals zero, a list can "
        "equal "
        "a number, and such a match hides a wrong type.",
        question="Which types can each side of this comparison have, and which pairs of them would surprise you as "
        "equal?",
        hint="Write down what each side may be, and try the comparison for a number, a text and an empty value.",
    ),
    examples=(
        Example("typescript", "if (a == b) f();\n", (1,)),
        Example("javascript", "const ok = x != '1' && y;\nwhile (\n  a == 0\n) f();\n", (1, 3)),
        Example("tsx", "const A = () => <p>{a == 1 ? 'x' : 'y'}</p>;\n", (1,)),
        Example("typescript", "if (a === b && c !== d) f();\n"),
        Example("javascript", "if (a == null || null != b || c == undefined) f();\n"),
        Example("javascript", "// a == b\nconst s = 'a == b';\nconst t = `a == b`;\n"),
        Example("tsx", "const A = () => <p a='x == y'>a == b</p>;\n"),
    ),
)

ENTRIES = (WEB_MISTAKES, REACT_KEYS, STRICT_EQUALITY)
