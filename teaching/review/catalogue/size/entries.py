"""Size: how long functions, files and lines may be, how many parameters, how deep and how branched."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue import seen
from teaching.review.catalogue.size import classes, unclear
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import (
    ALL,
    FUNCTION_KINDS,
    PYTHON,
    SourceFile,
    end_line,
    function_name,
    span,
    start_line,
)

_Depths = dict[tuple[str, int, int], tuple[int, SgNode | None]]
NESTING_KINDS = frozenset(
    {
        "if_statement",
        "for_statement",
        "while_statement",
        "with_statement",
        "try_statement",
        "match_statement",
        "for_in_statement",
        "do_statement",
        "switch_statement",
    }
)


def _number(params: Params, name: str) -> int:
    value = params[name]
    assert isinstance(value, int), f"{name} is declared as a number"
    return value


def _functions(source: SourceFile) -> Iterator[SgNode]:
    yield from source.nodes(*sorted(FUNCTION_KINDS - {"lambda"}))


def long_functions(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Functions that span more lines than allowed, from the signature to the last line."""
    allowed = _number(params, "lines")
    for node in _functions(source):
        first, last = start_line(node), end_line(node)
        length = last - first + 1
        if length > allowed:
            name = function_name(node)
            text = f"`{name}` is {length} lines long; the limit is {allowed}."
            yield Fact(first, last, text, excess=length - allowed, first=first)


def function_lengths(source: SourceFile, params: Params) -> Iterator[tuple[int, bool]]:
    """The lines of all functions, and whether they are as short as allowed."""
    long = {fact.line for fact in long_functions(source, params)}
    for node in _functions(source):
        yield start_line(node), start_line(node) not in long


def long_files(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Files with more lines than allowed; the place is the first line beyond the limit."""
    allowed = _number(params, "lines")
    length = len(source.lines) - (1 if source.lines and source.lines[-1] == "" else 0)
    if length > allowed:
        text = f"The file has {length} lines; the limit is {allowed}."
        yield Fact(allowed + 1, length, text, excess=length - allowed, first=1)


def long_lines(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Lines with more characters than allowed; a line that is one long URL cannot be broken and is spared."""
    allowed = _number(params, "characters")
    for number, line in enumerate(source.lines, start=1):
        if len(line) > allowed and "://" not in line:
            yield Fact(number, number, f"The line has {len(line)} characters; the limit is {allowed}.")


def many_parameters(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Functions with more parameters than allowed; `self`, `cls` and bare separators do not count."""
    allowed = _number(params, "parameters")
    for node in _functions(source):
        listed = node.field("parameters")
        if listed is None:
            continue
        names = [
            child.text()
            for child in listed.children()
            if child.is_named() and child.kind() not in {"comment", "keyword_separator", "positional_separator"}
        ]
        count = len([name for name in names if name.split(":")[0].strip() not in {"self", "cls"}])
        if count > allowed:
            text = f"`{function_name(node)}` takes {count} parameters; the limit is {allowed}."
            yield Fact(start_line(node), start_line(node), text)


def deep_nesting(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Blocks nested deeper than allowed within their function; `else if` does not add a level."""
    allowed = _number(params, "levels")
    reported: set[int] = set()
    known: _Depths = {}  # the outer ones first, so that each looks no further than to the next one around it
    for node in sorted(source.nodes(*sorted(NESTING_KINDS)), key=lambda node: (span(node)[0], -span(node)[1])):
        depth, function = known[(node.kind(), *span(node))] = _depth_of(node, known)
        if function is None or depth != allowed + 1 or start_line(function) in reported:
            continue
        reported.add(start_line(function))
        text = f"Here `{function_name(function)}` is nested {depth} levels deep; the limit is {allowed}."
        yield Fact(start_line(node), start_line(node), text)


def _depth_of(node: SgNode, known: _Depths) -> tuple[int, SgNode | None]:
    """How many blocks there are around it in its function, itself included, and the function."""
    around = node.ancestors()  # at once: each single step up begins at the root again
    own = 0 if around and around[0].kind() == "else_clause" else 1
    for above in around:
        kind = above.kind()
        if kind in FUNCTION_KINDS:
            return own, above
        if kind in NESTING_KINDS:
            depth, function = known[(kind, *span(above))]
            return own + depth, function
    return own, None


_UNIT = r"(?:lines?(?: of code)?|loc)"
# The words between a thing and its number, among which no other thing that has a size may stand.
_NEAR = r"(?:(?!\b(?:files?|modules?|class(?:es)?|functions?|methods?|components?|commits?|prs?)\b)[^.;]){{0,40}}?"
_SUBJECT = r"\b(?:subject|commit|summary|title|headline)s?\b"
_BELOW = r"(?:at most|max(?:imum)?(?: of)?|up to|(?:no|not) (?:more|longer) than|under|below|fewer than|≤|<=?)"


def _line_limit(thing: str) -> tuple[Phrase, ...]:
    """The ways to limit the lines of a thing: before the number, after it, or after another thing's lines."""
    return (
        Phrase(rf"{thing}{_NEAR}{{ATMOST}}\s*{{N}}[ -]?{_UNIT}"),
        Phrase(
            rf"{{N}}[ -]?{_UNIT}\s*(?:max(?:imum)?|or (?:less|fewer))?\s*"
            rf"(?:per|for (?:each|every|any|a)|in (?:each|any|a))?\s*(?:single )?{thing}"
        ),
        Phrase(rf"^(?=.*\blines?\b).*{thing}{_NEAR}{_BELOW}\s*{{N}}(?=\s*(?:[.,;)]|and\b|$))"),
    )


MAX_FUNCTION_LINES = Entry(
    name="max-function-lines",
    title="functions and methods longer than a number of lines",
    languages=ALL,
    engines=(Syntax(long_functions),),
    cues=("function", "method"),
    phrases=(
        *_line_limit(r"\b(?:functions?|methods?)\b"),
        Phrase(r"\b{ATMOST}\s*{N} lines? ?(?:/|per) ?(?:an? |each )?(?:functions?|methods?)\b"),
        Phrase(r"\bmax(?:imum|\.)? (?:function|method) (?:length|size):? (?:of )?{N}\b"),
    ),
    vague=unclear.LONG_FUNCTIONS,
    reads=(
        ("Functions are at most 40 lines long.", {"lines": 40}),
        ("max 25 lines / function", {"lines": 25}),
        ("Max function length 60 lines.", {"lines": 60}),
        ("Keep functions under 50 lines", {"lines": 50}),
        ("No method longer than 30 lines.", {"lines": 30}),
        ("Max 25 lines per function", {"lines": 25}),
        ("Function length: ≤ 60 lines", {"lines": 60}),
        ("A file has at most 200 lines and a function at most 40", {"lines": 40}),
        ("Functions must fit in 45 lines.", {"lines": 45}),
    ),
    ignores=("The function on line 40 parses the header.", "Functions go into files of at most 300 lines."),
    slots=(Slot("lines", "number", ask="How many lines may a function have at most?", role="limit"),),
    evidence={"lines": seen.FUNCTION_LINES},
    words=Words(
        why="A function that fits on a screen can be read, named and tested as one thought; a longer one hides "
        "several, and a change to one of them can break the others unseen.",
        question="Which part of this function could you describe in one sentence without using the word “and”?",
        hint="Look for a comment or a blank line inside it that announces a new step: a step that can be announced "
        "can often be named.",
    ),
    examples=(
        Example("python", "def f(x):\n    a = x\n    b = a\n    return b\n", (1,), {"lines": 3}),
        Example("python", "def f(x):\n    a = x\n    return a\n", (), {"lines": 3}),
        Example("typescript", "const f = (x: number) => {\n  const a = x;\n  return a;\n};\n", (1,), {"lines": 3}),
        Example("tsx", "export function A() {\n  return <p/>;\n}\n", (), {"lines": 3}),
        Example("javascript", "class A {\n  m() {\n    a();\n    b();\n  }\n}\n", (2,), {"lines": 3}),
    ),
)

MAX_FILE_LINES = Entry(
    name="max-file-lines",
    title="files longer than a number of lines",
    languages=ALL,
    engines=(Syntax(long_files),),
    cues=("file", "module", "component"),
    phrases=(
        *_line_limit(r"\b(?:files?|modules?|components?)\b"),
        Phrase(
            r"{N} lines (?:is|are) the (?:limit|maximum|max) (?:for|of) (?:an? |each |every )?(?:files?|modules?)\b"
        ),
        Phrase(
            r"^(?:max(?:imum|\.)? )?(?:file|module) (?:length|size):? (?:of |at most |max(?:imum|\.)? )?{N} lines?\b"
        ),
    ),
    vague=unclear.LONG_FILES,
    reads=(
        ("Files stay below 300 lines.", {"lines": 300}),
        ("File length: 300 lines", {"lines": 300}),
        ("150 lines is the limit for a file", {"lines": 150}),
        ("No file may exceed 400 lines of code", {"lines": 400}),
        ("Max 200 lines per file.", {"lines": 200}),
        ("A function has at most 40 lines and a file at most 200", {"lines": 200}),
    ),
    ignores=("Log files keep the last 500 lines.",),
    slots=(Slot("lines", "number", ask="How many lines may a file have at most?", role="limit"),),
    evidence={"lines": seen.FILE_LINES},
    words=Words(
        why="A file is the unit in which people look for things; past a certain length it is searched, not read, and "
        "unrelated parts begin to lean on each other.",
        question="If you had to give this file a second name, which of its parts would that name leave out?",
        hint="Group its functions by the data that they touch: a group that shares nothing with the rest can move.",
    ),
    examples=(
        Example("python", "a = 1\nb = 2\nc = 3\n", (3,), {"lines": 2}),
        Example("python", "a = 1\nb = 2\n", (), {"lines": 2}),
        Example("typescript", "const a = 1;\n\nconst b = 2;\n", (3,), {"lines": 2}),
        Example("typescript", "const a = 1;\nconst b = 2;\n", (), {"lines": 2}),
    ),
)

MAX_LINE_LENGTH = Entry(
    name="max-line-length",
    title="lines longer than a number of characters",
    languages=ALL,
    engines=(Syntax(long_lines),),
    cues=("cols", "columns", "chars", "characters", "lines", "line length", "line", "column", "character"),
    phrases=(
        Phrase(r"^{N} ?(?:cols?|columns|chars?|characters)\s*[.!]?$"),
        Phrase(r"\bline[ -](?:length|width)s?\b{GAP}\b{N}", unless=_SUBJECT),
        Phrase(r"\blines?\b{GAP}{ATMOST}\s*{N}\s*(?:chars?|characters|columns?|cols?)\b", unless=_SUBJECT),
        Phrase(r"\b(?:wrap|break)(?:ped|s)?\b[^.;]{{0,20}}\b(?:at|after)\s*{N}\b", unless=_SUBJECT),
        Phrase(r"{N}[ -](?:chars?|characters?|columns?|cols?)\b{GAP}\blines?\b", unless=_SUBJECT),
        Phrase(r"\b(?:max|maximum)[ -]line[ -]length\b{GAP}{N}", unless=_SUBJECT),
    ),
    vague=unclear.LONG_LINES,
    reads=(
        ("100 cols", {"characters": 100}),
        ("Line length: 100 characters", {"characters": 100}),
        ("Lines are at most 88 characters.", {"characters": 88}),
        ("Max line length 120", {"characters": 120}),
        ("Wrap lines at 88 characters.", {"characters": 88}),
    ),
    ignores=("Commit subject lines stay short.", "Keep the subject line under 50 characters"),
    slots=(Slot("characters", "number", ask="How many characters may a line have?", role="limit"),),
    evidence={"characters": seen.LINE_LENGTHS},
    words=Words(
        why="Lines that fit the window can be compared side by side in a diff; the end of a long one goes unread.",
        question="Which part of this line would deserve a name of its own?",
        hint="Break at the outermost bracket first, or give an inner expression a name on the line before.",
    ),
    examples=(
        Example("python", "x = 'aaaaaaaaaaaaaaaa'\ny = 1\n", (1,), {"characters": 20}),
        Example("python", "# see https://example.org/a/long/address\n", (), {"characters": 20}),
        Example("tsx", "const a = <p>some long text</p>;\n", (1,), {"characters": 20}),
        Example("javascript", "// see https://example.org/a/long/address\n", (), {"characters": 20}),
    ),
)

MAX_PARAMETERS = Entry(
    name="max-parameters",
    title="functions with more parameters than allowed",
    languages=ALL,
    engines=(Syntax(many_parameters),),
    cues=("parameter", "argument", "args", "params"),
    phrases=(
        Phrase(
            r"^(?:parameters?|arguments?|args|params)(?: per function| of a function)?\s?(?::|—|-)\s*(?:at most "
            r"|max(?:imum)? |up to )?{N}(?: (?:is|are) (?:plenty|enough|the (?:max(?:imum)?|limit|most)"
            r"|too many already)| at most| max(?:imum)?)?\s*(?:$|[.,;])"
        ),
        Phrase(
            r"\b(?:functions?|methods?)\b{GAP}{ATMOST}\s*\d (?:or|to) {N}\s*(?:parameters?|arguments?|args|params)\b"
        ),
        Phrase(r"\b(?:functions?|methods?)\b{GAP}{ATMOST}\s*{N}\s*(?:parameters?|arguments?|args|params)\b"),
        Phrase(r"{ATMOST}\s*{N}\s*(?:\w+ )?(?:parameters?|arguments?|args|params)\b"),
    ),
    vague=unclear.MANY_PARAMETERS,
    reads=(
        ("Arguments: five are enough", {"parameters": 5}),
        ("Functions take no more than three or four arguments", {"parameters": 4}),
        ("Functions take at most 4 parameters.", {"parameters": 4}),
        ("No more than 3 arguments per function", {"parameters": 3}),
    ),
    ignores=(
        "Parameters: two new flags for the importer",
        "The command accepts two arguments.",
    ),
    slots=(Slot("parameters", "number", ask="How many parameters may a function take?", role="limit"),),
    evidence={"parameters": seen.PARAMETERS},
    words=Words(
        why="Each further parameter is one more thing that a caller can pass in the wrong order, and one more "
        "combination that no test covers.",
        question="Which of these values always travel together?",
        hint="Values that are passed on side by side through several functions usually have a common name.",
    ),
    examples=(
        Example("python", "class A:\n    def f(self, a, b, c):\n        pass\n", (2,), {"parameters": 2}),
        Example("python", "class A:\n    def f(self, a, b, *, c=1):\n        pass\n", (), {"parameters": 3}),
        Example("typescript", "function f(a: number, b: number, c: number) {}\n", (1,), {"parameters": 2}),
        Example("typescript", "function f({ a, b, c }: P, d: number) {}\n", (), {"parameters": 2}),
    ),
)

MAX_NESTING = Entry(
    name="max-nesting",
    title="blocks nested deeper than allowed",
    languages=ALL,
    engines=(Syntax(deep_nesting),),
    cues=("nest", "indentation"),
    phrases=(
        Phrase(r"\bmax(?:imum|\.)?\s(?:of )?(?:nesting|depth)(?: depth| levels?)?:?\s*{N}\b"),
        Phrase(r"\bnesting deeper than {N} levels?\b"),
        Phrase(r"\bnest(?:ing|ed)?\b{GAP}{ATMOST}\s*{N}\s*(?:levels?|deep)?\b"),
        Phrase(r"{N}\s*levels?{GAP}\b(?:nest(?:ing|ed)|indentation)\b"),
    ),
    vague=(Phrase(r"\b(?:no|avoid|limit){GAP}\b(?:deep(?:ly)?[ -]nest(?:ing|ed)|nesting)\b"),),
    reads=(
        ("Max nesting 3", {"levels": 3}),
        ("Nesting at most 3 levels.", {"levels": 3}),
        ("Max 4 levels of nesting", {"levels": 4}),
        ("At most three levels of nesting.", {"levels": 3}),
    ),
    ignores=("Nested lists are allowed in the README.",),
    slots=(Slot("levels", "number", ask="How many levels of nesting are allowed?", role="limit"),),
    evidence={"levels": seen.NESTING},
    words=Words(
        why="Every level is a condition the reader must keep in mind to know when a line runs; beyond three or four, "
        "readers guess.",
        question="What must be true for the innermost line to run, and could some of that be settled earlier?",
        hint="A condition that ends the work can be asked first, with the rest of the function after it unindented.",
    ),
    examples=(
        Example(
            "python",
            "def f(a):\n    for x in a:\n        if x:\n            while x:\n                x -= 1\n",
            (4,),
            {"levels": 2},
        ),
        Example("python", "def f(a):\n    for x in a:\n        if x:\n            x()\n", (), {"levels": 2}),
        Example(
            "typescript",
            "function f(a: B[]) {\n  for (const x of a) {\n    if (x) {\n      while (x) { g(); }\n    }\n  }\n}\n",
            (4,),
            {"levels": 2},
        ),
        Example(
            "typescript",
            "function f(a: number) {\n  if (a) {\n    b();\n  } else if (c) {\n    if (d) { e(); }\n  }\n}\n",
            (),
            {"levels": 2},
        ),
    ),
)

MAX_COMPLEXITY = Entry(
    name="max-complexity",
    title="functions with more independent paths than allowed (cyclomatic complexity)",
    languages=PYTHON,
    engines=(Ruff(("C901",), {"lint.mccabe.max-complexity": "{complexity}"}),),
    cues=(
        "complex",
        "complexity",
    ),
    reads=(("Cyclomatic complexity at most 10.", {"complexity": 10}), ("Max complexity: 8", {"complexity": 8})),
    ignores=("The complexity of the parser is O(n).",),
    phrases=(Phrase(r"\bcomplexity\b{GAP}{ATMOST}\s*{N}\b(?!\s*\()"), Phrase(r"{ATMOST}\s*{N}{GAP}\bcomplexity\b")),
    vague=unclear.COMPLEX,
    slots=(Slot("complexity", "number", ask="Which cyclomatic complexity may a function have?", role="limit"),),
    evidence={"complexity": seen.COMPLEXITY},
    words=Words(
        why="Each independent path through a function wants a test of its own; past ten or so, some path is untested.",
        question="How many tests would it take to walk every path through this function?",
        hint="A chain of comparisons on one value is often a table in disguise.",
    ),
    examples=(
        Example("python", "def f(a):\n    if a == 1:\n        return 2\n    return 3\n", (1,), {"complexity": 1}),
        Example("python", "def f(a):\n    return a\n", (), {"complexity": 1}),
    ),
)

ENTRIES = (
    MAX_FUNCTION_LINES,
    MAX_FILE_LINES,
    MAX_LINE_LENGTH,
    MAX_PARAMETERS,
    MAX_NESTING,
    MAX_COMPLEXITY,
    *classes.ENTRIES,
)
