"""Python: annotations that are not evaluated, and dataclasses whose values stay as they are."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import Names
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import PYTHON, SourceFile, function_name, start_line

_SILENT = frozenset({"comment", "pass_statement"})
_DATACLASSES = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})


def eager_annotations(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Modules with code of their own and without `from __future__ import annotations`."""
    del params
    if source.path.endswith(".pyi"):
        return
    for node in source.nodes("future_import_statement"):
        if any(name.text() == "annotations" for name in node.find_all(kind="identifier")):
            return
    if any(not _is_silent(node) for node in source.root.children()):
        yield Fact(1, 1, "The module has no `from __future__ import annotations`.")


def _is_silent(node: SgNode) -> bool:
    """A comment, a docstring, a `pass`: a module of these alone has nothing to annotate."""
    if node.kind() in _SILENT:
        return True
    first = node.child(0) if node.kind() == "expression_statement" else node
    return first is not None and first.kind() in {"string", "concatenated_string"}


def open_dataclasses(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Dataclasses without `frozen=True`; errors are spared: Python writes their traceback into them."""
    del params
    names = Names(source)
    for node in source.nodes("decorator"):
        made = next((child for child in node.children() if child.is_named() and child.kind() != "comment"), None)
        if made is None:
            continue
        is_call = made.kind() == "call"
        called = names.called(made) if is_call else names.dotted(made)
        if called not in _DATACLASSES or (is_call and _may_freeze(made)):
            continue
        owner = node.parent()
        definition = owner.field("definition") if owner is not None else None
        if definition is None or definition.kind() != "class_definition" or _is_error(definition):
            continue
        line = start_line(definition)
        yield Fact(line, line, f"The dataclass `{function_name(definition)}` is not frozen.")


def _may_freeze(call: SgNode) -> bool:
    listed = call.field("arguments")
    for child in listed.children() if listed is not None else ():
        name, value = child.field("name"), child.field("value")
        # What is unpacked or decided elsewhere cannot be seen from here.
        if child.kind() == "dictionary_splat":
            return True
        if name is not None and name.text() == "frozen":
            return value is None or value.text() != "False"
    return False


def _is_error(definition: SgNode) -> bool:
    heritage = definition.field("superclasses")
    return heritage is not None and any(
        child.text().endswith(("Error", "Exception", "Warning")) for child in heritage.children()
    )


_IMPORT = r"`?from __future__ import annotations`?"

FUTURE_ANNOTATIONS = Entry(
    name="future-annotations",
    title="Python modules without `from __future__ import annotations`",
    languages=PYTHON,
    engines=(Syntax(eager_annotations),),
    cues=("__future__", "future annotations", "future import"),
    phrases=(
        Phrase(
            r"\b(?:every|all|each|any)\b[^.;]{{0,40}}\b(?:files?|modules?|sources?"
            rf"|python)\b[^.;]{{{{0,40}}}}{_IMPORT}",
            {},
            rf"{EXCUSED}|\b(?:don't|do not|never|no|remove|avoid)\b",
        ),
        Phrase(
            r"(?:^\W*(?:[\w -]{{1,24}}:\W*)?|[;,:] |\b(?:must|always|should|to|and|we)\s)(?:always )?"
            r"(?:use|uses|add|adds|include|includes|put|start with|starts with|begin with|begins with|has|have|import"
            rf"|write|require|requires)\s{_IMPORT}(?!\s(?:only|when|if|where|for|unless|in (?!every|all|each|new)))",
            {},
            rf"{EXCUSED}|\b(?:don't|do not|never|remove|avoid|only)\b",
        ),
        Phrase(
            rf"^\W*{_IMPORT}\s?(?:(?:is |stands )?(?:required|mandatory|first|everywhere|at the top|on top|in "
            r"(?:every|all"
            r"|each)|as the first|goes|comes|must)|$)",
            {},
            rf"{EXCUSED}|\b(?:not|never)\b",
        ),
        Phrase(
            r"(?:^\W*|\b(?:use|always|enable) )(?:postponed evaluation of annotations"
            r"|future annotations)\b[^.;]{{0,40}}"
            r"(?:every|all|each|everywhere|$)",
            {},
            rf"{EXCUSED}|\b(?:don't|do not|never|no|not)\b",
        ),
    ),
    reads=(
        ("Every Python file starts with `from __future__ import annotations`", {}),
        ("Always use `from __future__ import annotations`.", {}),
        ("`from __future__ import annotations` at the top of every module", {}),
        ("**Typing:** use `from __future__ import annotations` in all files", {}),
        ("All modules must include `from __future__ import annotations`", {}),
        ("- `from __future__ import annotations` is required", {}),
        ("Use future annotations everywhere", {}),
    ),
    ignores=(
        "Never use `from __future__ import annotations`; FastAPI evaluates annotations.",
        "Don't add `from __future__ import annotations` unless you need it.",
        "Use `from __future__ import annotations` only in modules with circular types.",
        "Remove `from __future__ import annotations` from every file.",
        "All files use annotations from the typing module.",
    ),
    words=Words(
        why="With that import annotations are kept as text and not evaluated when the module loads: names that are "
        "defined further down, or imported for types alone, may stand in them. A module without it behaves otherwise "
        "than its neighbours.",
        question="When are the annotations of this module evaluated, and what has to exist by then?",
        hint="Compare the first lines with those of the modules beside it.",
    ),
    examples=(
        Example("python", '"""Doc."""\n\nimport os\n\n\ndef f(x: int) -> str: ...\n', (1,)),
        Example("python", "from __future__ import division\nx = 1\n", (1,)),
        Example("python", "# from __future__ import annotations\ns = 'from __future__ import annotations'\n", (1,)),
        Example("python", '"""Doc."""\n\nfrom __future__ import annotations\n\nx = 1\n'),
        Example("python", "from __future__ import (\n    division,\n    annotations,\n)\nx = 1\n"),
        Example("python", '"""A package."""\n# nothing here\n'),
        Example("python", ""),
        Example("python", "def f(x: int) -> str: ...\n", (), path="src/app.pyi"),
    ),
)

_DATACLASS = r"`?@?(?:data ?classes|data ?class(?:es)?)(?:\(\))?`?"
_FROZEN = r"(?:`?(?:@?dataclass\()?frozen ?= ?true\)?`?|`?frozen`?|immutable)"

FROZEN_DATACLASSES = Entry(
    name="frozen-dataclasses",
    title="dataclasses that are not frozen",
    languages=PYTHON,
    engines=(Syntax(open_dataclasses),),
    cues=("frozen", "mutable", "freeze"),
    phrases=(
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?|[;,:] |\b(?:must|always|only|should|to|and|we|all|every)\s)"
            r"(?:always |only )?"
            rf"(?:use |prefer |write |make |keep |declare )?(?:all |every |only )*(?:`?frozen`?|immutable) {_DATACLASS}"
            r"(?!\s(?:for|when|where|if|in (?!python|this|the (?:project|code)))|\w)",
            {},
            rf"{EXCUSED}|\b(?:not|never|avoid|no)\s[^.;]{{{{0,20}}}}frozen|\bpydantic\b",
        ),
        Phrase(
            rf"(?:\b(?:all|every|each)\s)?{_DATACLASS}:?\s(?:(?:must|should|shall|are|is|always|be|to|declared"
            r"|marked|use"
            rf"|with|have|need)\s)*(?:always )?{_FROZEN}",
            {},
            rf"{EXCUSED}|\bnot {_FROZEN}|\bnever\b",
        ),
        Phrase(
            r"`@?(?:dataclasses\.)?dataclass\([^`]*frozen ?= ?true[^`]*\)`(?!\s(?:for|when|where|if|is|lives)\b)",
            {},
            rf"{EXCUSED}|\b(?:not|never|avoid|don't)\b|\bfor (?:value|config|domain|dto|events?)\b",
        ),
        Phrase(
            rf"\b(?:never|no|avoid|don't use|do not use)\s(?:any )?(?:mutable|unfrozen|non-frozen) {_DATACLASS}",
            {},
            EXCUSED,
        ),
        Phrase(rf"\b(?:freeze|mark) (?:all|every|your|the)?\s?{_DATACLASS}(?: as frozen)?", {}, EXCUSED),
    ),
    reads=(
        ("Dataclasses are frozen", {}),
        ("All dataclasses must be `frozen=True`.", {}),
        ("Use frozen dataclasses", {}),
        ("- **Data:** `@dataclass(frozen=True, slots=True)`", {}),
        ("Always use `@dataclass(frozen=True)`", {}),
        ("Every dataclass must be immutable", {}),
        ("No mutable dataclasses.", {}),
        ("Prefer frozen dataclasses over dicts", {}),
    ),
    ignores=(
        "Use frozen dataclasses for value objects.",
        "Install with a frozen lock file.",
        "Dataclasses live in `models.py`.",
        "Pydantic models are frozen.",
        "Dataclasses need not be frozen.",
        "The release branch is frozen.",
    ),
    words=Words(
        why="Whoever holds a frozen object knows that nobody else changes it: it can be a key, be shared between "
        "threads and be passed on without a copy.",
        question="Who changes an object of this class after it was made, and who else is holding it at that moment?",
        hint="Search for assignments to its attributes: each of them is a place where a new object could be made.",
    ),
    examples=(
        Example("python", "from dataclasses import dataclass\n\n\n@dataclass\nclass A:\n    x: int\n", (5,)),
        Example("python", "import dataclasses as d\n\n\n@d.dataclass(slots=True)\nclass A:\n    x: int\n", (5,)),
        Example(
            "python",
            "from dataclasses import dataclass as data\n\n\n@data(frozen=False)\n@other\nclass A:\n    x: int\n",
            (6,),
        ),
        Example(
            "python",
            "from dataclasses import dataclass\n\n\n@dataclass(frozen=True, slots=True)\nclass A:\n    x: int\n",
        ),
        Example(
            "python", "from dataclasses import dataclass\n\n\n@dataclass\nclass AppError(Exception):\n    x: int\n"
        ),
        Example(
            "python", "from mine import dataclass\n\n\n@dataclass\nclass A: ...\n\n\n@attr.dataclass\nclass B: ...\n"
        ),
        Example(
            "python",
            "from dataclasses import dataclass\n\n\n@dataclass(**OPTIONS)\nclass A: ...\n\n\n# @dataclass\n"
            "class B: ...\n",
        ),
    ),
)

ENTRIES = (FUTURE_ANNOTATIONS, FROZEN_DATACLASSES)
