"""Whether the TypeScript compiler is told to be strict."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from teaching.review.catalogue.configuration.reading import Node, line_of, read_json
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

# What `strict` switches on along with itself.
_FAMILY = frozenset(
    """noImplicitAny strictNullChecks strictFunctionTypes strictBindCallApply strictPropertyInitialization
    noImplicitThis useUnknownInCatchVariables alwaysStrict strictBuiltinIteratorReturn""".split()
)
_OPTIONS = (
    "strict",
    *sorted(_FAMILY),
    *("noUncheckedIndexedAccess", "noUnusedLocals", "noUnusedParameters", "noImplicitReturns", "noImplicitOverride"),
    *("noFallthroughCasesInSwitch", "exactOptionalPropertyTypes", "noPropertyAccessFromIndexSignature"),
    *("isolatedModules", "verbatimModuleSyntax", "forceConsistentCasingInFileNames"),
)
_SPELLED = {name.lower(): name for name in _OPTIONS}
_CONFIG = re.compile(r"(?:^|/)tsconfig(?:\.[\w-]+)?\.json$")
_MOST_HEIRS = 8


@dataclass(frozen=True, slots=True)
class _Setting:
    """What an option is set to and where; `unknown` where a package's configuration decides."""

    on: bool
    path: str = ""
    line: int = 1
    unknown: bool = False


def loose_compilers(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Configurations of the TypeScript compiler in which a named option is not switched on."""
    named = params["options"]
    options = (
        [_SPELLED.get(name.strip("`\"' ").lower(), name.strip("`\"' ")) for name in named]
        if isinstance(named, tuple)
        else ["strict"]
    )
    configs = [path for path in view.paths if _CONFIG.search(path)]
    read = {path: node for path in configs if (node := read_json(view.read(path) or "")) is not None}
    bases = {base for path, node in read.items() for base in _bases(path, node, read)}
    seen: set[tuple[str, int]] = set()
    for path in sorted(read.keys() - bases):
        if not _compiles(read[path]):
            continue
        for option in options:
            setting = _setting(view, read, path, option)
            if setting.on or setting.unknown or (setting.path, setting.line) in seen:
                continue
            seen.add((setting.path, setting.line))
            said = f"`{setting.path}` does not switch on `{option}`."
            shown = line_of(view.read(setting.path) or "", setting.line)
            yield setting.path, Fact(setting.line, setting.line, said, shown)


def _compiles(node: Node) -> bool:
    """Whether a configuration has files of its own: one that only refers to others compiles nothing."""
    files = node.at("files")
    return not (node.at("references") is not None and files is not None and not files.items)


def _bases(path: str, node: Node, read: dict[str, Node]) -> list[str]:
    """The project's own configurations that one extends, as far as they can be found."""
    return [base for base in _extended(path, node) if base in read]


def _extended(path: str, node: Node) -> list[str]:
    extends = node.at("extends")
    names = [item.text for item in extends.items] or [extends.text] if extends is not None else []
    found: list[str] = []
    for name in names:
        if name.startswith("."):
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            found.append(joined if joined.endswith(".json") else f"{joined}.json")
        elif name:
            found.append(f"package:{name}")
    return found


def _setting(view: ProjectView, read: dict[str, Node], path: str, option: str, depth: int = 0) -> _Setting:
    node = read.get(path)
    if node is None or depth > _MOST_HEIRS:
        return _Setting(False, unknown=True)
    own = node.at("compilerOptions", option)
    implied = node.at("compilerOptions", "strict") if own is None and option in _FAMILY else None
    chosen = own or implied
    if chosen is not None:
        return _Setting(chosen.value is True, path, chosen.line)
    unknown = False
    for base in reversed(_extended(path, node)):
        if base not in read:
            unknown = True
            continue
        above = _setting(view, read, base, option, depth + 1)
        if above.on or above.unknown or _is_set(read, base, option):
            return above
    if unknown or _strict_by_default(view, path, option):
        return _Setting(False, unknown=True)
    holder = node.at("compilerOptions")
    return _Setting(False, path, holder.line if holder is not None else 1)


def _is_set(read: dict[str, Node], path: str, option: str) -> bool:
    node = read[path]
    if node.at("compilerOptions", option) is not None:
        return True
    return any(_is_set(read, base, option) for base in _bases(path, node, read) if base != path)


def _strict_by_default(view: ProjectView, path: str, option: str) -> bool:
    """Since TypeScript 6, `strict` is on where nothing is said."""
    if option != "strict" and option not in _FAMILY:
        return False
    folder = posixpath.dirname(path)
    while True:
        manifest = read_json(view.read(posixpath.join(folder, "package.json")) or "")
        if manifest is not None:
            for group in ("devDependencies", "dependencies"):
                version = manifest.at(group, "typescript")
                major = re.search(r"\d+", version.text) if version is not None else None
                if major is not None:
                    return int(major[0][:4]) >= 6
        if not folder:
            return False
        folder = posixpath.dirname(folder)


_NAMED = rf"`?(?:{'|'.join(sorted((name.lower() for name in _OPTIONS[1:]), key=len, reverse=True))})`?"
_LIST = (
    rf"(?P<options>(?:`?strict`?\s*(?:,|and|&|\+|/)\s*)?{_NAMED}(?:\s*(?:,|and|&|\+|/|, and)\s*"
    rf"(?:`?strict`?\s*(?:,|and|&|\+|/)\s*)?{_NAMED})*)"
)
_TS = r"(?:typescript|ts|tsc|tsconfig(?:\.json)?|`tsconfig(?:\.[\w-]+)?\.json`|compiler)"
_ELSE = (
    rf"{EXCUSED}|\breact(?:'s)? strict|`?strictmode`?|<strictmode|\bmypy\b|\bpyright\b|\bpython\b|\bphp\b|\bes5 strict"
    r"|[\"'`]use strict|\bsql\b|\bcsp\b|\bstrict(?:ly)? (?:equal|order|review)|\b(?:passes?|pass|fails?) "
)
_MODE = r"(?:`?strict`?(?: mode)?(?!\w| tdd| equality| null| typing| types?\b)|`?[\"']?strict[\"']?\s*[:=]\s*true`?)"

TSCONFIG_STRICT = Entry(
    name="tsconfig-strict",
    title="a tsconfig.json whose compilerOptions do not switch on strict mode or the named options",
    languages=ALL,
    engines=(Project(loose_compilers),),
    cues=("strict", "nounused", "noimplicit", "nouncheck", "exactoptional", "nofall", "isolatedmod", "verbatim"),
    phrases=(
        Phrase(
            rf"(?:\b(?:enable|set|turn on|switch on|keep|use|with|require[sd]?|must|always|needs?)\b"
            rf"[^.;]{{{{0,40}}}}?|^[^.;]{{{{0,40}}}}?){_LIST}[^.;]{{{{0,30}}}}?"
            rf"(?:\b(?:on|enabled|true|required|mandatory|set|must|in)\b|$|[.,;)])",
            {},
            rf"{_ELSE}|\b(?:disable|turn off|off)\b",
        ),
        Phrase(
            rf"\b{_TS}\b[^.;]{{{{0,25}}}}?\b(?:in |has |have |sets? |with |uses? |runs? (?:in |with )?|must "
            r"(?:be |use )?"
            rf"|is |be |stays? |always |needs? |keep |enables? |on )*(?:the )?{_MODE}"
            rf"(?:[^.;]{{{{0,15}}}}\b(?:enabled|on|required|mandatory|true|always|only|everywhere|off limits)\b"
            r"|\s*(?:$|[.,;:(—–-]))",
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b(?:enable|use|keep|turn on|switch on|set|always|require|maintain)\b[^.;]{{{{0,25}}}}?(?:the )?{_MODE}"
            rf"[^.;]{{{{0,15}}}}?\b(?:in|for|on|of)\b[^.;]{{{{0,12}}}}\b{_TS}\b",
            {},
            _ELSE,
        ),
        Phrase(
            r"\b(?:use|write|enable|with|only|always)\s+strict (?:mode )?(?:typescript|ts)\b(?!\s+(?:types|equality))"
            r"(?=[^.;]{{0,40}}(?:$|[.,;:(—–]))",
            {},
            _ELSE,
        ),
        Phrase(
            r"^strict (?:mode )?(?:typescript|ts)\b(?: (?:mode|everywhere|only|always|settings|config(?:uration)?"
            r"|is (?:required|on|mandatory)))?\s*(?:$|[.,;:(—–])"
            r"|^typescript:? strict(?: mode)?(?: (?:on|only|enabled|always))?\s*(?:$|[.,;:(—–])"
            r"|\btypescript,? strict mode\s*(?:$|[.,;:(—–])",
            {},
            _ELSE,
        ),
        Phrase(
            r"\b(?:never|do not|don't|must not)\b (?:disable|turn off|switch off|relax|loosen|weaken)"
            r"[^.;]{{0,25}}(?:`strict`|strict mode|\btypescript'?s? strict)",
            {},
            _ELSE,
        ),
        Phrase(r"`?[\"']?\bstrict[\"']?\s*[:=]\s*true\b`?", {}, _ELSE),
    ),
    reads=(
        ("TypeScript strict mode", {"options": ("strict",)}),
        ("**TypeScript:** strict mode enabled".replace("**", ""), {"options": ("strict",)}),
        ("`tsconfig.json` must have `strict: true`", {"options": ("strict",)}),
        ("TypeScript runs in strict mode.", {"options": ("strict",)}),
        ("Keep strict mode on in `tsconfig.json`", {"options": ("strict",)}),
        ("Never turn off strict mode in the compiler", {"options": ("strict",)}),
        ("Use strict TypeScript", {"options": ("strict",)}),
        ("Strict TypeScript: no implicit any", {"options": ("strict",)}),
        ("Enable `noUncheckedIndexedAccess` in every tsconfig", {"options": ("noUncheckedIndexedAccess",)}),
        (
            "`noUnusedLocals` and `noUnusedParameters` are enabled.",
            {"options": ("noUnusedLocals", "noUnusedParameters")},
        ),
    ),
    ignores=(
        "Wrap the app in `<StrictMode>`.",
        "mypy runs in strict mode.",
        "All code must pass `tsc --noEmit` with strict mode",
        "Use strict equality in TypeScript.",
        "TypeScript files are strictly ordered.",
        "We follow strict TDD in TypeScript.",
        "Turn off `noUnusedLocals` while you debug.",
    ),
    slots=(Slot("options", "names", default=("strict",)),),
    words=Words(
        why="Without strict mode the compiler lets null through and gives every untyped parameter the type any, so the "
        "mistakes that it was brought in to find go through unseen.",
        question="Which mistakes would the compiler show you today if this option were on?",
        hint="Look at what this configuration extends, and at what it says itself after that.",
    ),
    examples=(),
)
