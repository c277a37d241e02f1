"""Naming: how booleans begin, and names of one letter."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.naming.scope import (
    GENERATED,
    in_class_body,
    is_foreign,
    own_classes,
    parameter_names,
    plain_targets,
)
from teaching.review.catalogue.wording import bans, names_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, start_line

_BOOLEANS = frozenset({"true", "false"})
_WEB_BOOLEAN = lazily(r"^:\s*boolean(?:\s*\|\s*(?:null|undefined))*$")
_PYTHON_BOOLEAN = lazily(r"^(?:bool(?:\s*\|\s*None)?|(?:typing\.)?Optional\[bool\])$")
# What these give back is true or false whatever they are given.
_ASKS = lazily(
    r"^Boolean$|\.(?:includes|startsWith|endsWith|some|every|hasOwnProperty|isArray|isInteger|isNaN|isFinite)$"
)
_PYTHON_ASKS = lazily(r"^(?:bool|isinstance|issubclass|callable|hasattr|all|any)$|\.(?:startswith|endswith)$")


def unprefixed_booleans(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Variables and parameters that are annotated as boolean or set to true or false, named without a prefix."""
    prefixes = [word.strip("_`*-… ") for word in names_of(params, "prefixes")]
    begin = re.compile(rf"[_$]*(?:{'|'.join(re.escape(word) for word in prefixes if word)})(?:_|[A-Z0-9])")
    seen: set[str] = set()
    if GENERATED.search(source.path):
        return
    for node in _booleans(source):
        name = node.text()
        if name in seen or name.isupper() or name.startswith("__") or begin.match(name):
            continue
        seen.add(name)
        line = start_line(node)
        yield Fact(line, line, f"The boolean `{name}` does not begin with {', '.join(prefixes)}.")


def _booleans(source: SourceFile) -> Iterator[SgNode]:
    if source.language == "python":
        yield from _python_booleans(source)
        return
    for node in source.nodes("variable_declarator", "required_parameter", "optional_parameter", "assignment_pattern"):
        name = node.field("name") or node.field("pattern") or node.field("left")
        value, annotated = node.field("value") or node.field("right"), node.field("type")
        if name is None or name.kind() != "identifier" or not _is_real(node):
            continue
        typed = annotated is not None and _WEB_BOOLEAN.match(annotated.text()) is not None
        if typed or (annotated is None and value is not None and _is_web_truth(value)):
            yield name


def _is_real(node: SgNode) -> bool:
    """Whether a parameter is that of a function, not of the type of one."""
    listed = node.parent()
    owner = listed.parent() if listed is not None else None
    return node.kind() == "variable_declarator" or (owner is not None and owner.kind() in FUNCTION_KINDS)


def _is_web_truth(value: SgNode) -> bool:
    """Whether an expression can only be true or false: a literal, a comparison, a negation, or both of such."""
    return all(_is_web_truth_alone(operand) for operand in _operands(value, "binary_expression", {"&&", "||"}))


def _is_web_truth_alone(value: SgNode) -> bool:
    kind = value.kind()
    if kind in {"unary_expression", "binary_expression"}:
        operator = value.field("operator")
        sign = operator.text() if operator is not None else ""
        return sign in {"!", "===", "!==", "==", "!=", "<", ">", "<=", ">=", "instanceof", "in"}
    if kind == "call_expression":
        function = value.field("function")
        return function is not None and _ASKS.search("".join(function.text().split())) is not None
    return kind in _BOOLEANS


def _operands(value: SgNode, joined: str, signs: set[str]) -> Iterator[SgNode]:
    """What an expression joins by these signs, without parentheses; they may be nested as deep as a tree may be."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if node.kind() == "parenthesized_expression":
            # In parentheses stands one expression; what else has a name there is a comment.
            waiting += [child for child in node.children() if child.is_named() and child.kind() != "comment"][:1]
            continue
        operator = node.field("operator") if node.kind() == joined else None
        left, right = node.field("left"), node.field("right")
        if operator is not None and operator.text() in signs and left is not None and right is not None:
            waiting += [right, left]
        else:
            yield node


def _is_python_truth(value: SgNode) -> bool:
    """The same of Python, where a class decides what its `==` and `<` give back: those of arrays are arrays."""
    return all(_is_python_truth_alone(operand) for operand in _operands(value, "boolean_operator", {"and", "or"}))


def _is_python_truth_alone(value: SgNode) -> bool:
    kind = value.kind()
    if kind == "comparison_operator":
        operators = {child.text() for child in value.children() if not child.is_named()}
        return bool(operators & {"is", "in", "not in", "is not"}) or "len(" in value.text()
    if kind == "call":
        function = value.field("function")
        return function is not None and _PYTHON_ASKS.search(function.text()) is not None
    return kind in {*_BOOLEANS, "not_operator"}


def _python_booleans(source: SourceFile) -> Iterator[SgNode]:
    for node in source.nodes("assignment"):
        left, right, annotated = node.field("left"), node.field("right"), node.field("type")
        if left is None or left.kind() != "identifier":
            continue
        typed = annotated is not None and _PYTHON_BOOLEAN.match(annotated.text()) is not None
        if typed or (annotated is None and right is not None and _is_python_truth(right)):
            yield left
    own = own_classes(source)
    for node in source.nodes("function_definition"):
        listed = node.field("parameters")
        if listed is None or is_foreign(node, own):
            continue
        for child in listed.children():
            annotated, value = child.field("type"), child.field("value")
            first = next(iter(child.children()), None)
            if first is None or first.kind() != "identifier":
                continue
            typed = annotated is not None and _PYTHON_BOOLEAN.match(annotated.text()) is not None
            if typed or (annotated is None and value is not None and value.kind() in _BOOLEANS):
                yield first


_PREFIX = r"`?(?:is|has|should|can|was|will|are|did|does|needs|allows?)(?:_|\\*|-|…)?`?"
_PREFIXES = rf"(?P<prefixes>{_PREFIX}(?:(?:,\s?(?:or\s|and\s)?|\s?/\s?|\sor\s|\sand\s){_PREFIX})*)(?![\w])"

BOOLEAN_PREFIX = Entry(
    name="boolean-prefix",
    title="boolean variables and parameters without a prefix such as `is` or `has`",
    languages=ALL,
    engines=(Syntax(unprefixed_booleans),),
    cues=("boolean", "bool"),
    phrases=(
        Phrase(
            r"\bbool(?:ean)?s?(?: \w+)?(?:(?: and|,) \w+)? (?:start|begin)s? with (?P<prefixes>`?(?:is|has|should"
            r"|can|was|will|are|did|does)\b`?(?:(?:,\s?(?:or\s|and\s)?|\s?/\s?|\sor\s|\sand\s)`?(?:is|has|should"
            r"|can|was|will|are|did|does)\b`?)*)",
        ),
        Phrase(r"\bbool(?:ean)?s?\b[^.;]{{0,30}}\b(?:read|sound|look) like (?:a )?(?:yes[/-]no )?questions?\b"),
        Phrase(
            r"\b(?:name|call)\s(?:all |every )?bool(?:ean)?s?\b[^.;,]{{0,20}}\b(?:with|after"
            r"|like)\s(?P<prefixes>`?(?:is|has|should|can|was|will|are|did|does)\b`?(?:(?:,\s?(?:or\s|and\s)?"
            r"|\s?/\s?|\sor\s|\sand\s)`?(?:is|has|should|can|was|will|are|did|does)\b`?)*)"
        ),
        Phrase(
            r"\bbool(?:ean)?s?(?: names?| variables?)?\s?(?::|—|-)\s?(?:always |must be )?(?:prefix(?:ed)?"
            r"|start(?:ing)?|begin)(?: them| it)? with (?P<prefixes>`?(?:is|has|should|can|was|will|are|did"
            r"|does)\b`?(?:(?:,\s?(?:or\s|and\s)?|\s?/\s?|\sor\s|\sand\s)`?(?:is|has|should|can|was|will|are|did"
            r"|does)\b`?)*)"
        ),
        Phrase(
            r"\b(?:booleans?|bools?|boolean (?:variables?|names?|flags?|values?|props?))(?: "
            r"(?:variables?|names?|and flags))?"
            rf"(?::|\s(?:must |should |always |are |is )*(?:start|starts|begin|begins|prefix|prefixed|named|use|have)"
            r"(?: the| a| an)?(?: prefix(?:es)?)?(?: with| by| like| of)?)\s(?:the |a |an |prefix"
            rf"(?:es)? )*{_PREFIXES}",
            unless=r"\b(?:never|not|don't|no)\s",
        ),
        Phrase(
            rf"\b(?:prefix|start|begin)\s(?:all |every )?bool(?:ean)?s?\b[^.;,]{{{{0,20}}}}\bwith\s{_PREFIXES}",
            unless=r"\b(?:never|not|don't|no)\s",
        ),
        Phrase(
            rf"\b{_PREFIXES}\s(?:prefix(?:es)?\s)?for\s(?:all\s)?bool(?:ean)?s?\b",
            unless=r"\b(?:never|not|don't|no)\s",
        ),
    ),
    reads=(
        ("Boolean props and variables start with is/has", {"prefixes": ("is", "has")}),
        ("Boolean names read like questions: `isReady`, `hasRows`", {}),
        ("Name booleans with `is` or `has`", {"prefixes": ("is", "has")}),
        ("Booleans: prefix with `is`, `can`", {"prefixes": ("is", "can")}),
        ("Booleans start with is/has/should", {"prefixes": ("is", "has", "should")}),
        ("Prefix boolean variables with `is`, `has` or `can`", {"prefixes": ("is", "has", "can")}),
        ("Boolean variables: is/has/should prefix", {"prefixes": ("is", "has", "should")}),
        ("Boolean names must begin with `is` or `has`.", {"prefixes": ("is", "has")}),
    ),
    ignores=(
        "The survey reads booleans from the form",
        "Booleans do not start with is",
        "The flag is a boolean.",
        "Boolean columns default to false",
        "Boolean is the return type of `check`",
    ),
    slots=(Slot("prefixes", "names", default=("is", "has", "should", "can")),),
    tier="likely",
    words=Words(
        why="A name that reads as a statement makes a condition read as a sentence; without it a reader cannot tell a "
        "flag from the thing that it speaks of.",
        question="Read the condition that uses this name aloud: is it a question that can be answered with yes?",
        hint="Find the sentence about the program that is true exactly when the value is.",
    ),
    examples=(
        Example("python", "valid = True\n", (1,)),
        Example("python", "def f(force: bool, deep=False) -> None:\n    done: bool = check()\n", (1, 2)),
        Example("python", "class A:\n    active: bool\n", (2,)),
        Example("python", "is_valid = True\nhas_items: bool\n_should_run = False\nDEBUG = True\n"),
        Example("python", "issue = find()\nf(force=True)\nself.done = True\n"),
        Example("python", "x = 'True'\ny = 1\nz = a == b\nrows = table.age > 3\nname = a or b\n"),
        Example(
            "python",
            "ready = a is not None\nknown = not missing and key in table\nlast = len(xs) == 1\n"
            "def f(deep: bool | None = None): ...\n",
            (1, 2, 3, 4),
        ),
        Example(
            "javascript",
            "const last = i === n;\nconst known = !!a && b !== c;\nfunction f(a, deep = false) {}\n"
            "const any = xs.some(g);\n",
            (1, 2, 3, 4),
        ),
        Example("typescript", "const name = a && b;\nconst first = a || 'x';\nconst f = (a = 1) => a;\nx = !y;\n"),
        Example("python", "class A(Base):\n    def run(self, force: bool): ...\n"),
        Example("typescript", "const valid = true;\nlet open: boolean;\n", (1, 2)),
        Example("typescript", "function f(force: boolean, deep = false) {}\n", (1,)),
        Example("tsx", "const A = (wide: boolean) => <p/>;\n", (1,)),
        Example("typescript", "const isValid = true;\nlet hasItems: boolean;\nconst canRun = false;\n"),
        Example("typescript", "interface P { disabled: boolean; f(a: boolean): void }\nconst o = { open: true };\n"),
        Example("tsx", "const [open, setOpen] = useState(false);\nconst A = () => <B open={true}/>;\n"),
        Example("javascript", "const DEBUG = true;\nfoo(true);\n// valid = true\n"),
    ),
)

# Counters, coordinates, and the letters that a caught error, a file and a number are known by.
_USUAL = ("i", "j", "k", "x", "y", "z", "_", "e", "f", "n")


def single_letters(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Variables and parameters of one lower-case letter, each once; callbacks and the usual letters are spared."""
    allowed = set(names_of(params, "allowed"))
    seen: set[str] = set()
    for node in _named(source):
        name = node.text()
        if len(name) != 1 or not name.islower() or name in allowed or name in seen:
            continue
        seen.add(name)
        line = start_line(node)
        yield Fact(line, line, f"`{name}` is a name of one letter.")


def _named(source: SourceFile) -> Iterator[SgNode]:
    for node in source.nodes("assignment"):
        target = node.field("left")
        if target is not None and not in_class_body(node):
            yield from plain_targets(target)
    # Comprehensions and callbacks are short enough to be read at a glance, loops and `with` blocks are not.
    for node in source.nodes("for_statement", "for_in_statement", "named_expression"):
        target = node.field("left") or node.field("name")
        if target is not None:
            yield from plain_targets(target)
    for node in source.nodes("as_pattern_target"):
        if any(above.kind() == "with_item" for above in node.ancestors()):
            yield from (child for child in node.children() if child.kind() == "identifier")
    for node in source.nodes("variable_declarator"):
        name = node.field("name")
        if name is not None:
            yield from plain_targets(name)
    kinds = ("function_definition", "function_declaration", "method_definition", "generator_function_declaration")
    for node in source.nodes(*kinds):
        yield from parameter_names(node)


NO_SINGLE_LETTER = Entry(
    name="no-single-letter",
    title="variables and parameters named with one letter",
    languages=ALL,
    engines=(Syntax(single_letters),),
    cues=("letter", "character"),
    phrases=tuple(
        Phrase(
            phrase.pattern,
            phrase.fixed,
            r"\b(?:fine|ok|okay|allowed for|may)\b|\b"
            r"(?:type param|generic|drive|flag|option)",
            needs=phrase.needs,
        )
        for phrase in (
            *bans(
                r"(?:single|one)[ -](?:letter|character)(?: (?:variables?|names?|identifiers?|parameters?))*", words=1
            ),
            Phrase(
                r"\b(?:identifiers?|(?:variable |parameter )?names?|variables)\b[^.;]{{0,25}}\b(?:longer than|more than"
                r"|at least)\s(?:(?:a |one |1 )(?:single )?(?:letter|character)|(?:two|2) (?:letters|characters))"
            ),
        )
    ),
    reads=(
        ("No single-letter variable names", {}),
        ("Avoid single letter names.", {}),
        ("Never use one-letter variables", {}),
        ("No single-letter variable names except loop counters", {}),
        ("Names are longer than one letter", {}),
        ("Variables have at least two characters", {}),
    ),
    ignores=(
        "Single-letter names are fine in comprehensions.",
        "No single-letter type parameters",
        "Use single-letter names for matrices",
        "Never use single-letter CLI flags",
    ),
    slots=(Slot("allowed", "names", default=_USUAL),),
    words=Words(
        why="A letter says nothing about what the value is; the reader must carry its meaning in mind from the line "
        "where it was set to the line where it is used.",
        question="What is in this variable, in the words of someone who uses the program?",
        hint="Look at the expression on the right of it: it usually contains the word that is missing on the left.",
    ),
    examples=(
        Example("python", "d = load()\n", (1,)),
        Example("python", "def f(u, amount):\n    a, b = u\n", (1, 2)),
        Example("python", "async def g(*, q: int = 1) -> None: ...\n", (1,)),
        Example("python", "for i in range(3):\n    x = i\n    y = [v for v in x]\n"),
        Example(
            "python",
            "for s in sales:\n    with lock(s) as c:\n        if (m := c.get()):\n            go(m)\n",
            (1, 2, 3),
        ),
        Example("typescript", "for (const s of sales) go(s);\nfor (const k in table) go(k);\n", (1,)),
        Example("python", "key = lambda p: p.size\nT = TypeVar('T')\n_ = gettext\n"),
        Example("python", "with open('a') as f:\n    n = len(f)\ntry:\n    pass\nexcept E as e:\n    s.t = e\n"),
        Example("python", "data = load(d=1)\n# d = 1\ns2 = 'd = 1'\n"),
        Example("typescript", "const d = load();\n", (1,)),
        Example("typescript", "function f(u: User, rest = 1) {}\n", (1,)),
        Example("javascript", "let a = 1, b = 2;\nclass A { m(c) {} }\n", (1, 2)),
        Example("typescript", "xs.sort((a, b) => a - b);\nconst sum = xs.map((v) => v * 2);\n"),
        Example("typescript", "for (let i = 0; i < 3; i++) {}\ntype M<T> = T;\nconst x = 1;\n"),
        Example("typescript", "const { a } = o;\no.b = 1;\nconst p2 = { c: 1 };\n"),
        Example("javascript", "try {} catch (e) {}\nconst _ = require('lodash');\n"),
    ),
)

ENTRIES = (BOOLEAN_PREFIX, NO_SINGLE_LETTER)
