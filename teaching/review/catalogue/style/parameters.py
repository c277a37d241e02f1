"""Style: parameters that keep the value they came with."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, function_name, span, start_line

_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_PATTERNS = frozenset(
    {
        "array_pattern",
        "object_pattern",
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "pair_pattern",
        "rest_pattern",
        "list_splat_pattern",
        "parenthesized_expression",
        "object_assignment_pattern",
        "assignment_pattern",
    }
)
_WRITES = {
    "assignment": "left",
    "augmented_assignment": "left",
    "named_expression": "name",
    "for_statement": "left",
    "assignment_expression": "left",
    "augmented_assignment_expression": "left",
    "update_expression": "argument",
    "for_in_statement": "left",
}
_PARAMETERS = frozenset(
    {
        "identifier",
        "required_parameter",
        "optional_parameter",
        "default_parameter",
        "typed_parameter",
        "typed_default_parameter",
        "list_splat_pattern",
        "dictionary_splat_pattern",
        "assignment_pattern",
        "object_pattern",
        "array_pattern",
        "rest_pattern",
    }
)
_BLOCKS = frozenset({"statement_block", "for_statement", "for_in_statement", "switch_body"})
_DECLARES = frozenset({"variable_declarator", "function_declaration", "class_declaration", "catch_clause"})


def reassigned_parameters(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Assignments to a parameter of the function they stand in, or of one around it.

    In Python a parameter that is `None` for "not given" has to be filled in its own function: `if x is None: x = …`.
    """
    del params
    scopes = _Scopes()
    for node in source.nodes(*_WRITES):
        target = node.field(_WRITES[node.kind()])
        if target is None or (node.kind() == "for_in_statement" and _declares(node)):
            continue
        for name in _bound(target):
            owner = scopes.owner(node, name)
            if owner is None or (source.language == "python" and _fills(node, name)):
                continue
            line = start_line(node)
            known = function_name(owner)
            shown = "This function" if known == "this function" else f"`{known}`"
            yield Fact(line, line, f"{shown} gives its parameter `{name}` a new value.")
            break


def _declares(loop: SgNode) -> bool:
    return any(child.kind() in {"const", "let", "var"} for child in loop.children()[:4])


def _bound(target: SgNode) -> Iterator[str]:
    """The plain names that an assignment writes; `a.b = …` and `a[0] = …` write none."""
    kind = target.kind()
    if kind in _NAMES:
        yield target.text()
    elif kind in _PATTERNS:
        children = target.children()
        if kind == "pair_pattern":
            children = [child for child in (target.field("value"),) if child is not None]
        elif kind in {"assignment_pattern", "object_assignment_pattern"}:
            children = [child for child in (target.field("left"),) if child is not None]
        for child in children:
            yield from _bound(child)


class _Scopes:
    """Which names the functions of a file take and which its blocks declare, each looked up once."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], frozenset[str]] = {}
        self._declared: dict[tuple[int, int], frozenset[str]] = {}

    def taken(self, function: SgNode) -> frozenset[str]:
        place = span(function)
        if place not in self._taken:
            self._taken[place] = frozenset(_parameters(function))
        return self._taken[place]

    def declared(self, block: SgNode) -> frozenset[str]:
        place = span(block)
        if place not in self._declared:
            self._declared[place] = frozenset(_declared_in(block))
        return self._declared[place]

    def owner(self, node: SgNode, name: str) -> SgNode | None:
        """The function whose parameter the name is where the node stands; None where it is anything else."""
        for ancestor in node.ancestors():
            kind = ancestor.kind()
            # In Python an assignment makes the name the function's own, unless it says otherwise.
            if kind in {"function_definition", "lambda"}:
                return ancestor if name in self.taken(ancestor) else None
            if kind in FUNCTION_KINDS and name in self.taken(ancestor):
                return ancestor
            if kind == "class_definition" or (kind in _BLOCKS and name in self.declared(ancestor)):
                return None
        return None


def _parameters(function: SgNode) -> Iterator[str]:
    listed = function.field("parameters") or function.field("parameter")
    if listed is None:
        return
    for child in [listed] if listed.kind() in _NAMES else listed.children():
        if child.kind() not in _PARAMETERS:
            continue
        named = child.field("pattern") or child.field("name") or child.field("left")
        if child.kind() == "typed_parameter":
            named = child.child(0)
        yield from _bound(named if named is not None else child)
        if child.kind() == "dictionary_splat_pattern":
            yield from (part.text() for part in child.children() if part.kind() == "identifier")


def _declared_in(block: SgNode) -> Iterator[str]:
    """The names that a block declares anew among its own statements."""
    for statement in block.children():
        for part in [statement] if statement.kind() in _DECLARES else statement.children():
            target = part.field("name") if part.kind() in _DECLARES else None
            if target is not None:
                yield from _bound(target)


def _fills(node: SgNode, name: str) -> bool:
    """Whether a write stands in a branch that asks whether the name is `None`."""
    asks = (f"{name} is None", f"{name} is not None")
    right = node.field("right")
    if right is not None and right.kind() == "conditional_expression" and any(ask in right.text() for ask in asks):
        return True
    for ancestor in node.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return False
        if ancestor.kind() in {"if_statement", "elif_clause"}:
            condition = ancestor.field("condition")
            if condition is not None and asks[0] in " ".join(condition.text().split()):
                return True
    return False


_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_PARAMS = (
    r"(?:(?:a |the |any |its |their |own |your |method |input |function(?:'s)? |function-)*(?:param(?:eter)?s?"
    r"|arguments?|args?)\b"
    r"(?! (?:types?|names?|order|lists?|objects?)))"
)

NO_PARAM_REASSIGN = Entry(
    name="no-param-reassign",
    title="assignments to a function's own parameters",
    languages=ALL,
    engines=(Syntax(reassigned_parameters),),
    cues=("param", "argument", "args"),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|mutate or|modify or|shadow or))*\s(?:re-?assign(?:s|ed|ing|ment)?|rebind"
            rf"(?:ing)?|overwrit(?:e|ing)|assign(?:ing)? (?:\w+ ){{{{0,2}}}}to)(?: of| to| or \w+)?\s{_PARAMS}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_NO}\s(?:function )?(?:param(?:eter)?|argument)s?[ -](?:re-?assign(?:ment|ing|s)?|overwrit\w+"
            r"|rebinding)\b|\bno-param-reassign\b",
            {},
            rf"{EXCUSED}|\boff\b|\bdisabled?\b",
        ),
        Phrase(
            rf"\b{_PARAMS}\s(?:must|should|may|are|is|can|shall)\s(?:be )?(?:never|not)\s(?:ever )?(?:be )?"
            r"(?:re-?assigned|overwritten|rebound|assigned to)",
            {},
            EXCUSED,
        ),
        Phrase(rf"\b(?:treat|consider)\s{_PARAMS} as (?:read-?only|const(?:ants?)?|final)\b", {}, EXCUSED),
        Phrase(
            rf"\bre-?assign(?:ing|ment of)\s{_PARAMS}\s(?:is |are )?(?:forbidden|banned|prohibited|not allowed)",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never reassign function parameters", {}),
        ("No param reassign", {}),
        ("- no parameter reassignment", {}),
        ("Do not reassign arguments.", {}),
        ("**Functions:** don't overwrite parameters", {}),
        ("Parameters must not be reassigned", {}),
        ("Follow `no-param-reassign`", {}),
        ("Treat parameters as read-only", {}),
        ("Never assign to a parameter", {}),
        ("Reassigning parameters is forbidden.", {}),
    ),
    ignores=(
        "Never reassign `const` objects.",
        "Do not mutate arguments.",
        "Functions take at most four parameters.",
        "Avoid boolean parameters.",
        "Do not overwrite the files named in the arguments file.",
        "`no-param-reassign` is off.",
    ),
    words=Words(
        why="A name that meant what the caller passed and further down means something else has to be read twice; in a "
        "debugger what came in is gone.",
        question="What does this name stand for on the first line of the function, and what on the last?",
        hint="The new value is another thing than what was passed: what would you call it?",
    ),
    examples=(
        Example("python", "def f(a, *, b=1):\n    a = a + 1\n    b += 1\n    return a, b\n", (2, 3)),
        Example(
            "python",
            "def f(x: int, y: int = 1, *args, **kw):\n    for x in y:\n        pass\n    x, z = z, x\n    kw = {}\n",
            (2, 4, 5),
        ),
        Example("python", "async def f(a):\n    if (a := g()):\n        return a\n", (2,)),
        Example(
            "python",
            "def f(a=None, b=None):\n    if a is None:\n        a = []\n    b = [] if b is None else b\n"
            "    c = a\n    a.x = 1\n    a[0] = 2\n    return c\n",
        ),
        Example(
            "python",
            "def f(a):\n    def g():\n        a = 1\n        return a\n    h = [a for a in b]\n    g(a=1)\n"
            "    class C:\n        a = 1\n# a = 1\n",
        ),
        Example(
            "typescript",
            "function f(a: number, { b, c: d }: P, ...r: X[]) {\n  a = 1;\n  b += 1;\n  d++;\n  [r] = x;\n}\n",
            (2, 3, 4, 5),
        ),
        Example("javascript", "const f = (a) => {\n  xs.forEach(() => { a = 1; });\n  for (a of xs) {}\n};\n", (2, 3)),
        Example("tsx", "const f = x => { x = x ?? 1; };\nclass A { m(y = 1) { y = 2; } }\n", (1, 2)),
        Example(
            "typescript",
            "function f(a: P) {\n  a.b = 1;\n  a['c'] = 2;\n  const b = a;\n  let c = 1;\n  c = 2;\n"
            "  if (b) { let a = 1; a = 2; }\n}\n",
        ),
        Example(
            "javascript",
            "function f(a) {\n  xs.map((a) => a);\n  for (const a of xs) { g(a); }\n  return { a: 1 };\n}\n"
            "// a = 1\nconst s = 'a = 1';\n",
        ),
        Example(
            "tsx", "const A = ({ b }: P) => <p a={b} onClick={(e) => { e.target.value = 1; }} />;\nlet a = 1;\na = 2;\n"
        ),
    ),
)

ENTRIES = (NO_PARAM_REASSIGN,)
