"""Naming: interfaces and types that carry what they are in front of their name."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.wording import EXCUSED, names_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import TYPESCRIPT, SourceFile, start_line

# A letter and then a word of its own; what only looks like it is a word: an IPhone, a TShirt, an IPv4 address.
_PREFIXED = re.compile(
    r"^([IT])(?=[A-Z][a-z])(?!(?:Phone|Pad|Pod|Pv[46]|Mac|Cloud|Tunes|Beam|Shirt|Cell|Ds|Ban)(?![a-z]))"
)


def prefixed_types(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Interfaces and type aliases named `IUser` or `TUser`; declarations of foreign modules are spared."""
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return
    letters = {prefix.upper() for prefix in names_of(params, "prefixes")}
    for node in source.nodes("interface_declaration", "type_alias_declaration"):
        name = node.field("name")
        found = _PREFIXED.match(name.text()) if name is not None else None
        if name is None or found is None or found[1] not in letters:
            continue
        if any(ancestor.kind() == "ambient_declaration" for ancestor in node.ancestors()):
            continue
        label = "interface" if node.kind() == "interface_declaration" else "type"
        line = start_line(node)
        yield Fact(line, line, f"The name of the {label} `{name.text()}` begins with the prefix `{found[1]}`.")


_NO = (
    r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|without|drop"
    r"|omit|skip|❌|🚫)(?![\w-])[:,]?"
)
_TYPES = (
    r"(?:typescript )?(?:interfaces?|types?|type alias(?:es)?|type names|interface names)(?:(?:,? (?:and|or"
    r"|nor) |\s?/\s?)(?:types?|type alias(?:es)?|interfaces?)(?: names)?)?"
)
_I = r"(?:an? |the |any )*(?:[`'\"]i[`'\"]|\bi\b|hungarian `?i`?)[- ]?"
_BOTH = r"(?:an? |the |any )*[`'\"]?i[`'\"]?\s?(?:/|,|or|and|nor)\s?(?:an? )?[`'\"]?t[`'\"]?[- ]?"
_T = r"(?:an? |the |any )*(?:[`'\"]t[`'\"]|\bt\b)[- ]?"
_PREFIX = r"prefix(?:es|ed|ing)?\b"


def _ways(letter: str, prefixes: tuple[str, ...]) -> tuple[Phrase, ...]:
    fixed = {"prefixes": prefixes}
    return (
        Phrase(rf"{_NO}[^.;]{{{{0,20}}}}?(?<![\w`]){letter}{_PREFIX}", fixed, EXCUSED),
        Phrase(
            rf"{_NO}(?:\suse|\sadd)?\s{_PREFIX}\s(?:for |of |on |your |the |any |all |an? )*(?:{_TYPES}\s)?"
            rf"(?:names? )?(?:with|by|using)\s(?:the letter |hungarian )*{letter}(?![\w])",
            fixed,
            EXCUSED,
        ),
        Phrase(
            rf"\b{_TYPES}:?\s(?:must |should |are |is |may |do |names? |have |carry |get |take )*(?:never|not|no"
            r"|without|don't)\s"
            rf"[^.;]{{{{0,25}}}}?(?:{_PREFIX}[^.;]{{{{0,12}}}}{letter}(?![\w])|(?<![\w`]){letter}{_PREFIX})",
            fixed,
            EXCUSED,
        ),
    )


NO_INTERFACE_PREFIX = Entry(
    name="no-interface-prefix",
    title="interfaces and types named with an `I` or `T` prefix",
    languages=TYPESCRIPT,
    engines=(Syntax(prefixed_types),),
    cues=("prefix", "hungarian", "`iuser", "not `i", "`i*`"),
    phrases=(
        *_ways(_BOTH, ("I", "T")),
        *_ways(_I, ("I",)),
        *_ways(_T, ("T",)),
        Phrase(
            rf"(?:{_NO}[^.;]{{{{0,20}}}}?{_PREFIX}[^.;]{{{{0,20}}}}\b{_TYPES}\b(?! (?:parameters?|variables?))"
            rf"|{_NO}[^.;]{{{{0,12}}}}?\b{_TYPES}\s{_PREFIX})",
            {"prefixes": ("I", "T")},
            rf"{EXCUSED}|\b(?:css|route|branch|file|commit|env|class|url|api)\b|`[^`it][^`]*`|\bgeneric",
        ),
        Phrase(
            r"`(?P<name>[a-z]\w+)`,?\s(?:\(?not|never|instead of|rather than|over|no)\s`i(?P=name)`",
            {"prefixes": ("I",)},
            EXCUSED,
        ),
        Phrase(r"\bno hungarian notation\b[^.;]{{0,20}}\b(?:interfaces?|types?)\b", {"prefixes": ("I", "T")}, EXCUSED),
    ),
    reads=(
        ("No `I` prefix for interfaces", {"prefixes": ("I",)}),
        ("Interfaces are not prefixed with `I`.", {"prefixes": ("I",)}),
        ("- don't prefix interfaces with I", {"prefixes": ("I",)}),
        ("Never prefix interfaces or types with `I` or `T`", {"prefixes": ("I", "T")}),
        ("**Naming:** no I-prefix (`User`, not `IUser`)", {"prefixes": ("I",)}),
        ("No prefixes on interface names", {"prefixes": ("I", "T")}),
        ("Name interfaces `User`, not `IUser`", {"prefixes": ("I",)}),
        ("Types: no `T` prefix", {"prefixes": ("T",)}),
        ("Interface names without an `I` prefix", {"prefixes": ("I",)}),
        ("Do not use prefixes for interfaces", {"prefixes": ("I", "T")}),
    ),
    ignores=(
        "Prefix interfaces with `I`.",
        "Boolean props are prefixed with `is`.",
        "No prefix for branch names of type `fix`.",
        "Generic type parameters have a `T` prefix.",
        "Interfaces live in `types/`, without an index file.",
        "Never prefix private methods with an underscore.",
    ),
    slots=(Slot("prefixes", "names", default=("I", "T")),),
    words=Words(
        why="The caller of a function does not care whether its argument is described by an interface, a type or a "
        "class; the letter tells what the compiler knows anyway, and is wrong once one becomes the other.",
        question="What would this name lose for its readers without its first letter?",
        hint="See whether the name without the letter is taken already; if it is, ask how the two things differ.",
    ),
    examples=(
        Example("typescript", "export interface IUser {\n  a: string;\n}\ntype TResult = string;\n", (1, 4)),
        Example("tsx", "interface IProps { a: string }\nexport const A = (p: IProps) => <p/>;\n", (1,)),
        Example("typescript", "interface IUser {}\ntype TUser = string;\n", (1,), {"prefixes": ("I",)}),
        Example(
            "typescript",
            "interface Item {}\ninterface IOConfig {}\ninterface IPAddress {}\ninterface IPv4Header {}\n"
            "type TSConfig = string;\ntype Table = string;\n",
        ),
        Example(
            "typescript",
            "function f<TData, IKey>(x: TData) {}\nclass IUser {}\ntype P<TItem> = TItem[];\n"
            "import { IApi } from 'x';\n",
        ),
        Example(
            "tsx",
            "// interface IUser {}\nconst s = 'interface IUser {}';\ndeclare module 'x' {\n  interface IUser {}\n}\n",
        ),
    ),
)

ENTRIES = (NO_INTERFACE_PREFIX,)
