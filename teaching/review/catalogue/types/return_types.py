"""Declared return types in TypeScript."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import asks, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import TYPESCRIPT, SourceFile, function_name, start_line


def inferred_returns(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Functions without a declared return type: the exported ones, or every named one."""
    everyone = name_of(params, "who") == "all"
    for node in source.nodes("function_declaration", "generator_function_declaration", "method_definition"):
        if node.field("return_type") is None and (everyone or _is_exported(node)):
            name = function_name(node)
            before = {child.kind() for child in node.children()}
            if name != "constructor" and "set" not in before:
                yield Fact(start_line(node), start_line(node), f"`{name}` declares no return type.")
    for node in source.nodes("variable_declarator"):
        value = node.field("value")
        if value is None or value.kind() not in {"arrow_function", "function_expression", "generator_function"}:
            continue
        if value.field("return_type") is not None or node.field("type") is not None:
            continue
        if everyone or _is_exported(node):
            yield Fact(start_line(node), start_line(node), f"`{function_name(value)}` declares no return type.")


def declared_returns(source: SourceFile, params: Params) -> Iterator[tuple[int, bool]]:
    """The lines of declared functions that the rule speaks of, and whether they declare their return type."""
    bare = {fact.line for fact in inferred_returns(source, params)}
    everyone = name_of(params, "who") == "all"
    for node in source.nodes("function_declaration", "generator_function_declaration"):
        if everyone or _is_exported(node):
            yield start_line(node), start_line(node) not in bare


def _is_exported(node: SgNode) -> bool:
    parent = node.parent()
    if parent is not None and parent.kind() == "lexical_declaration":
        parent = parent.parent()
    return parent is not None and parent.kind() == "export_statement"


_RETURNS = r"return[ -]types?(?: annotations?| declarations?)?"
_NOT_WEB = r"\b(?:python|php|rust|mypy|hints)\b|\$\w|implicit|infer"

EXPLICIT_RETURN_TYPES = Entry(
    name="explicit-return-types",
    title="TypeScript functions without a declared return type",
    languages=TYPESCRIPT,
    engines=(Syntax(inferred_returns),),
    cues=("return type", "return-type"),
    phrases=(
        Phrase(
            r"\b(?:declare|give|write|annotate|state)\b (?:the |an? |explicit )*return types? (?:on|for|of"
            r"|to) (?:all |every |each )?exported\b",
            {"who": "exported"},
        ),
        *asks(
            rf"\b(?:explicit|declared?)\s{_RETURNS}\s(?:on|for|in)\s(?:all|every|each)\s(?:typescript )?"
            r"(?:functions?|methods?)\b",
            r"\b(?:all|every)\s(?:typescript )?functions?\s(?:must |should )?(?:have|has|declares?|needs?|state)\s"
            rf"(?:an )?(?:explicit )?{_RETURNS}",
            thing=_RETURNS,
            unless=_NOT_WEB,
            who="all",
        ),
        *asks(
            rf"\bexplicit\s{_RETURNS}\b",
            rf"\b(?:exported|public)\s(?:functions?|methods?|apis?)\b{{GAP}}\b{_RETURNS}\b",
            rf"\b(?:always|must)\s(?:declare|specify|annotate|state|write|add)\s(?:the\s)?(?:explicit\s)?{_RETURNS}\b",
            thing=_RETURNS,
            unless=_NOT_WEB,
            who="exported",
        ),
    ),
    reads=(
        ("Declare return types on exported functions.", {"who": "exported"}),
        ("Explicit return types on all functions", {"who": "all"}),
        ("Exported functions must have explicit return types", {"who": "exported"}),
        ("Always declare return types.", {"who": "exported"}),
        ("Use explicit return types for exported functions", {"who": "exported"}),
    ),
    ignores=(
        "Return types are inferred; do not write explicit return types.",
        "The return type of `load` is a promise.",
        "Explicit return types are not required.",
        "Python functions declare return types.",
    ),
    slots=(Slot("who", "name", default="exported", choices=("exported", "all")),),
    words=Words(
        why="An inferred return type follows whatever the body happens to return: a slip inside changes the promise to "
        "every caller, and the error appears far away.",
        question="What do you promise to the callers of this function, and would an editor tell you if you broke it?",
        hint="Hover over the name in the editor: is the type shown there the one that you meant?",
    ),
    examples=(
        Example("typescript", "export function f(a: number) {\n  return a;\n}\n", (1,)),
        Example("typescript", "const a = 1;\nexport const load = async (id: string) => get(id);\n", (2,)),
        Example("typescript", "class A {\n  m() {}\n}\nfunction g() {}\n", (2, 4), {"who": "all"}),
        Example("typescript", "export function f(a: number): number {\n  return [a].map((x) => x)[0];\n}\n"),
        Example("typescript", "function local() {}\nexport const n = 1;\n"),
        Example("typescript", "export const h: Handler = (req) => req.body;\nexport const w = memo(() => 1);\n"),
        Example("typescript", "class A {\n  constructor() {}\n  set v(x: number) {}\n}\n", (), {"who": "all"}),
    ),
)

ENTRIES = (EXPLICIT_RETURN_TYPES,)
