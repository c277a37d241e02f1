"""Further wordings of the checks on types."""

from teaching.review.catalogue.wider.forms import Wider
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_ANY = (
    r"(?:`(?::|as|->)? ?any`|`\([^`]*: ?any\)`|(?<![\w-])(?::|as) any\b|\bthe any type|\btype any\b"
    r"|\bany as (?:a )?type|\bany types?\b|`[^`]*\bany\b[^`]*`)"
)
_PY_ANY = (
    r"(?:`?(?:typing\.|-> ?|: ?)any`?\b|`[^`]*\bany\b[^`]*`|\bany (?:annotations?|for the type\w*)"
    r"|(?<=use )any(?= (?:for|as|in)))"
)
_DIRECTIVES = ("@ts-ignore", "@ts-nocheck")
_TYPING = r"(?:typing\.)?(?:list|dict|tuple|set|frozenset|type)"
_SHAPES = (
    r"(?:object(?: shape| type)?s?|shapes?|props|payloads?|records?|data structures?|definitions?|component props)"
)

WIDER: dict[str, Wider] = {
    "no-any": Wider(
        (
            refused(r"\bcast(?:s|ing)? to `?any`?", fixed={"where": "casts"}),
            refused(
                _ANY,
                unless=r"`any`-typed library|\bpython\b|mypy|typing\.any|\bgrep|any of|-> any",
                fixed={"where": "anywhere"},
            ),
            refused(r"\bfalling back on `?any`?|\bwith `: any`", fixed={"where": "anywhere"}),
            linted(r"no-explicit-any", fixed={"where": "anywhere"}),
        ),
        (),
        (
            ("`any` has no place here.", {"where": "anywhere"}),
            ("`any` -> `unknown`", {"where": "anywhere"}),
        ),
    ),
    "no-python-any": Wider(
        (
            refused(_PY_ANY, unless=r"typescript|\bts\b|`: any`|`as any`|unknown|eslint|any\(|\bany of\b"),
            linted(r"\bann401\b|disallow_any_explicit|disallow-any-explicit"),
            demanded(r"\btreated as errors\b", r"`any` annotations"),
        ),
        ("ann401",),
        (
            ("`typing.Any` has no place in our signatures.", {}),
            ("ruff ANN401 must pass.", {}),
        ),
    ),
    "type-hints": Wider(
        (
            demanded(
                r"\b(?:type[- ]hints?|type[- ]annotations?|annotations|annotated|typed (?:arguments?|parameters?"
                r"|signatures?))\b",
                r"\b(?:functions?|defs?|`def`s?|methods?|signatures?|python|parameters?|arguments?)\b",
                unless=r"\b(?:php|complex|non-trivial|typescript|ts|jsdoc|runtime|any|optional|union|docstring"
                r"|variables?|no-|generic|private|tests?|new code|comment|import|quotes|future|public|exported"
                r"|list\[)\b",
                fixed={"who": "all"},
            ),
            refused(
                r"\b(?:functions?|defs?|`def`s?|methods?|signatures?)[^.;]{0,12}(?:without|lacking|missing"
                r"|with no) (?:type[- ])?(?:hints?|annotations?|types)|\b(?:un-?annotated|untyped) (?:functions?"
                r"|defs?|methods?|signatures?)"
                r"|`def \w+\((?:\w+(?:, )?)+\):`|\bmissing (?:type[- ])?(?:hints|annotations)",
                unless=r"docstring|typescript|any\b",
                fixed={"who": "all"},
            ),
            demanded(
                r"\btype your python functions|\bevery `def` states what it takes and what it gives",
                fixed={"who": "all"},
            ),
            linted(
                r"\bann(?:00\d|20\d)?\b(?: rules)?|disallow_untyped_defs|disallow-untyped-defs",
                unless=r"ann401",
                fixed={"who": "all"},
            ),
        ),
        ("typing", "ann", "untyped", "`def", "type your"),
        (
            ("Functions without annotations get sent back.", {"who": "all"}),
            ("Python functions: type hints on parameters and return", {"who": "all"}),
        ),
    ),
    "explicit-return-types": Wider(
        (
            demanded(
                r"\b(?:explicit |inferred )?return[- ]types?\b|`: ?\w+(?:<\w+>)?` on (?:their|its) signature"
                r"|\bthe type (?:it|they) returns?|\bwhat (?:public|exported) functions return",
                unless=r"\b(?:python|route handlers? may|hint|docstring|jsdoc|void|boolean|promise must|any|same"
                r"|generic|utility|null|infer|compiler|where)\b(?! over)|`->|\blet the compiler"
                r"|\breturn type of\b",
            ),
            refused(
                r"\b(?:omitted|missing|inferred) return types?"
                r"|\brelying on inference for what[^.;]{0,40}functions (?:return|give back)|\bimplicit return types?"
            ),
            linted(r"explicit-(?:module-boundary-types)|explicit-function-return-type"),
        ),
        ("return", "explicit-", "inference", "signature"),
        (
            ("Exported functions state the return type they have.", {}),
            ("Explicit return types over inferred ones", {}),
        ),
    ),
    "no-ts-ignore": Wider(
        (
            refused(
                r"`?(?://\s*)?@?\bts-ignore`?(?:,? (?:and|or|nor) `?@?ts-nocheck`?|, ?`?@?ts-nocheck`?)(?: comments?)?",
                unless=r"expect-error",
                fixed={"directives": _DIRECTIVES},
            ),
            refused(
                r"`?(?://\s*)?@?\bts-ignore`?(?: comments?| directives?)?",
                unless=r"expect-error|nocheck",
                fixed={"directives": ("@ts-ignore",)},
            ),
            refused(
                r"\b(?:comments? (?:directives? )?that (?:switch|turn) off (?:the )?(?:typescript|ts"
                r"|type)[- ]?(?:checker|checking|compiler)|typescript suppression comments?"
                r"|silencing `?tsc`? with (?:magic )?comments|muted with a comment directive)",
                fixed={"directives": _DIRECTIVES},
            ),
            linted(r"\bban-ts-comment\b", fixed={"directives": _DIRECTIVES}),
        ),
        ("ban-ts-comment", "typescript", "tsc", "ts compiler"),
        (
            ("`@ts-ignore` gets rejected in review.", {"directives": ("@ts-ignore",)}),
            ("Keep `@ts-ignore` and `@ts-nocheck` out of the sources.", {"directives": ("@ts-ignore", "@ts-nocheck")}),
        ),
    ),
    "no-type-ignore": Wider(
        (
            refused(
                r"`?[^`]*# ?type: ?ignore(?:\[[\w-]+\])?`|`type: ignore(?:\[[\w-]+\])?`"
                r"|\btype[:-]? ?ignores?(?: comments?)?\b|\b(?:an? |single )?ignore comments?|\bmypy suppressions?",
                unless=r"\b(?:blanket|eslint|unscoped|bare)\b(?! form)|without (?:a |an |the )?(?:error )?(?:code"
                r"|comment|reason)",
            ),
            linted(r"\bpgh003\b(?!)"),
        ),
        ("mypy", "ignore comment"),
        (
            ("`# type: ignore` has no place here.", {}),
            ("Mypy suppressions are banned.", {}),
        ),
    ),
    "no-non-null": Wider(
        (
            refused(
                r"\b(?:trailing|postfix) (?:`!`|exclamation (?:mark|point)s?)|\bexclamation (?:mark"
                r"|point)s?(?= (?:after|operator|to))|\bnon-?\s?null (?:assertions?|operators?)(?: operators?)?"
                r"|`!`(?: operator)?(?! (?:important|=))|\b(?:postfix )?`?bang`?(?: operator)?(?: \(`[^`]*`\))?"
                r"|\bpostfix `!`|`[\w.()\[\]\"'\\]+!(?:\.\w+)?`",
                unless=r"`!important`|`!=|!!|shebang|negat|breaking|commit|feat!|hash-?bang",
            ),
            linted(r"no-non-null-assert\w*"),
        ),
        ("!", "non-null", "non null"),
        (
            ("Non-null assertions get rejected.", {}),
            ("`user!.name` -> `user?.name`", {}),
        ),
    ),
    "no-type-assertion": Wider(
        (
            refused(
                r"\btype assertions?|\btype[- ]cast(?:s|ing)?|\bassert(?:ing)? (?:a |the )?types?\b"
                r"|\bcasting\b(?: with `as`)?|`as`(?: (?:keyword|operator|casts?|casting|assertions?|expressions?))?"
                r"|\b(?:angle-bracket )?casts?\b(?: \(`[^`]*`\))?|`as(?: \w+)?`(?: to cast types)?"
                r"|\bassertions such as `[^`]*`|`<\w+>\w*`|`[^`]* as [a-z]\w*`|(?<=guards over )assertions",
                unless=r"as const|as any|\bany\b|as unknown as|import|alias|sql|database|double|non-null|python|spell"
                r"|broadcast",
            ),
            linted(r"assertionstyle: ?'?never'?"),
        ),
        ("assert", "as ", "guards"),
        (
            ("Type assertions get rejected.", {}),
            ("Type guards over type assertions", {}),
        ),
    ),
    "modern-annotations": Wider(
        (
            refused(
                r"`?(?:typing\.)?(?:optional|union)\[[^`]*\]?`|`(?:typing\.)?(?:optional|union)`"
                r"|`def [^`]*(?:optional|union)\[[^`]*`",
                unless=r"chaining|typescript|discriminated",
            ),
            demanded(
                r"`\w+ \| none`|`\|`|\bpipe operator|\bbar notation|\bvertical bar|`\w+ \| \w+`",
                r"\bunions?\b|\boptional|\bannotat|\bhints?\b|\bnullable",
                unless=r"typescript|table|cells?|separat|jinja|shell|bash|undefined|null`",
            ),
            linted(r"\bup007\b|\bup045\b"),
        ),
        ("union", "optional", "pipe", "up007", "up045", "bar notation", "vertical bar"),
        (
            ("`typing.Optional` has no place in new code: `typing.Optional` is banned.", {}),
            ("Unions are written with the pipe operator in annotations.", {}),
        ),
    ),
    "builtin-generics": Wider(
        (
            refused(
                rf"`(?:-> )?{_TYPING}(?:\[[^`]*\])?`(?: from `?typing`?)|`typing\.(?:list|dict|tuple|set|frozenset"
                rf"|type)(?:\[[^`]*\])?`|`def [^`]*-> (?:list|dict|tuple|set)\[[^`]*`"
                r"|\b(?:their |the )?`?typing`? (?:aliases|generics)|\bcapitali[sz]ed (?:versions|generics"
                r"|aliases)(?: from the typing module)?",
                unless=r"typescript",
            ),
            demanded(
                r"\bbuilt-?in (?:generics?|collection types|types)|\blower-?case `list`|\bmodern generics"
                r"|\bstandard collection types|`(?:list|dict|set|tuple)\[[^`]*\]`",
                r"\bannotat|\bhints?\b|\btyping\b|\bgenerics?\b",
                unless=r"typescript|return `list|`array<",
            ),
            demanded(
                r"`(list|dict|set|tuple|type|frozenset)(?:\[[^`]*\])?`[^.;]{0,60}?(?:instead of|,? not|over"
                r"|rather than|never|in place of|replaces?|in favou?r of)[^.;]{0,20}?`(?:typing\.)?\1\b"
                r"|`(?:typing\.)?(list|dict|set|tuple|type|frozenset)(?:\[[^`]*\])?`\s*(?:->|→|=>)\s*`\2\b",
                unless=r"typescript|tuple[^.;]*`list",
            ),
            refused(
                r"`from typing import [^`]*\b(?:list|dict|set|tuple|type)\b[^`]*`|\b(?:deprecated )?(?:aliases"
                r"|generics|collections?|containers?) (?:from|of|in) `?typing`?|\btyping's (?:\w+ )?(?:aliases"
                r"|generics|collections)"
            ),
            linted(r"\bup006\b|\bup035\b"),
        ),
        ("typing", "up006", "up035", "lowercase `list`", "builtin", "built-in", "list["),
        (
            ("`typing.List` gets rejected.", {}),
            ("ruff UP006 is enforced.", {}),
        ),
    ),
    "prefer-interface": Wider(
        (
            demanded(
                r"`interface(?: \w+[^`]*)?`|\binterfaces?\b",
                rf"\b{_SHAPES}\b|\balias(?:es)?\b|`type(?: [^`]*)?`",
                unless=r"\b(?:user interface|consistent|naming|prefix|i-prefix|extends?|graphql|abc|protocol|java"
                r"|implement|props interface|component props|the rest|command|any|export\w*|suffix"
                r"|avoid interface"
                r"|over `?interface|not (?:with )?`?interface|never (?:with |an? )?`?interface"
                r"|instead of (?:an? )?`?interface|than (?:an? )?`?interface|type aliases?,? (?:not|over|instead)"
                r"|interfaces? (?:only )?for (?:class|public|decl|lib)\w*)",
            ),
            refused(
                rf"\b(?:describ\w+|defin\w+|declar\w+) (?:an? )?{_SHAPES} with (?:an? )?type alias(?:es)?"
                rf"|`type \w+ = \{{[^`]*`|\baliasing an object\b[^.;]*?type|\balias must not stand where an interface"
            ),
            linted(r"consistent-type-definitions[^.;]{0,20}[\"']interface"),
        ),
        ("alias", "`type "),
        (
            ("Object shapes are declared as interfaces, not aliases.", {}),
            ("`interface` for objects, `type` for unions", {}),
        ),
    ),
    "prefer-type": Wider(
        (
            refused(
                r"`interface(?: \w+[^`]*)?`|\binterfaces\b(?! (?:of|for|between|to)\b)|\ban interface\b",
                unless=r"\b(?:user|prefix|`?i[A-Z]|naming|graphql|command|empty|public|abstract|java|implement"
                r"|class(?:es)?|export\w*|merge)\b(?! silently)|over (?:a |an )?`?(?:type|alias)"
                r"|instead of (?:a )?`?(?:type|alias)|rather than (?:a )?`?(?:type|alias)"
                r"|\bfat interfaces|segregat|single-method",
            ),
            demanded(
                r"`type`|\btype aliases?\b",
                rf"\b{_SHAPES}\b|\binterfaces merge",
                unless=r"`?interface`? for|`?interface`?s? (?:over|instead)|unions? (?:and|or|only)"
                r"|not (?:with )?(?:an? )?(?:`type`|type alias)|import type|content.type|mime"
                r"|never (?:with )?(?:an? )?(?:`type`|type alias)|than (?:an? )?(?:`type`|type)"
                r"|over (?:`type`|type)|of (?:`type`|type)|python|`type` for (?:unions?|aliases|everything else)",
            ),
            linted(r"consistent-type-definitions[^.;]{0,20}[\"']type"),
        ),
        ("type alias", "consistent-type", "`type`", "`type "),
        (
            ("Object shapes are written as type aliases.", {}),
            ("`interface` gets rejected; write an alias.", {}),
        ),
    ),
    "no-enum": Wider(
        (
            refused(
                r"(?<!const )`?\benums?`?\b(?: (?:declarations?|construct|keyword))?|\benumerations\b"
                r"|\boccurrences of `enum`",
                unless=r"const enum|\bnot an? (?:\w+ )?enum|python|`?strenum|string values|numeric|\bswitch|sql"
                r"|postgres|database|graphql|prisma|members|magic strings?|heterogeneous|over (?:magic|string"
                r"|bare)|instead of (?:magic|string|bare)",
            ),
        ),
        ("enumeration",),
        (
            ("TypeScript enums have no place here.", {}),
            ("`enum` -> `as const`", {}),
        ),
    ),
}
