"""Which of two spellings of a type a project uses: unions, builtin generics, interfaces or aliases, enums."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import EXCUSED, asks, bans, clip
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import PYTHON, TYPESCRIPT, SourceFile, start_line

_REPLACED = ("List", "Dict", "Tuple", "Set", "FrozenSet", "Type")


def object_aliases(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Type aliases of a plain object type; mapped types have no interface form."""
    for node in source.nodes("type_alias_declaration"):
        value = node.field("value")
        if value is None or value.kind() != "object_type" or _is_mapped(value):
            continue
        line = start_line(node)
        yield Fact(line, line, f"`{_name(node)}` is a type alias of an object shape.")


def _is_mapped(shape: SgNode) -> bool:
    return any(
        part.kind() == "mapped_type_clause"
        for child in shape.children()
        if child.kind() == "index_signature"
        for part in child.children()
    )


def interfaces(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Interface declarations, but for those that extend a foreign declaration by merging."""
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return
    for node in source.nodes("interface_declaration"):
        if _is_ambient(node):
            continue
        line = start_line(node)
        yield Fact(line, line, f"`{_name(node)}` is declared as an interface.")


def enums(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Enum declarations, `const enum` too; ambient ones describe foreign code."""
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return
    for node in source.nodes("enum_declaration"):
        if not _is_ambient(node):
            line = start_line(node)
            yield Fact(line, line, f"`{_name(node)}` is an enum.")


def _is_ambient(node: SgNode) -> bool:
    return any(ancestor.kind() in {"ambient_declaration", "module"} for ancestor in node.ancestors())


def _name(node: SgNode) -> str:
    name = node.field("name")
    return clip(name.text()) if name is not None else "this type"


_OLD_UNION = (
    r"`?(?:typing\.)?(?:optional|union)(?:\[[^\]`]*\])?`?(?![\w-])(?:\s?(?:/|,|or|and)\s?`?"
    r"(?:optional|union)(?:\[[^\]`]*\])?`?)?"
)
_UNION_ELSEWHERE = r"\b(?:typescript|ts|argument|chaining|dependenc|parameter|feature|sql|student|step)\b"

MODERN_ANNOTATIONS = Entry(
    name="modern-annotations",
    title="`Optional[…]` and `Union[…]` where `X | Y` says the same",
    languages=PYTHON,
    engines=(Ruff(("UP007", "UP045")),),
    cues=("`|`", "pep 604", "pep604", "optional[", "union[", "`optional`", "`union`", "| none`"),
    phrases=(
        Phrase(r"(?:^|\b(?:use|prefer|write|and|with|syntax:|,)\s)(?:the )?`\|`(?: syntax)? (?:for )?unions?\b"),
        Phrase(r"\bunions? (?:with|by|through|as|written with) (?:the )?`\|`"),
        *asks(
            r"\bpep ?604\b",
            r"\b\w+ \| none\s(?:instead of|over|,? not|rather than)\s`?optional\[",
            r"\b(?:use|prefer|write|type hints:|type annotations:|modern|always)\b{GAP}`\w+ \| \w+`",
            rf"`[\w\[\], ]+ \| \w+`\s?(?:,? not|instead of|over|rather than|,? never)\s{_OLD_UNION}",
            thing=r"`\w+ \| \w+`|pep ?604",
            unless=_UNION_ELSEWHERE,
        ),
        *bans(r"`(?:typing\.)?(?:optional|union)(?:\[[^\]`]*\])?`", unless=_UNION_ELSEWHERE),
    ),
    reads=(
        ("Python 3.11 syntax: built-in generics and `|` unions", {}),
        ("Write unions with `|`", {}),
        ("Use `str | None`, not `Optional[str]`", {}),
        ("PEP 604 unions", {}),
        ("Type hints: `str | None`, `dict[str, T]` (PEP 604, built-in generics)", {}),
        ("Never use `Optional` or `Union`", {}),
        ("Use X | None instead of Optional[X]", {}),
        ("Prefer `X | None` over `Optional[X]`.", {}),
    ),
    ignores=(
        "The `|` separates unions of cells in the table",
        "`Optional[str]` fields are `str | None` in the schema",
        "Do not use PEP 604 unions; we support Python 3.8.",
        "Optional arguments come last.",
        "Use `Optional[str]`, not `str | None`",
    ),
    words=Words(
        why="One spelling for one idea lets readers compare signatures at a glance; with two, they stop to ask whether "
        "the difference means something.",
        question="Which versions of Python does your project promise to run on, and which spellings do they all read?",
        hint="See how the neighbouring signatures of the project write a value that may be missing.",
    ),
    examples=(
        Example("python", "from typing import Optional\n\n\ndef f(a: Optional[str]) -> None: ...\n", (4,)),
        Example("python", "import typing as t\n\nx: t.Union[int, str] = 1\n", (3,)),
        Example(
            "python",
            "from typing import Optional as O\n\n\nclass A:\n    name: O[int] = None\n    other: int | None = None\n",
            (5,),
        ),
        Example("python", "def f(a: str | None) -> int | None: ...\n"),
        Example("python", "# Optional[str]\ns = 'Optional[str]'\n"),
        Example("python", "from mine import Optional\n\nx: Optional[str]\n"),
        Example("python", "from typing import List\n\nx: List[int] = []\n"),
    ),
)


def unused_old_generics(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Imports of the capitalised names that nothing in the file uses; where one is used, its uses are reported."""
    del params
    for node in source.nodes("import_from_statement"):
        module = node.field("module_name")
        if module is None or module.text() != "typing":
            continue
        for child in node.field_children("name"):
            name, bound = child.field("name") or child, child.field("alias") or child
            if name.text() not in _REPLACED:
                continue
            uses = [one for one in source.nodes("identifier") if one.text() == bound.text()]
            if not any(_is_use(one) for one in uses):
                line = start_line(child)
                yield Fact(line, line, f"`typing.{name.text()}` is imported here.")


def _is_use(name: SgNode) -> bool:
    return not any(above.kind() == "import_from_statement" for above in name.ancestors())


_OLD_GENERIC = r"`?(?:typing\.)?(?:list|dict|tuple|set)\[?[^`]{{0,12}}`"

BUILTIN_GENERICS = Entry(
    name="builtin-generics",
    title="`typing.List`, `typing.Dict` and their like where the builtin type says the same",
    languages=PYTHON,
    engines=(Ruff(("UP006",)), Syntax(unused_old_generics)),
    cues=("generic", "typing.list", "typing.dict", "pep 585", "pep585", "`list[", "`dict["),
    phrases=(
        *asks(
            r"\bpep ?585\b",
            r"\bbuilt-?in (?:generics|collection types|generic types)\b",
            r"\b(?:use|prefer|write)\b[^.;]{{0,20}}`(?:list|dict|tuple|set)\[[^`]*`{GAP}"
            r"(?:not|instead of|over|rather than|never)"
            r"\s`(?:typing\.)?(?:list|dict|tuple|set)",
            thing=r"built-?in generics|pep ?585",
            unless=r"\btypescript\b",
        ),
        *bans(r"`typing\.(?:list|dict|tuple|set|type)(?:\[[^`]*)?`"),
    ),
    reads=(
        ("Type hints: `str | None`, `dict[str, T]` (PEP 604, built-in generics)", {}),
        ("Use `list[str]`, not `List[str]`", {}),
        ("Never use `typing.List` or `typing.Dict`.", {}),
        ("PEP 585 generics", {}),
    ),
    ignores=(
        "Return `list[str]` from the loader.",
        "Generic views are preferred.",
        "Do not use PEP 585 generics yet.",
        "Use generics for the repository classes",
    ),
    words=Words(
        why="The capitalised names are deprecated doubles of the builtin types: a project that mixes both makes every "
        "reader check whether they differ.",
        question="What does the capitalised name offer that the builtin type of the same name does not?",
        hint="Look up the name in the documentation of the typing module and read the first sentence under it.",
    ),
    examples=(
        Example("python", "from typing import List\n\nx: List[int] = []\n", (3,)),
        Example("python", "from typing import Dict, Set as S\n\n__all__ = ['Dict', 'S']\n", (1,)),
        Example("python", "import typing\n\n\ndef f(a: typing.Dict[str, int]) -> None: ...\n", (4,)),
        Example("python", "from typing import Any, Tuple as T\n\n\ndef f() -> T[int, str]: ...\n", (4,)),
        Example("python", "x: list[int] = []\n"),
        Example("python", "from typing import Callable, Iterator\n\nf: Callable[[int], str]\n"),
        Example("python", "from mine import List\n\nx: List[int]\n"),
        Example("python", "# typing.List\ns = 'List[int]'\n"),
    ),
)

_INTERFACE = r"`?interfaces?`?(?: declarations?)?"
_TYPE = r"`?types?`?(?: alias(?:es)?)?"
_SHAPES = r"(?: (?:for|to define|to describe) (?:all )?(?:object|data)(?: types?| shapes?| structures?)?)"
_INSTEAD = r",?\s(?:over|instead of|rather than|not|never|and not)\s"
_FORMS_ELSEWHERE = (
    r"\b(?:python|go|golang|rust|abstract|protocol|class(?:es)?|component|implementations?|enums?|user)\b"
)

PREFER_INTERFACE = Entry(
    name="prefer-interface",
    title="type aliases of an object shape where the project wants an interface",
    languages=TYPESCRIPT,
    engines=(Syntax(object_aliases),),
    cues=("interface",),
    phrases=asks(
        r"\b(?:use|prefer|favou?r|choose)\s"
        rf"(?:typescript |an? )?{_INTERFACE}{_SHAPES}?{_INSTEAD}{_TYPE}(?![\w-]){_SHAPES}?",
        rf"^{_INTERFACE}{_SHAPES}?{_INSTEAD}{_TYPE}(?![\w-])",
        rf"\b(?:use|prefer)\s(?:an? )?{_INTERFACE}{_SHAPES},?\s(?:and |but )?(?:use )?{_TYPE}\sfor\b",
        rf"\b(?:use|prefer|define)\s(?:an? )?{_INTERFACE}{_SHAPES}\s*(?:$|[.;])",
        thing=_INTERFACE,
        unless=_FORMS_ELSEWHERE,
    ),
    reads=(
        ("Use interfaces for object shapes, not types", {}),
        ("Prefer `interface` over `type`", {}),
        ("Interfaces over types", {}),
        ("Use `interface` for object shapes, `type` for unions.", {}),
    ),
    ignores=(
        "Use types, not interfaces",
        "Prefer `type` over `interface`.",
        "The public interface has no types of its own.",
        "Use interfaces for component props, types for the rest.",
        "Do not use interfaces over types",
        "Program against interfaces, not implementations",
    ),
    words=Words(
        why="With one form for object shapes a reader knows from the keyword what follows; mixed forms make two equal "
        "things look different.",
        question="Does this declaration describe the shape of an object, or does it combine other types?",
        hint="Compare it with how the neighbouring files of the project declare the shape of their data.",
    ),
    examples=(
        Example("typescript", "type User = { name: string };\n", (1,)),
        Example("tsx", "const a = 1;\nexport type Props = {\n  title: string;\n};\n", (2,)),
        Example("typescript", "type Box<T> = { value: T; [key: string]: T };\n", (1,)),
        Example("typescript", "interface User { name: string }\n"),
        Example("typescript", "type Id = string | number;\ntype F = (a: { x: 1 }) => void;\n"),
        Example("typescript", "type Flags<T> = { [K in keyof T]: boolean };\n"),
        Example("typescript", "type Both = A & { x: number };\ntype P = Partial<{ a: 1 }>;\n"),
    ),
)

PREFER_TYPE = Entry(
    name="prefer-type",
    title="interface declarations where the project wants type aliases",
    languages=TYPESCRIPT,
    engines=(Syntax(interfaces),),
    cues=("interface",),
    phrases=(
        Phrase(
            r"\btype(?: alias(?:es)?)? (?:are|is) (?:preferred|used|chosen)(?: (?:to|over)| instead of"
            r"| rather than) interfaces?\b",
        ),
        *asks(
            rf"\b(?:use|prefer|favou?r|choose)\s(?:typescript |an? )?{_TYPE}(?![\w-]){_SHAPES}?{_INSTEAD}"
            rf"(?:an? )?{_INTERFACE}(?![\w-])",
            rf"^{_TYPE}(?![\w-]){_SHAPES}?{_INSTEAD}{_INTERFACE}(?![\w-])",
            thing=_TYPE,
            unless=_FORMS_ELSEWHERE,
        ),
        Phrase(
            r"\b(?:never|don't|do not|avoid)\s(?:use |using )?(?:`interface`|interfaces)[.,;]?\s?(?:;|,|—|$)",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Type aliases are preferred to interfaces", {}),
        ("Use types, not interfaces", {}),
        ("Prefer `type` over `interface`.", {}),
        ("Use `type` instead of `interface`", {}),
        ("Type aliases over interfaces", {}),
    ),
    ignores=(
        "Use interfaces for object shapes, not types",
        "Do not prefer types over interfaces",
        "Never change the public interface.",
        "Avoid interfaces with one implementation.",
    ),
    words=Words(
        why="With one keyword for all types a reader compares like with like, and no declaration silently merges with "
        "another of the same name.",
        question="What does this declaration need that only an interface can do?",
        hint="Search for the places that extend or implement it: they tell whether the form matters here.",
    ),
    examples=(
        Example("typescript", "interface User { name: string }\n", (1,)),
        Example("tsx", "const a = 1;\nexport interface Props {\n  title: string;\n}\n", (2,)),
        Example("typescript", "export default interface Box<T> extends Base { value: T }\n", (1,)),
        Example("typescript", "type User = { name: string };\n"),
        Example("typescript", "declare global {\n  interface Window { api: Api }\n}\n"),
        Example("typescript", 'declare module "express" {\n  interface Request { user: User }\n}\n'),
        Example("typescript", "interface A { a: 1 }\n", (), {}, "src/env.d.ts"),
        Example("typescript", "// interface A {}\nconst s = 'interface B {}';\n"),
    ),
)

_ENUMS = r"`?(?:const )?enums?`?(?: types?| declarations?| keyword)?"
_ENUM_ELSEWHERE = r"\b(?:python|php|rust|prisma|postgres|database|sql|strenum|graphql|zod|numeric|c#|java|kotlin)\b"

NO_ENUM = Entry(
    name="no-enum",
    title="TypeScript enums",
    languages=TYPESCRIPT,
    engines=(Syntax(enums),),
    cues=("enum",),
    phrases=bans(_ENUMS, words=1, unless=rf"{_ENUM_ELSEWHERE}|\bconst enum`? (?:rather|over|instead)|\bswitch\b"),
    reads=(
        ("No enums, use union types", {}),
        ("Avoid TypeScript enums", {}),
        ("Prefer string literal unions over enums.", {}),
        ("Use union types instead of `enum`", {}),
        ("Never use `enum`; use `as const` objects.", {}),
    ),
    ignores=(
        "Prefer enums over string-typed status values",
        "Do not use magic strings, use enums",
        "Never define states without an enum.",
        "Enums are fine for flags.",
        "No database enums",
    ),
    words=Words(
        why="An enum is the rare piece of TypeScript that leaves code behind when the types are erased; a project that "
        "avoids it has one way to write a closed set of values.",
        question="What does the rest of the project use for a value that can be one of a few words?",
        hint="Look at how the values are used: are their numbers needed anywhere, or only their names?",
    ),
    examples=(
        Example("typescript", "enum Color { Red, Green }\n", (1,)),
        Example("typescript", "const a = 1;\nexport const enum E { A = 'a' }\n", (2,)),
        Example("tsx", "export enum Size {\n  S,\n}\nexport const A = () => <p/>;\n", (1,)),
        Example("typescript", "type Color = 'red' | 'green';\n"),
        Example("typescript", "const Color = { Red: 'red' } as const;\nz.enum(['a']);\n"),
        Example("typescript", "declare enum Foreign { A }\n"),
        Example("typescript", "// enum A {}\nconst s = 'enum A {}';\n"),
    ),
)

ENTRIES = (MODERN_ANNOTATIONS, BUILTIN_GENERICS, PREFER_INTERFACE, PREFER_TYPE, NO_ENUM)
