"""Types: what must be annotated, what switches type checking off, and which of two spellings a project uses."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.types import props, python_forms, return_types, type_escapes, type_forms
from teaching.review.catalogue.wording import EXCUSED, asks, bans, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import FUNCTION_KINDS, PYTHON, TYPESCRIPT, SourceFile, function_name, start_line

_SCOPES = FUNCTION_KINDS | {"class_definition"}
_ASSERTIONS = frozenset({"as_expression", "type_assertion", "satisfies_expression"})


def any_types(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Each line with the type `any`; with `where` = casts, only `as any` and `<any>x`."""
    only_casts = name_of(params, "where") == "casts"
    seen: set[int] = set()
    for node in source.nodes("predefined_type"):
        if node.text() != "any" or start_line(node) in seen:
            continue
        holder = parent = node.parent()
        if parent is not None and parent.kind() == "type_arguments":
            above = parent.parent()
            parent = above if above is not None and above.kind() == "type_assertion" else parent
        if only_casts and (parent is None or parent.kind() not in _ASSERTIONS):
            continue
        seen.add(start_line(node))
        yield Fact(start_line(node), start_line(node), f"The type `any` stands in `{clip(_around(node, holder))}`.")


def _around(node: SgNode, above: SgNode | None) -> str:
    """The nearest node around a type that says what it is the type of."""
    last = node
    # Step by step: all the ancestors of each member of a long union would take quadratic time.
    while above is not None:
        text = above.text()
        if "\n" in text or len(text) > 60:
            break
        last = above
        if above.kind() in {"required_parameter", "variable_declarator", "property_signature", "as_expression"}:
            break
        above = above.parent()
    return last.text()


def untyped_functions(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Python functions of which a parameter or the return has no annotation; `__init__` needs no return."""
    only_public = name_of(params, "who") == "public"
    for node in source.nodes("function_definition"):
        name = function_name(node)
        if only_public and not _is_public(node, name):
            continue
        missing = [f"`{parameter}`" for parameter in _untyped_parameters(node)]
        if node.field("return_type") is None and name not in {"__init__", "__post_init__", "__new__"}:
            missing.append("its return")
        if missing:
            line = start_line(node)
            yield Fact(line, line, f"`{name}` has no type annotation for {_listed(missing)}.")


def typed_functions(source: SourceFile, params: Params) -> Iterator[tuple[int, bool]]:
    """The lines of the Python functions that the rule speaks of, and whether all of their types are written down."""
    bare = {fact.line for fact in untyped_functions(source, params)}
    only_public = name_of(params, "who") == "public"
    for node in source.nodes("function_definition"):
        if not only_public or _is_public(node, function_name(node)):
            yield start_line(node), start_line(node) not in bare


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _untyped_parameters(function: SgNode) -> Iterator[str]:
    listed = function.field("parameters")
    children = [child for child in (listed.children() if listed else []) if child.is_named()]
    bound = _is_method(function)
    for position, child in enumerate(child for child in children if child.kind() != "comment"):
        kind = child.kind()
        if kind not in {"identifier", "default_parameter", "list_splat_pattern", "dictionary_splat_pattern"}:
            continue
        name = child.field("name") if kind == "default_parameter" else child
        text = name.text() if name is not None else child.text()
        if (position == 0 and bound) or text.lstrip("*").startswith("_"):
            continue
        yield text


def _is_method(function: SgNode) -> bool:
    """Whether the first parameter is the instance or the class: directly in a class body and not static."""
    parent = function.parent()
    if parent is not None and parent.kind() == "decorated_definition":
        if any(child.kind() == "decorator" and child.text() == "@staticmethod" for child in parent.children()):
            return False
    # A class body may hold its methods under a condition on the version.
    kinds = (ancestor.kind() for ancestor in function.ancestors())
    return next((kind == "class_definition" for kind in kinds if kind in _SCOPES), False)


def _is_public(function: SgNode, name: str) -> bool:
    if name.startswith("_") and not name.endswith("__"):
        return False
    for ancestor in function.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return False
        if ancestor.kind() == "class_definition" and function_name(ancestor).startswith("_"):
            return False
    return True


_ANY = r"(?:the )?`any`(?: types?| keyword)?"
_END = r"(?=\s*(?:$|[.,;!)—–]| - | in (?:typescript|ts\b)| annotations?\b| anywhere| ever\b))"
_ABOUT_PYTHON = r"\b(?:python|typing|mypy|pyright|pydantic)\b"
_KEEP_ANY = rf"`all`|any\(\)|{_ABOUT_PYTHON}"
_CAST = r"`?as any`?|`?<any>`?|(?:type )?casts? (?:to|as) `?any`?(?! \w)|casting (?:to|as) `?any`?(?! \w)|`any` casts?"

NO_ANY = Entry(
    name="no-any",
    title="the type `any` in TypeScript",
    languages=TYPESCRIPT,
    engines=(Syntax(any_types),),
    cues=("any",),
    phrases=(
        *bans(_ANY, unless=_KEEP_ANY, where="anywhere"),
        *bans("the any type|(?:explicit|implicit) `?any`?", unless=_KEEP_ANY, where="anywhere"),
        Phrase(rf"\b(?:no|zero)\s(?:explicit |implicit )?any{_END}", {"where": "anywhere"}, EXCUSED),
        Phrase(rf"\b(?:no|zero|avoid|(?:never|don't|do not) use)\s+any types?{_END}", {"where": "anywhere"}, EXCUSED),
        Phrase(
            rf"\b(?:typescript|strict mode|`?unknown`?)\b[^.;]{{{{0,30}}}}\b(?:never|avoid|not|over|instead of|than)"
            rf"\s(?:use |using )?any{_END}",
            {"where": "anywhere"},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:never use|don't use|do not use|avoid) any in (?:typescript|ts)\b", {"where": "anywhere"}, EXCUSED
        ),
        *bans(_CAST, unless=_KEEP_ANY, where="casts"),
    ),
    reads=(
        ("No `any`", {"where": "anywhere"}),
        ("Never use the any type; use unknown", {"where": "anywhere"}),
        ("Avoid `any`", {"where": "anywhere"}),
        ("strict TypeScript — no any", {"where": "anywhere"}),
        ("Strict mode enabled. No any types", {"where": "anywhere"}),
        ("Prefer explicit types over `any`", {"where": "anywhere"}),
        ("Never use `var`, `eval` or `any`.", {"where": "anywhere"}),
        ("`any` is forbidden in the codebase", {"where": "anywhere"}),
        ("Use `unknown` instead of `any`", {"where": "anywhere"}),
        ("Do not add new `any` types.", {"where": "anywhere"}),
        ("Never cast to `any`.", {"where": "casts"}),
        ("No `as any`", {"where": "casts"}),
    ),
    ignores=(
        "There is no any-to-any mapping between them.",
        "Do not add any dependency",
        "Never commit any secrets",
        "Do not merge without any tests",
        "No any other tool may be used.",
        "You may use `any` freely in tests.",
        "No `any` unless a comment explains why",
        "Never use `any()` where a set would do.",
        "Do not accept any type of file.",
        "Do not remove `any` from the vendored declarations.",
        "In Python, avoid `Any`.",
    ),
    slots=(Slot("where", "name", default="anywhere", choices=("anywhere", "casts")),),
    words=Words(
        why="A value of type any is not checked where it is used, nor is anything computed from it: a spelling mistake "
        "in a property then shows up at run time, for a user.",
        question="What do you actually know about this value at this point, and who told you?",
        hint="Look at where the value comes from: its source either has a type already, or is outside data whose shape "
        "is still unproven.",
    ),
    examples=(
        Example("typescript", "const a = 1;\nfunction f(x: any) {\n  return x;\n}\n", (2,)),
        Example("typescript", "type M = Record<string, any>;\nlet xs: any[] = [];\nconst y = <any>z;\n", (1, 2, 3)),
        Example("tsx", "const onChange = (e: any): void => {\n  save(e as any);\n};\n", (1, 2)),
        Example("typescript", 'const r = await api.get<any>("/users");\n', (1,)),
        Example("typescript", "let x: any;\nconst y = x as any;\n", (2,), {"where": "casts"}),
        Example("typescript", "// any value is fine\nconst any = 'any';\nconsole.log(any, { any: 1 });\n"),
        Example("typescript", "const r = await Promise.any([a, b]);\nfunction g(x: unknown): Any { return x; }\n"),
        Example("tsx", "const A = () => <p title='any'>any text: any</p>;\n"),
        Example("typescript", "type T = AnyOf<string>;\nlet x: any;\n", (), {"where": "casts"}),
    ),
)

NO_PYTHON_ANY = Entry(
    name="no-python-any",
    title="parameters and returns annotated as `typing.Any`",
    languages=PYTHON,
    engines=(Ruff(("ANN401",)),),
    cues=("any",),
    phrases=(
        *bans(r"`?typing\.any`?|`any` from `?typing`?", unless=r"`all`"),
        *(
            Phrase(rf"^(?=.*{_ABOUT_PYTHON}).*?(?:{phrase.pattern})", phrase.fixed, phrase.unless)
            for phrase in bans(_ANY, unless=r"`all`|any\(\)|typescript|\bts\b")
        ),
    ),
    reads=(
        ("Never use `typing.Any`.", {}),
        ("In Python, avoid `Any`.", {}),
        ("No `Any` from `typing` in signatures", {}),
        ("Python: no `Any`, use a `Protocol`", {}),
    ),
    ignores=(
        "No `any` in TypeScript",
        "Python may use `Any` where a library does.",
        "Prefer `any()` over a loop in Python",
        "Avoid any Python older than 3.11",
    ),
    words=Words(
        why="An argument of type Any accepts everything and answers every attribute: the checker stays silent about "
        "the "
        "very mistakes for which the annotations were written.",
        question="Which operations does this function perform on the value, and which types have them?",
        hint="List the attributes that the body touches: that list is a description of the type.",
    ),
    examples=(
        Example("python", "from typing import Any\n\n\ndef f(x: Any) -> int:\n    return x\n", (4,)),
        Example("python", "import typing as t\n\n\ndef f(x: int) -> t.Any:\n    return x\n", (4,)),
        Example(
            "python", "from typing import Any\n\n\nclass A:\n    async def f(self, a: int, b: Any) -> None: ...\n", (5,)
        ),
        Example("python", "def f(xs: list[int]) -> bool:\n    return any(xs)\n"),
        Example("python", "from mine import Any\n\n\ndef f(x: Any) -> int:\n    return 1\n"),
        Example("python", "# Any\ndef f(x: object) -> str:\n    return 'Any'\n"),
        Example("python", "from typing import Any\n\n\ndef f(x: dict[str, Any]) -> None: ...\n"),
    ),
)

_HINTS = r"(?:type[ -]?(?:hints?|annotations?|hinting)|typehints?)"
_DEFS = r"(?:functions?|methods?|function signatures?|method signatures?|signatures?|defs?|python code|code)"
_PUBLIC = r"(?:public|exported)\s(?:\w+\s)?(?:functions?|methods?|apis?|interfaces?|signatures?)"
_ALL = r"(?:all|every|each|any)"
_OTHER_TYPED = (
    r"\b(?:typescript|ts|tsx|jsdoc|php|ruby|complex|non-trivial|runtime effect|attributes|variables|fields|constants"
    r"|tests?)\b"
    r"|\$\w|^(?=.*\b(?:parameters?|arguments?)\b)(?!.*\breturn)|^(?=.*\breturn)(?!.*\b(?:parameters?|arguments?|args)"
    r"\b)"
)


def _typed(defs: str, quantity: str) -> tuple[str, ...]:
    must = (
        r"(?:must |should |shall |need to |needs to |always )?"
        r"(?:have|has|carry|carries|needs?|requires?|get|uses?|be|are|is)"
    )
    return (
        rf"\b{_HINTS}\s(?:are |is )?(?:required |mandatory )?(?:on|for|in|to)\s{quantity}{defs}\b",
        rf"\b{quantity}{defs}\s(?:{must})\s(?:full |complete |explicit )?(?:{_HINTS}|(?:fully |strictly )?"
        r"(?:typed|type-hinted|annotated))\b",
        rf"\b{quantity}{defs}\s(?:fully\s)?(?:annotated|type-hinted)\b",
        rf"\b(?:fully |strictly )?(?:type|annotate)\s{quantity}{defs}\b",
        rf"\b{quantity}{defs}\b{{GAP}}\bwith (?:full |complete )?{_HINTS}\b",
        rf"\b(?:no|never|don't|do not)\b{{GAP}}{defs}\swithout\s(?:full |complete )?{_HINTS}\b",
    )


TYPE_HINTS = Entry(
    name="type-hints",
    title="Python functions with a parameter or a return that has no type annotation",
    languages=PYTHON,
    engines=(Syntax(untyped_functions),),
    cues=("hint", "annotat", "typed", "type all", "type every"),
    phrases=(
        Phrase(r"^type (?:hints|annotations)\s?(?::|—|-)\s?(?:on |for )?(?:all|every) (?:functions?|signatures?)\b"),
        *asks(*_typed(rf"{_PUBLIC}", rf"(?:{_ALL}\s)?"), thing=_HINTS, unless=_OTHER_TYPED, who="public"),
        *asks(
            *_typed(_DEFS, rf"(?:{_ALL}\s(?:of the |the |our |new |python )?)"),
            *_typed(r"(?:functions|methods|function signatures|signatures|python code)", r"(?:python )?"),
            rf"\b(?:full|complete|strict|mandatory)\s(?:python\s)?{_HINTS}\b",
            rf"\b{_HINTS}:?\s(?:are |is )?(?:always |strictly )?(?:required|mandatory|everywhere|enforced)\b",
            rf"\b(?:always|must)\s(?:use|add|include|write)\s(?:python\s)?{_HINTS}\b(?!\s(?:for|on|to|with)\b)",
            rf"^(?:\S+\s)?(?:use|add|include)\s(?:python\s)?{_HINTS}(?:\s(?:everywhere|throughout|consistently))?\s*"
            r"(?:[.,;:(]|$)",
            rf"^python[\w. +]{{{{0,12}}}}(?::|—|–|-)\s(?:use\s)?{_HINTS}\b",
            thing=_HINTS,
            unless=_OTHER_TYPED,
            who="all",
        ),
    ),
    reads=(
        ("Type hints: all functions", {}),
        ("Type hints on all functions", {"who": "all"}),
        ("All public functions must have type hints", {"who": "public"}),
        ("Full type annotations required", {"who": "all"}),
        ("Every function signature is fully typed", {"who": "all"}),
        ("Type hints: All function signatures must have type hints", {"who": "all"}),
        ("Use type hints everywhere.", {"who": "all"}),
        ("Python: type hints, small pure functions", {"who": "all"}),
        ("Type annotations are required for all functions, parameters and return values.", {"who": "all"}),
        ("Never write a function without type hints", {"who": "all"}),
        ("Type hints are mandatory on public APIs", {"who": "public"}),
    ),
    ignores=(
        "The cast is a type hint with no runtime effect.",
        "Type hints are optional in scripts.",
        "Do not add type hints to functions you did not write.",
        "All TypeScript functions must have type annotations.",
        "Type hints: `str | None`, `dict[str, T]`",
        "Add type hints where they help the reader",
        "Use type hints for complex functions.",
        "Tests must not require type hints",
    ),
    slots=(Slot("who", "name", default="all", choices=("all", "public")),),
    words=Words(
        why="An annotation tells the caller what may go in and what comes out, and lets a checker find the call that "
        "passes something else; without it everyone has to read the body.",
        question="If you could see only the first line of this function, what would you have to guess?",
        hint="Begin with the parameter that the body uses first: what it does with the value tells which type it "
        "takes.",
    ),
    skip_tests=True,  # Test functions take fixtures and return nothing; projects that want them typed say so.
    examples=(
        Example("python", "def f(a, b: int) -> int:\n    return a\n", (1,)),
        Example(
            "python", "class A:\n    def f(self) -> None: ...\n\n    async def g(self, *args) -> None: ...\n", (4,)
        ),
        Example(
            "python", "import x\n\n\n@x.route('/')\ndef index():\n    def inner(a) -> int:\n        return a\n", (5, 6)
        ),
        Example("python", "def _f(a): ...\n\n\ndef g(a): ...\n", (4,), {"who": "public"}),
        Example("python", "class A:\n    @staticmethod\n    def make(first) -> None: ...\n", (3,)),
        Example("python", "class A:\n    def __init__(self, a: int):\n        self.a = a\n"),
        Example("python", "def f(a: int, *, b: str = '', **kw: int) -> None:\n    key = lambda x: x\n"),
        Example("python", "class A:\n    @classmethod\n    def f(cls, a: int, /, _b=1) -> None: ...\n"),
        Example("python", "def outer() -> None:\n    def inner(a): ...\n", (), {"who": "public"}),
        Example("python", "def test_f(client):\n    pass\n", (), {}, "tests/test_app.py"),
    ),
)

ENTRIES = (
    NO_ANY,
    NO_PYTHON_ANY,
    TYPE_HINTS,
    *return_types.ENTRIES,
    *type_escapes.ENTRIES,
    *type_forms.ENTRIES,
    *python_forms.ENTRIES,
    *props.ENTRIES,
)
