"""React: effects that clean up, function components, styles, keys and the rules of hooks."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import NAME_KINDS, chain, imported_from_react, inner, named, path, shorten
from teaching.review.catalogue.react import access, components
from teaching.review.catalogue.react.effects import EFFECT_CLEANUP
from teaching.review.catalogue.react.hooks import RULES_OF_HOOKS
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import WEB, SourceFile, start_line

BASES = frozenset({"Component", "PureComponent"})
# React has no other form for these two.
ERROR_BOUNDARY = frozenset({"componentDidCatch", "getDerivedStateFromError"})
LITERALS = frozenset({"number", "string", "true", "false", "null", "unary_expression", "template_string"})
LOOPS = frozenset({"map", "flatMap", "forEach"})
TO_TEXT = frozenset({"String", "toString", "Number"})


def class_components(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Classes that extend React's `Component`, but for error boundaries, which have no other form."""
    del params
    imported = imported_from_react(source)
    for node in source.nodes("class_declaration", "class"):
        heritage = next((child for child in node.children() if child.kind() == "class_heritage"), None)
        base = _base(heritage) if heritage is not None else ""
        owner, _, last = base.rpartition(".")
        if last not in BASES or not (owner in {"React", "Preact"} or (not owner and last in imported)):
            continue
        body = node.field("body")
        members = {_member_name(member) for member in named(body)} if body is not None else set[str]()
        if not members & ERROR_BOUNDARY:
            name = node.field("name")
            shown = f"`{name.text()}`" if name is not None else "An unnamed class"
            yield Fact(start_line(node), start_line(node), f"{shown} is a class component: it extends `{base}`.")


def _base(heritage: SgNode) -> str:
    extended = inner(heritage)
    if extended is not None and extended.kind() == "extends_clause":
        extended = extended.field("value")
    return path(extended)


def _member_name(member: SgNode) -> str:
    name = member.field("name") or member.field("property")
    return name.text() if name is not None else ""


def inline_styles(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`style={{…}}`; custom properties (`--x`) hand a value to a style sheet and are no inline style."""
    for node in source.nodes("jsx_attribute"):
        parts = named(node)
        if len(parts) != 2 or parts[0].text() != "style":
            continue
        value = inner(parts[1]) if parts[1].kind() == "jsx_expression" else parts[1]
        while value is not None and value.kind() in {
            "as_expression",
            "satisfies_expression",
            "parenthesized_expression",
        }:
            value = inner(value)
        if value is None or value.kind() not in {"object", "string"}:
            continue
        pairs = named(value) if value.kind() == "object" else []
        if pairs and all(re.match(r"[\[]?['\"`]--", pair.text()) for pair in pairs):
            continue
        if params["dynamic"] == "allowed" and not all(_is_fixed(pair) for pair in pairs):
            continue
        yield Fact(start_line(node), start_line(node), f"`{shorten(node, 50)}` is an inline style.")


def _is_fixed(pair: SgNode) -> bool:
    value = pair.field("value")
    return value is not None and value.kind() in LITERALS and "${" not in value.text()


def index_keys(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`key={index}` where `index` counts the round of a `map`, not over lists that are fixed where they stand."""
    del params
    for node in source.nodes("jsx_attribute"):
        parts = named(node)
        if len(parts) != 2 or parts[0].text() != "key" or parts[1].kind() != "jsx_expression":
            continue
        names = _names_in(parts[1]) - TO_TEXT
        if len(names) == 1 and _counts_rounds(node, next(iter(names))):
            yield Fact(start_line(node), start_line(node), f"`{shorten(node, 50)}` uses the position as the key.")


def _names_in(node: SgNode) -> set[str]:
    found: set[str] = set()
    stack = [node]
    while stack:
        current = stack.pop()
        if current.kind() in NAME_KINDS:
            found.add(current.text())
        stack.extend(current.children())
    return found


def _counts_rounds(node: SgNode, name: str) -> bool:
    for ancestor in node.ancestors():
        if ancestor.kind() not in {"arrow_function", "function_expression"}:
            continue
        taken = ancestor.field("parameters") or ancestor.field("parameter")
        given = [_parameter_name(part) for part in named(taken)] if taken is not None else []
        if name in given:
            listed = ancestor.parent()
            call = listed.parent() if listed is not None and listed.kind() == "arguments" else None
            return given.index(name) == 1 and call is not None and _loops_over_changing(call)
    return False


def _parameter_name(part: SgNode) -> str:
    pattern = part.field("pattern") or part
    return pattern.text() if pattern.kind() == "identifier" else ""


def _loops_over_changing(call: SgNode) -> bool:
    links = chain(call)
    method = "".join(links[0].names[-1:])
    if path(call) in {"React.Children.map", "Children.map"}:
        return False
    target = call.field("function")
    listed = target.field("object") if target is not None else None
    while listed is not None and listed.kind() in {"parenthesized_expression", "as_expression"}:
        listed = inner(listed)
    if method not in LOOPS or listed is None or listed.kind() == "array":
        return False
    # `Array.from({ length: 3 })`, `Array(3).fill(0)`: places that never change order.
    root = links[-1]
    return root.names[:1] != ("Array",) and "new Array" not in listed.text()


_PERMITS = r"\b(?:may|fine|okay?|allowed for|unless|only (?:in|for|when)|acceptable)\b"
_FUNCTIONAL = r"(?:functional|function)(?:al)?[ -](?:react )?components?"

NO_CLASS_COMPONENTS = Entry(
    name="no-class-components",
    title="React components that are written as classes",
    languages=WEB,
    engines=(Syntax(class_components),),
    cues=("component",),
    phrases=(
        *forbids(
            r"(?:react )?class(?:[ -]based)? components?\b",
            unless=_PERMITS + r"|(?<!never )(?<!not )(?<!n't )\b(?:use|prefer) class",
        ),
        Phrase(
            rf"\b(?:only|exclusively|always|just)\b[^.;]{{{{0,20}}}}\b{_FUNCTIONAL}", {}, r"\bclass components? only\b"
        ),
        Phrase(rf"\b{_FUNCTIONAL}(?: (?:with|and|\+) hooks)?,? (?:only|exclusively|everywhere)\b"),
        Phrase(rf"^(?:[\w /]+: )?(?:use |prefer |write )?(?:react )?{_FUNCTIONAL} (?:with|and|\+) hooks\b"),
        Phrase(rf"^(?:[\w /]+: )?(?:use|prefer|write) (?:react )?{_FUNCTIONAL}(?:$|[.,;(]| over\b)"),
    ),
    reads=(
        ("Functional components only, no class components", {}),
        ("React: use functional components with hooks", {}),
        ("Never use class components.", {}),
        ("Prefer functional components over classes", {}),
        ("Class components are forbidden.", {}),
    ),
    ignores=(
        "Class components are fine for error boundaries.",
        "Functional components live in `src/components`.",
        "Use class components, not functional components.",
        "Never put a CSS class on components directly.",
        "The functional component registry is generated.",
    ),
    words=Words(
        why="Two forms of component in one project mean two ways of holding state and two life cycles to know; what "
        "one form shares through hooks the other cannot use.",
        question="What does this component need from being a class that a function of its props could not do?",
        hint="List what the class holds between two renders and what it does when it appears or goes away.",
    ),
    examples=(
        Example("tsx", "export class A extends React.Component<P, S> {\n  render() { return null; }\n}\n", (1,)),
        Example(
            "javascript", "import { PureComponent as P, Component } from 'react';\nclass A extends Component {}\n", (2,)
        ),
        Example("tsx", "const A = class extends React.PureComponent {};\n", (1,)),
        Example("tsx", "class B extends React.Component<P> {\n  static getDerivedStateFromError() { return {}; }\n}\n"),
        Example("typescript", "import { Component } from './ecs';\nclass A extends Component {}\n"),
        Example(
            "tsx",
            "import React, { type FC } from 'react';\nexport const A: FC = () => <p />;\nclass S extends Base {}\n",
        ),
        Example(
            "typescript", "// class A extends React.Component {}\nclass Component {}\nclass B extends x.Component {}\n"
        ),
    ),
)

NO_INLINE_STYLES = Entry(
    name="no-inline-styles",
    title="`style={{…}}` on JSX elements",
    languages=WEB,
    engines=(Syntax(inline_styles),),
    cues=("inline", "style={"),
    phrases=(
        Phrase(
            r"(?:\bno|\bnever|\bavoid|n't|\bnot)\b{GAP}\binline[ -](?:css )?styl(?:es?|ing)\b[^;]{{0,20}}?"
            r"\b(?:except|unless|other than|only for)\b[^;]{{0,30}}\b(?:dynamic|computed|runtime)",
            {"dynamic": "allowed"},
        ),
        *forbids(
            r"inline[ -](?:css )?styl(?:es?|ing)\b|inline `?style`?s?\b|`style=\{{{{[^`]*`",
            unless=_PERMITS
            + r"|(?<!never )(?<!not )(?<!n't )\b(?:use|prefer) inline|\bexcept\b|\binline[ -]styles? (?:for|when|in)\b",
        ),
    ),
    reads=(
        ("No inline styles", {"dynamic": "reported"}),
        ("Never use inline styles, use Tailwind classes.", {"dynamic": "reported"}),
        ("Styling: use CSS modules instead of inline styles", {"dynamic": "reported"}),
        ("Avoid inline styles except for dynamic values", {"dynamic": "allowed"}),
        ("Inline styles are not allowed.", {"dynamic": "reported"}),
    ),
    ignores=(
        "Inline styles are fine in e-mail templates.",
        "Never use CSS modules, use inline styles.",
        "No inline scripts in the templates.",
        "Prefer inline styles over CSS modules.",
        "Don't inline the style guide into this file.",
    ),
    slots=(Slot("dynamic", "name", default="reported", choices=("reported", "allowed")),),
    words=Words(
        why="A style on the element beats every style sheet, knows no hover, no media query and no theme, and has to "
        "be changed in every place where it was copied to.",
        question="If the design changes this value, in how many places would somebody have to look for it?",
        hint="See how the neighbouring components get their look, and what of this style depends on data at all.",
    ),
    examples=(
        Example("tsx", "const a = (\n  <p\n    style={{ color: 'red' }}\n  >x</p>\n);\n", (3,)),
        Example("javascript", "const a = <A style={{ width: w }} />;\n", (1,)),
        Example("tsx", "const a = <p style={{ width: 1 } as CSSProperties} />;\n", (1,), {"dynamic": "allowed"}),
        Example("tsx", "const a = <p style={{ width: `${w}%` }} />;\n", (), {"dynamic": "allowed"}),
        Example("tsx", "const a = <p style={styles.box} className='x' />;\n"),
        Example("tsx", "const a = <p style={{ '--w': w } as CSSProperties} />;\n"),
        Example("tsx", "const a = <p title='style={{ a: 1 }}'>{/* style={{}} */}</p>;\nconst style = { a: 1 };\n"),
        Example("typescript", "const a = { style: { color: 'red' } };\n"),
    ),
)

NO_INDEX_KEY = Entry(
    name="no-index-key",
    title="list items whose React key is their position",
    languages=WEB,
    engines=(Syntax(index_keys),),
    cues=("key",),
    phrases=(
        *forbids(
            r"(?:the |an? )?(?:array |map |loop |list )?`?ind(?:ex|exes|ices)`? (?:as|for) (?:an? |the |your )?"
            r"(?:react |list |jsx )?`?keys?\b",
            unless=_PERMITS,
        ),
        *forbids(r"`key=\{{(?:i|idx|index)\}}`", unless=_PERMITS),
        Phrase(
            r"\bkeys?`?\b[^;]{{0,40}}\b(?:never|not|n't|no|instead of|rather than)\b[^;]{{0,12}}"
            r"\b(?:array |map |loop )?(?:index|indices|indexes)\b(?! (?:on|of the (?:table|column)))",
            {},
            _PERMITS + r"|\b(?:database|table|column|sql|foreign|primary|redis|cache)\b",
        ),
    ),
    reads=(
        ("Never use the array index as key", {}),
        ("Don't use `index` as a React key.", {}),
        ("Lists: keys are stable ids, never the index", {}),
        ("No `key={index}`", {}),
    ),
    ignores=(
        "Foreign keys never go without an index.",
        "Never use an index on the key column.",
        "The index is fine as key for static lists.",
        "Never store API keys in `index.ts`.",
        "Use the array index as key.",
    ),
    tier="likely",
    words=Words(
        why="The key tells React which item of the last list this one is. A position names another item as soon as "
        "one is added, removed or sorted, and what the user typed stays at the wrong row.",
        question="When the first item of this list is removed, which item will React take the second one for?",
        hint="Look in the data for what stays with an item for all its life, wherever in the list it stands.",
    ),
    examples=(
        Example("tsx", "const a = xs.map((x, index) => (\n  <li key={index}>{x}</li>\n));\n", (2,)),
        Example("javascript", "const a = xs.filter(Boolean).map((x, i) => <li key={`row-${i}`} />);\n", (1,)),
        Example(
            "tsx", "const a = this.props.xs?.map((x: X, i: number) => {\n  return <li key={String(i)} />;\n});\n", (2,)
        ),
        Example(
            "tsx",
            "const a = xs.map((x, i) => <li key={`${x.id}-${i}`} />);\nconst b = xs.map((x) => <li key={x.id} />);\n",
        ),
        Example("tsx", "const a = Array.from({ length: 3 }).map((_, i) => <li key={i} />);\n"),
        Example(
            "tsx",
            "const a = [1, 2, 3].map((_, i) => <li key={i} />);\n"
            "const b = [...Array(3)].map((_, i) => <p key={i} />);\n",
        ),
        Example("tsx", "const a = Object.entries(o).map(([key, v]) => <li key={key}>{v}</li>);\n"),
        Example(
            "tsx",
            "const a = xs.map((index) => <li key={index} />);\nconst b = xs.map((x, i) => <li id={i} key={x} />);\n",
        ),
    ),
)

ENTRIES = (
    EFFECT_CLEANUP,
    NO_CLASS_COMPONENTS,
    NO_INLINE_STYLES,
    NO_INDEX_KEY,
    RULES_OF_HOOKS,
    *components.ENTRIES,
    *access.ENTRIES,
)
