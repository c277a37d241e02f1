"""Documentation: who needs a docstring or JSDoc, in which style, and what comments must not hold."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue import seen
from teaching.review.catalogue.docs import comments, modules, tongues
from teaching.review.catalogue.docs.conventions import CONVENTIONS, docstring, foreign_docstring_style
from teaching.review.catalogue.wording import asks, name_of, names_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.source import FUNCTION_KINDS, PYTHON, WEB, SourceFile, function_name, span, start_line

# These take their documentation from elsewhere: the implementation, the overridden method, the getter.
_BORROWED = re.compile(r"@(?:[\w.]+\.)?(?:overload|override|setter|deleter)\b")


def missing_docstrings(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Functions, methods, classes or the module without a docstring; nested functions are nobody's interface."""
    if source.path.endswith(".pyi"):
        return
    wanted = " ".join(names_of(params, "what"))
    everyone = name_of(params, "who") == "all"
    if re.search(r"module|file", wanted) and source.text.strip() and docstring(source.root) is None:
        yield Fact(1, 1, "The module has no docstring.")
    for kind, label in (("class_definition", "class"), ("function_definition", "function")):
        for node in source.nodes(kind):
            if not _is_wanted(node, label, wanted) or not _is_reachable(node, everyone):
                continue
            body = node.field("body")
            if body is not None and docstring(body) is None:
                line = start_line(node)
                yield Fact(line, line, f"The {label} `{function_name(node)}` has no docstring.")


def documented(source: SourceFile, params: Params) -> Iterator[tuple[int, bool]]:
    """The lines of what the rule wants documented in Python, and whether it is."""
    bare = {fact.line for fact in missing_docstrings(source, params)}
    wanted, everyone = " ".join(names_of(params, "what")), name_of(params, "who") == "all"
    for kind, label in (("class_definition", "class"), ("function_definition", "function")):
        for node in source.nodes(kind):
            if _is_wanted(node, label, wanted) and _is_reachable(node, everyone):
                yield start_line(node), start_line(node) not in bare


def _is_wanted(node: SgNode, label: str, wanted: str) -> bool:
    if label == "class" or "function" in wanted or "api" in wanted:
        return label in wanted or "class" in wanted or "api" in wanted
    return "method" in wanted and any(ancestor.kind() == "class_definition" for ancestor in node.ancestors())


def _is_reachable(node: SgNode, everyone: bool) -> bool:
    """Whether the prose means this definition: not nested in a function, no magic method, public if asked."""
    name = function_name(node)
    if name.startswith("__") and name.endswith("__"):
        return False
    parent = node.parent()
    if parent is not None and parent.kind() == "decorated_definition":
        if any(_BORROWED.match(child.text()) for child in parent.children() if child.kind() == "decorator"):
            return False
    names = [name]
    for ancestor in node.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return False
        if ancestor.kind() == "class_definition":
            names.append(function_name(ancestor))
    return everyone or not any(one.startswith("_") for one in names)


def missing_jsdoc(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Exported functions (and classes, where asked) that no `/** … */` precedes; for `all`, unexported ones too."""
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return
    wanted = " ".join(names_of(params, "what"))
    everyone = name_of(params, "who") == "all"
    top = _top_level(source)
    for node in _declared(source, "class" in wanted or "api" in wanted):
        if span(node) not in top:
            continue  # to ask for the parent of what is nested deep takes long
        statement = node
        parent = node.parent()
        exported = parent is not None and parent.kind() == "export_statement"
        if exported and parent is not None:
            statement = parent
        above = statement.parent()
        if (exported or everyone) and above is not None and above.kind() == "program" and not _has_jsdoc(statement):
            line = start_line(node)
            yield Fact(line, line, f"`{_declared_name(node)}` has no JSDoc comment.")


def _top_level(source: SourceFile) -> set[tuple[int, int]]:
    """Where the statements of the file stand, and what its `export` statements hold."""
    statements = source.root.children()
    exported = (child for node in statements if node.kind() == "export_statement" for child in node.children())
    return {span(node) for node in statements} | {span(child) for child in exported}


def _declared(source: SourceFile, classes: bool) -> Iterator[SgNode]:
    yield from source.nodes("function_declaration", "generator_function_declaration")
    if classes:
        yield from source.nodes("class_declaration", "abstract_class_declaration")
    for node in source.nodes("function_expression", "arrow_function"):
        parent = node.parent()
        if parent is not None and parent.kind() == "export_statement":
            yield node
    for node in source.nodes("lexical_declaration"):
        for child in node.children():
            value = child.field("value") if child.kind() == "variable_declarator" else None
            if value is not None and value.kind() in {"arrow_function", "function_expression"}:
                yield node
                break


def _declared_name(node: SgNode) -> str:
    name = node.field("name")
    if name is not None:
        return name.text()
    names = [child.field("name") for child in node.children() if child.kind() == "variable_declarator"]
    return next((name.text() for name in names if name is not None), "this function")


def _has_jsdoc(statement: SgNode) -> bool:
    """Whether a JSDoc comment stands before the statement, or before its overload signatures."""
    before = statement.prev()
    while before is not None:
        kind = before.kind()
        if kind == "comment" and before.text().startswith("/**"):
            return True
        signature = kind == "function_signature" or (
            kind == "export_statement" and any(child.kind() == "function_signature" for child in before.children())
        )
        # A linter's directive may stand between the documentation and what it documents.
        if not signature and kind not in {"comment", "decorator"}:
            return False
        before = before.prev()
    return False


_DOCSTRINGS = r"(?:python )?(?:google[ -]style |numpy[ -]style )?doc-?strings?"
_THING = r"(?:functions?|methods?|class(?:es)?|modules?|apis?)"
_LIST = (
    rf"(?P<what>{_THING}(?:(?:,\s(?:and\s)?|\sand\s|\sor\s|\s?/\s?|\s?&\s?)(?:public\s)?{_THING})*)(?![\w-])(?!\s"
    r"(?:components?|names?|under|in|that|with more))"
)
_ALL = r"(?:all|every|each|any)"
_HAVE = (
    r"(?:must |should |shall |needs? to |always )?"
    r"(?:have|has|carry|carries|gets?|needs?|requires?|include|includes|starts? with|begins? with|be documented with)"
)
_DOC_ELSEWHERE = (
    r"\b(?:tests?|endpoints?|jsdoc|tsdoc|private|helpers?|tool|complex|non-trivial|rust|go|php|javascript)\b"
)
_DOC_ELSEWHERE_WEB = r"\b(?:tests?|endpoints?|docstrings?|private|helpers?|tool|complex|non-trivial|python|call site)\b"


def _documented(thing: str, who: str) -> tuple[str, ...]:
    quality = r"(?:an? |proper |clear |complete |full |concise |comprehensive |meaningful )*"
    return (
        rf"\b{who}{_LIST}\s{_HAVE}\s{quality}{thing}",
        rf"\b{thing}\s(?:comments?\s)?(?:are |is )?(?:required |mandatory )?(?:on|for|in|to)\s{who}{_LIST}",
        rf"\b(?:no|never|don't|do not)\b(?:\s\w+){{{{0,2}}}}\s(?:public |exported )?{_LIST}\swithout\s(?:an? )?{thing}",
        rf"\bdocument\s{who}{_LIST}\swith\s{quality}{thing}",
    )


PUBLIC_DOCSTRINGS = Entry(
    name="public-docstrings",
    title="Python modules, classes, functions and methods without a docstring",
    languages=PYTHON,
    engines=(Syntax(missing_docstrings),),
    cues=("docstring", "doc-string", "doc string", "public api"),
    phrases=(
        *asks(
            *_documented(_DOCSTRINGS, rf"(?:{_ALL}\s)?(?:new\s)?(?:public|exported)\s(?:python )?"),
            thing=_DOCSTRINGS,
            unless=_DOC_ELSEWHERE,
            who="public",
        ),
        *asks(
            r"\b(?P<what>public apis?)\s(?:are|is|must be|must always be|should be|have to be)\s"
            r"(?:fully |always )?documented\b(?!\s(?:under|in|at|by|on|via|with)\b)",
            r"\bdocument\s(?:all|every|each|the)\s(?P<what>public apis?)\b",
            rf"\b(?P<what>public apis?)\s{_HAVE}\s{_DOCSTRINGS}",
            thing=_DOCSTRINGS,
            unless=_DOC_ELSEWHERE,
            who="public",
        ),
        *asks(
            *_documented(_DOCSTRINGS, rf"{_ALL}\s(?:new\s)?(?:python )?"),
            *_documented(_DOCSTRINGS, r"(?:python )?(?=functions|methods|classes|modules)"),
            thing=_DOCSTRINGS,
            unless=_DOC_ELSEWHERE,
            who="all",
        ),
    ),
    reads=(
        ("All public functions must have docstrings", {"who": "public", "what": ("functions",)}),
        ("Public APIs are documented", {"who": "public"}),
        ("Every module starts with a docstring", {"who": "all", "what": ("module",)}),
        ("Docstrings on all public functions and classes.", {"who": "public", "what": ("functions", "classes")}),
        ("Every public class, method and function needs a docstring", {"what": ("class", "method", "function")}),
        ("No public function without a docstring", {"who": "public", "what": ("function",)}),
        ("Functions must have docstrings", {"who": "all", "what": ("Functions",)}),
    ),
    ignores=(
        "Docstrings are not required for functions.",
        "Use docstrings in MCP tool functions to describe arguments.",
        "JSDoc for every exported function",
        "The public API is documented under `docs/`.",
        "Do not add docstrings to functions you did not change",
        "All test functions need docstrings",
        "Docstrings state the current behaviour.",
    ),
    slots=(
        Slot("what", "names", default=("functions", "classes")),
        Slot("who", "name", default="public", choices=("public", "all")),
    ),
    words=Words(
        why="A docstring is the only part of a function that is written for those who call it; without one they must "
        "read the body, and cannot know which of its habits they may rely on.",
        question="What would a colleague have to know before calling this, that the name and the types do not say?",
        hint="Say aloud what it is for and when it refuses: that sentence, without how it works, is the beginning.",
    ),
    skip_tests=True,  # A test says in its name what it shows.
    examples=(
        Example("python", "def f():\n    pass\n\n\nclass A:\n    x = 1\n", (1, 5)),
        Example(
            "python", "class A:\n    '''Doc.'''\n\n    @property\n    async def m(self):\n        return ''\n", (5,)
        ),
        Example("python", "# note\nx = 1\n", (1,), {"what": ("modules",)}),
        Example("python", "def _f():\n    return 1\n", (1,), {"who": "all"}),
        Example("python", "class A:\n    def m(self): ...\n\n\ndef f(): ...\n", (2,), {"what": ("methods",)}),
        Example("python", "def f():\n    '''Doc.'''\n\n    def inner():\n        return 1\n    return inner\n"),
        Example("python", "class _A:\n    def m(self): ...\n\n\ndef _g(): ...\n"),
        Example(
            "python",
            "class A:\n    '''Doc.'''\n\n    def __init__(self): ...\n\n    @x.setter\n    def x(self, v): ...\n",
        ),
        Example("python", "@t.overload\ndef f(a: int) -> int: ...\ndef f(a):\n    # why\n    r'''Doc.'''\n"),
        Example("python", "def test_a():\n    assert True\n", (), {}, "tests/test_a.py"),
        Example("python", "'''Doc.'''\n", (), {"what": ("modules",)}),
        Example("python", "", (), {"what": ("modules",)}),
    ),
)

_JSDOC = r"(?:js|ts)doc(?:s|\scomments?|\sblocks?)?"

PUBLIC_JSDOC = Entry(
    name="public-jsdoc",
    title="exported functions and classes without a JSDoc comment",
    languages=WEB,
    engines=(Syntax(missing_jsdoc),),
    cues=("jsdoc", "tsdoc"),
    phrases=(
        comments.JSDOC_ON_EXPORTS,
        *asks(
            *_documented(_JSDOC, rf"(?:{_ALL}\s)?(?:new\s)?(?:public|exported)\s"),
            thing=_JSDOC,
            unless=_DOC_ELSEWHERE_WEB,
            who="public",
        ),
        *asks(*_documented(_JSDOC, rf"{_ALL}\s(?:new\s)?"), thing=_JSDOC, unless=_DOC_ELSEWHERE_WEB, who="all"),
    ),
    reads=(
        ("Add JSDoc to everything you export.", {}),
        ("JSDoc for every exported function", {"who": "public", "what": ("function",)}),
        ("All exported functions and classes must have JSDoc comments", {"what": ("functions", "classes")}),
        ("Add JSDoc to all public functions", {"who": "public"}),
        ("Every function needs a JSDoc comment.", {"who": "all"}),
        ("TSDoc is required on all public APIs", {"who": "public"}),
    ),
    ignores=(
        "No JSDoc on exported functions: names must speak.",
        "If the function has JSDoc, do not repeat it at the call site",
        "All public functions must have docstrings",
        "Use `@includeCode` JSDoc tags in the schema.",
        "JSDoc is optional for exported functions",
    ),
    slots=(
        Slot("what", "names", default=("functions",)),
        Slot("who", "name", default="public", choices=("public", "all")),
    ),
    words=Words(
        why="The comment is what an editor shows to everyone who calls the function; without it they have to open the "
        "file and guess which parts of the body are a promise.",
        question="What would a colleague have to know before calling this, that the name and the types do not say?",
        hint="Say aloud what it is for and when it refuses: that sentence, without how it works, is the beginning.",
    ),
    skip_tests=True,
    examples=(
        Example("typescript", "export function f(): void {}\n", (1,)),
        Example("tsx", "const a = 1;\n// A comment\nexport const B = () => <p/>;\n", (3,)),
        Example("javascript", "/* no doc */\nexport default function () {}\n", (2,)),
        Example("typescript", "/** Doc. */\nconst a = 1;\nexport async function f() {}\n", (3,)),
        Example("typescript", "export class A {}\nfunction g() {}\n", (1, 2), {"what": ("classes",), "who": "all"}),
        Example("typescript", "/** Doc. */\nexport function f(): void {}\n"),
        Example("typescript", "function local() {}\nexport const n = 1;\nexport { local };\n"),
        Example(
            "typescript",
            "/** Doc. */\n// eslint-disable-next-line\nexport const f = () => {\n  const g = () => 1;\n};\n",
        ),
        Example(
            "typescript",
            "/** Doc. */\nexport function f(a: string): void;\nexport function f(a: number): void;\n"
            "export function f(a: any): void {}\n",
        ),
        Example("javascript", "/**\n * Doc.\n */\nexport default async function main() {}\n"),
    ),
)

_CONVENTION = r"(?P<convention>google|numpy(?:doc)?|sphinx|re-?st(?:ructuredtext)?|epytext)"

DOCSTRING_STYLE = Entry(
    name="docstring-style",
    title="docstring sections written in another convention than the project's",
    languages=PYTHON,
    engines=(Syntax(foreign_docstring_style),),
    cues=("docstring",),
    phrases=asks(
        rf"\b{_CONVENTION}(?:[ -]?style)?\s(?:python )?docstrings?\b",
        r"\bdocstrings?\b(?:\s(?:format|style|convention))?\s?"
        r"(?::|—|–|-|\(|in|use|uses|follow|follows|must follow|should follow|must be|are|is)"
        rf"\s?(?:the )?{_CONVENTION}(?![\w-]*\s(?:cloud|maps|drive|api|array))",
        thing=rf"{_CONVENTION.replace('?P<convention>', '?:')}(?:[ -]style)?",
    ),
    vague=(comments.ANY_STYLE,),
    reads=(
        ("Google-style docstrings", {"convention": "Google"}),
        ("Docstrings: Google-style", {"convention": "Google"}),
        ("Use NumPy style docstrings for public functions", {"convention": "NumPy"}),
        ("Docstrings follow the Google convention.", {"convention": "Google"}),
    ),
    ignores=(
        "Do not use Google-style docstrings",
        "Do not use Sphinx-style double backticks in docstrings.",
        "Docstrings are indexed by Google.",
        "Docstrings must be short.",
    ),
    slots=(
        Slot("convention", "name", ask="Which docstring convention: google, numpy or sphinx?", choices=CONVENTIONS),
    ),
    evidence={"convention": seen.CONVENTIONS},
    words=Words(
        why="Documentation tools and readers find parameters by the form of the sections; two conventions in one "
        "project mean that half of them are rendered as running text.",
        question="How does a tool find the parameters in this docstring, and how in those of the neighbouring "
        "functions?",
        hint="Open a docstring that follows the convention of the project and compare the headings of its sections.",
    ),
    examples=(
        Example(
            "python",
            "def f(a):\n    '''Do.\n\n    :param a: it\n    :return: it\n    '''\n",
            (2,),
            {"convention": "Google"},
        ),
        Example(
            "python",
            "class A:\n    '''Do.\n\n    Parameters\n    ----------\n    a : int\n    '''\n",
            (2,),
            {"convention": "google"},
        ),
        Example(
            "python", "def f(a):\n    '''Do.\n\n    Args:\n        a: it\n    '''\n", (2,), {"convention": "NumPy"}
        ),
        Example("python", "def f(a):\n    '''Do.\n\n    Args:\n        a: it\n    '''\n", (), {"convention": "Google"}),
        Example("python", "def f(a):\n    '''Do it. Parameters are free.'''\n", (), {"convention": "google"}),
        Example("python", "def f(a):\n    x = ''':param a: no docstring'''\n", (), {"convention": "google"}),
        Example("python", "# :param a: it\ndef f(a): ...\n", (), {"convention": "google"}),
    ),
)

ENTRIES = (PUBLIC_DOCSTRINGS, PUBLIC_JSDOC, DOCSTRING_STYLE, *comments.ENTRIES, *modules.ENTRIES, *tongues.ENTRIES)
