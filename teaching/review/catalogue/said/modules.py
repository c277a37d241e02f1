"""More wordings of the checks on imports, exports, libraries and output."""

from teaching.review.catalogue.phrasing import END, LOCATED, SOFTENED
from teaching.review.catalogue.verdicts import Wider, each, enforced, shuns, wants
from teaching.review.prose import Phrase

_STAR = (
    r"(?:wild ?card|star|glob|asterisk)[- ]imports?|wildcards? in (?:import statements|imports)"
    r"|`?(?:from `?[\w.]+`? )?"
    r"import \*`?|`\*` (?:in imports|imports?)|import(?:ing)? (?:everything|all names)|imports? (?:of everything|with "
    r"(?:`\*`|an asterisk|a star|\*))"
)
_DEFAULT = (
    r"`?export default`?(?: statements?| \w+`)?|`export default [^`]*`|`?default[- ]exports?`?|`default` exports?"
    r"|exports? without (?:an? )?names?|anonymous exports?"
)
_NAMED = r"`?named[- ]exports?`?"
_NOT_NAMED = r"\b(?:default[- ]exports? (?:for|in|are (?:fine|ok|allowed|used|a must))|utilities|barrels?)\b"
_ROUTES = r"\b(?:except|unless|other than|apart from|only)\b|\bin `app/`"
_RELATIVE = (
    r"(?:relative|dotted|dot-dot|parent) (?:imports?|import paths?|paths? (?:in|for) imports?|paths)"
    r"|imports? (?:by|with|via|through) (?:relative paths?|`?\.\.?/`?)|`\.\./` (?:imports?|in imports?)"
    r"|leading dots(?: in imports)?|`from \.\.?[\w.]* import [^`]+`|dots in imports"
)
_ABSOLUTE = r"absolute (?:imports?|import paths?|paths in imports)|full(?:y qualified)? package paths?(?: in imports)?"
_LATE = (
    r"(?:inline|local|lazy|nested|late|deferred|function[- ]level|in-function|mid-file|function-local|function-scoped)"
    r" imports?|imports? (?:statements? )?(?:inside|in|within|below|further down|halfway down|in the middle of)"
    r" (?:an? |the |any )?(?:functions?|methods?|file|function bod(?:y|ies)|`?def`?|first line of code|body)"
    r"(?: (?:or|and|bodies)(?: methods?| bodies)?)*"
)
_UNUSED = (
    r"(?:unused|dead|superfluous|stale|unreferenced|needless|leftover) (?:`?import`?s?|import statements?)"
    r"|imports? that"
    r" (?:is|are|nothing|nobody|no one|the file)[^.;,]{{0,25}}(?:unused|never used|not used|refers to|uses|needs?)"
    r"|(?:imports|modules|names) (?:that are |which are )?(?:imported )?(?:but |and )?(?:never|not) (?:used"
    r"|referenced)"
)
_BARREL = r"barrel[ -]?(?:files?|exports?|modules?|`?index(?:\.[jt]sx?)?`? files?|index(?:es)?)|barrels"
_BY_BARREL = (
    r"barrel[ -]?imports?|import(?:s|ing)? (?:from|via|through|by way of|over) (?:an? |the )?(?:barrels?|barrel files?"
    r"|index(?:es)?|index files?|`index(?:\.[jt]sx?)?`)"
)
_TYPED = (
    r"`?import type`?(?: \{{[^`]*`)?|`import type [^`]*`|`import \{{ ?type [^`]*`|type-only imports?|type imports?"
    r"|the `type` (?:keyword|modifier)|`type` (?:keyword|modifier)"
)
_TYPES = r"(?:types?|interfaces?(?: and type aliases)?|types? and interfaces?)"
_PRINT = (
    r"`?print(?:\(\)|\([^)`]{{0,12}}\))`?(?: statements?| calls?)?|`print`(?: statements?| calls?)?"
    r"|print[- ](?:statements?"
    r"|calls?|debugging)|(?:a )?(?:call|use)s? of `?print`?|prints"
)
_CONSOLE_LOG = r"`?console\.log(?:\(\)|\([^)`]{{0,12}}\))?`?(?: statements?| calls?)?|console[- ]logs?|console logging"
_CONSOLE = (
    r"`?console\.\*(?:\(\))?`?(?: calls?)?|console (?:statements?|calls?|output)|`console`(?: statements?"
    r"| calls?)?"
)
_BOTH = (
    rf"(?:{_PRINT}|`?print`?)(?:,| or| and|/| nor) ?(?:{_CONSOLE_LOG})|(?:{_CONSOLE_LOG})(?:,| or| and|/"
    rf"| nor) ?(?:{_PRINT}|`?print`?)"
)
_NOT_OUTPUT = (
    rf"{SOFTENED}|{LOCATED}|\b(?:secrets?|passwords?|tokens?|pii|credentials?|sensitive|personal|api keys?|css"
    rf"|stylesheets?"
    r"|paper|pdf|printer|printing press)\b|\bonly\b"
)
_FORMATTED = (
    r"(?:an? )?(?:f-?\s?strings?|formatted string literals?(?: \(pep 498\))?|`f\"[^`]*`|`f` prefix|f prefix"
    r"|f\"…\")"
)
_LOGS = (
    r"(?:(?:the |an? |our |your |any )*(?:log(?:ging|ger)?s?(?: calls?| messages?| statements?| lines?| methods?"
    r"| functions?)"
    r"?|`?log(?:ger|ging)?\.[\w*]+(?:\(\))?`?|calls? (?:of|to) (?:the |an? )?logger))(?![\w-])"
)
_IN_LOGS = (
    rf"{_FORMATTED}(?: (?:given|passed|handed|used))?(?: as (?:the |an? )?(?:arguments?|messages?) (?:of|to|in))?"
    rf"(?: (?:in|inside|within|to|for|into|with|out of|as))* {_LOGS}"
)
_EAGER = (
    r"(?:pre-?formatted|eagerly formatted|already formatted|ready-made|finished|preformatted) (?:log )?(?:messages?"
    r"|strings?)"
    r"(?: to the logger| in logs?)?|eager(?:ly)? (?:log )?formatting"
)
_CALL = (
    r"(?!`(?:print\(|console\.|eval\(|exec\(|datetime\.|os\.path|os\.system|subprocess\.|pickle\.|yaml\.|(?:time"
    r"|asyncio)"
    r"\.sleep|unittest\.|\.only|\.skip|(?:it|test|describe)\.|pytest\.|typing\.|input\(|open\())"
    r"`(?![^`]*\.(?:[cm]?[jt]sx?|pyi?|md|json|ya?ml|toml|lock|css|html|txt|sh|sql|com|org|io|dev|cfg|ini|env|log)`)"
    r"(?:[a-z_$][\w$]*(?:\.[\w$]+)*\(\)|[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+)`"
)
_CALLS = rf"(?P<calls>{_CALL}(?:(?:,? (?:or|and|nor) |, | / ){_CALL}){{{{0,4}}}})"
_HERE = rf"{SOFTENED}|{LOCATED}|\b(?:only|inside|within|fine|ok|legacy)\b"

MODULES: dict[str, Wider] = {
    "no-wildcard-import": Wider(
        (
            *shuns(_STAR, unless=r"\bas \w+`|\blodash\b"),
            *enforced(r"f403|f405|wildcard-import|`?import/no-namespace`?"),
            *each(
                (
                    r"\bimport (?:the )?names (?:explicitly|one by one|by name),? (?:and )?(?:not|never) (?:with|by"
                    r"|through)"
                    r" (?:`\*`|an? (?:star|asterisk|wildcard))",
                    r"\b(?:nothing|no name|no module)s? (?:is|are|gets?) imported (?:with|by|through) (?:`\*`"
                    r"|an? (?:star"
                    r"|asterisk|wildcard))",
                    r"\bnot `?import \*",
                )
            ),
        ),
        cues=("f403", "f405", "star-import", "asterisk", "wildcards", "with a star"),
        reads=(("Star imports have no place in this repo", {"namespaces": "no"}), ("Ruff F403 must be clean", {})),
        ignores=("Wildcard imports would be rejected only in `src/`",),
    ),
    "no-default-export": Wider(
        (
            *shuns(_DEFAULT, unless=rf"{_NOT_NAMED}|{_ROUTES}"),
            *wants(_NAMED, unless=rf"{_NOT_NAMED}|{_ROUTES}|\bno named"),
            *enforced(r"`?no-default-export`?|`?import/no-default-export`?"),
            *each((r"\bexports\s?(?::|—|\|) named\b(?! and default)",), unless=_NOT_NAMED),
        ),
        cues=("named",),
        reads=(("Default exports are out", {"exempt": ""}), ("Named exports please", {"exempt": ""})),
        ignores=("Default exports are a must for pages",),
    ),
    "no-relative-imports": Wider(
        (
            *shuns(_RELATIVE, depth=0),
            *wants(_ABSOLUTE, unless=r"\burls?\b", depth=0),
            *enforced(r"tid252|ban-relative-imports", depth=0),
            *(
                Phrase(pattern, {"depth": depth}, SOFTENED)
                for pattern, depth in (
                    (r"\bnever (?:climb|import|go up) (?:with|by|through|via) `?\.\./`? in (?:an )?imports?", 1),
                    (r"^(?:[\w &/-]{{1,30}}: )?`\.\./\.\./[^`]*`\s*(?:->|→|=>)\s*`[@~]", 2),
                    (
                        r"\bimports?(?: paths?)?\b[^.;]{{0,40}}\b(?:never|no|not)\b[^.;]{{0,12}}\b(?:leading )?dots?\b",
                        0,
                    ),
                    (r"\bimports?(?: paths)?\s*(?::|—|\|)\s*(?:always |only )?absolute\b", 0),
                    (r"\bimports? (?:are|must be|is|stay) (?:always )?absolute\b", 0),
                    (r"\bimport by absolute paths?\b", 0),
                    (r"\bimports? that leave their folder\b[^.;]{{0,30}}\b(?:no place|forbidden|banned|rejected)", 1),
                )
            ),
        ),
        cues=("tid252", "absolute", "dots in", "leading dot", "`..`", "dot-dot", "package path", "with a dot"),
        reads=(("Relative imports get rejected", {"depth": 0}), ("Imports: absolute only", {"depth": 0})),
        ignores=("Absolute paths only for uploads",),
    ),
    "imports-at-top": Wider(
        (
            *shuns(_LATE, unless=r"\b(?:heavy|paths?|cycles?|circular|slow|`?react\.lazy)\b"),
            *enforced(r"plc0415|e402|`?import/first`?|import-outside-toplevel"),
            *each(
                (
                    r"\bimports? (?:go|come|stand|are)(?: written| placed| put)? (?:first|in the first lines|before"
                    r" (?:everything|anything|any code|all))",
                    r"\bimports?\s*(?::|—|\|) (?:none|never|not|nothing)? ?(?:inside|in"
                    r"|within) (?:an? )?(?:functions?|methods?)",
                    r"\bimports?\b[^.;]{{0,25}}\b(?:in|at|on) (?:the )?(?:very )?(?:top|head|start"
                    r"|beginning) of (?:the |an?"
                    r" |each |every )?(?:file|module)\b",
                    r"^(?:[\w &/-]{{1,30}}: )?(?:first )?imports (?:first|before everything|on top)",
                    r"\b(?:module|top)[- ]level(?:,| and)? (?:not|never|rather than|instead of) (?:function"
                    r"|local)[- ]level\b"
                    r"[^.;]{{0,12}}\bimports?\b",
                    r"\bno `?import \w+`? (?:halfway|further) down\b",
                ),
                unless=r"\b(?:comments?|docstrings?|type|sort|order|css)\b",
            ),
        ),
        cues=("e402", "plc0415"),
        reads=(("Function-level imports get rejected", {}), ("Imports come first", {})),
        ignores=("Imports come first in the comment block",),
    ),
    "no-unused-imports": Wider(
        (
            *shuns(_UNUSED, unless=r"\b(?:don'?t|do not|never) (?:remove|delete|touch|flag|report)\b"),
            *enforced(r"f401|`?no-unused-imports`?|`?unused-import`?|w0611"),
            *each(
                (
                    r"\b(?:every|each|all|any|whatever is) imported(?: names?| modules?)? (?:is|are|must be|has to be)"
                    r" (?:also )?(?:used|referenced)",
                    r"\bunused\b[^.;]{{0,20}}\b(?:fails?|break|get removed|go)\b[^.;]{{0,20}}(?:ci|build|lint)",
                    r"\bimport\b[^.;]{{0,40}}\b(?:never mentions|don't use|do not use|nobody uses|nothing uses)\b[^?]",
                    r"\bimport`?s?\b[^.;]{{0,30}}\b(?:superfluous|unused|not used"
                    r"|never used)\b[^.;]{{0,20}}\b(?:goes?|removed?"
                    r"|deleted?|out)\b",
                ),
                unless=r"\b(?:don'?t|do not|never) (?:remove|delete|touch|flag|report)\b",
            ),
        ),
        cues=("f401", "imported", "superfluous", "never used", "import that", "imports that", "don't use", "w0611"),
        reads=(("F401 must be clean", {}), ("Every imported name is used", {})),
        ignores=("Imported records that are unused get archived",),
    ),
    "no-barrel-import": Wider(
        (
            *shuns(_BY_BARREL, what="imports"),
            *shuns(_BARREL, what="files"),
            *enforced(r"`?nobarrelfile`?|`?no-barrel-files?`?", what="files"),
            *each(
                (
                    r"\bimport(?:s|ed)?\b[^.;]{{0,60}}\b(?:never|not|instead of"
                    r"|rather than)\b[^.;]{{0,12}}\b(?:through|from|via"
                    r"|by way of|over)\s(?:an? |the )?(?:index(?: files?|es)?|barrels?)\b",
                ),
                what="imports",
            ),
            *each(
                (
                    r"\bbarrel[- ]free\b",
                    r"\bskip (?:the )?(?:barrels?|barrel `?index(?:\.ts)?`? files?)",
                ),
                what="files",
            ),
        ),
        cues=("an index", "index file", "nobarrel"),
        reads=(("Barrel files are gone", {"what": "files"}), ("We import directly, never through an index", {})),
        ignores=("The barrel stays out of the sun",),
    ),
    "type-imports": Wider(
        (
            *wants(_TYPED, unless=r"\b(?:enums?|inline type|column|csv)\b"),
            *enforced(r"`?consistent-type-imports`?|`?verbatimmodulesyntax`?|`?useimporttype`?"),
            *each(
                (
                    rf"\b{_TYPES}\b[^.;]{{{{0,40}}}}\b(?:through|with|via|by|using|get|gets|take|as|in)\s(?:the "
                    rf"|an? )?"
                    rf"(?:{_TYPED})",
                    rf"(?:{_TYPED}) (?:for|on) (?:each |every |all )*(?:imported )?{_TYPES}\b",
                    rf"\b(?:only need|just need) (?:the|a) type\?[^.;]{{{{0,20}}}}(?:{_TYPED})",
                    r"\bimporting (?:an? |the )?(?:interface|type)s? without `?(?:import )?type`? is (?:not|forbidden"
                    r"|banned|wrong)",
                    r"\b(?:imported types?|imports? of types?)\b[^.;]{{0,30}}\b(?:with|marked|say so"
                    r"|carry)\b[^.;]{{0,20}}`[^`]*type",
                ),
                unless=r"\b(?:enums?|inline type|column|csv)\b|\b(?:never|not) (?:use )?`?import type",
            ),
        ),
        cues=("`type`", "import { type", "type-imports", "verbatimmodule", "importtype"),
        reads=(("Types come in through `import type`", {}), ("Type-only imports everywhere", {})),
        ignores=("The `type` column is required",),
    ),
    "no-print": Wider(
        (
            *shuns(_BOTH, unless=_NOT_OUTPUT, few=False, what=("print", "console.log")),
            *shuns(_CONSOLE, unless=_NOT_OUTPUT, few=False, what=("console",)),
            *shuns(_CONSOLE_LOG, unless=_NOT_OUTPUT, few=False, what=("console.log",)),
            *shuns(_PRINT, unless=_NOT_OUTPUT, few=False, what=("print",)),
            *enforced(r"t201|t20|`?flake8-print`?", what=("print",)),
            *enforced(r"`?no-console`?", what=("console.log",)),
        ),
        cues=("t201", "flake8-print"),
        reads=(
            ("A bare `print()` gets rejected", {"what": ("print",)}),
            ("`console.log` must not appear in commits", {"what": ("console.log",)}),
        ),
        ignores=("Prints of the poster get rejected on paper", "`console.error` is fine"),
    ),
    "no-fstring-logging": Wider(
        (
            *shuns(_IN_LOGS),
            *enforced(r"g004|logging-fstring-interpolation|w1203"),
            *each(
                (
                    rf"\b(?:never|don't|do not|not)\b (?:pass|give|hand|put|use|write) {_FORMATTED} (?:to|into|in|as) "
                    rf"(?:messages? (?:of|to|for) )?{_LOGS}",
                    rf"{_LOGS}[^.;]{{{{0,25}}}}\b(?:not|never|no|n't)\b(?: take| use| contain| have| be| get)* "
                    rf"{_FORMATTED}",
                    rf"{_FORMATTED}[^.;]{{{{0,40}}}}\b(?:stays?|keep|kept) out of {_LOGS}",
                    rf"{_LOGS}\s*(?::|—|\|)[^.;]{{{{0,30}}}}\b(?:no|never|not|but|without)\b {_FORMATTED}",
                ),
                unless=r"\b(?:sql|quer(?:y|ies))\b",
            ),
        ),
        cues=("formatted string", "g004", "w1203"),
        reads=(("f-strings in logger calls get rejected", {}), ("G004 must be clean", {})),
        ignores=("f-strings stay out of SQL logs when they can",),
    ),
    "logger-lazy": Wider(
        (
            *shuns(_EAGER, unless=r"\bsql\b"),
            *enforced(r"w1201|`?logging-not-lazy`?|g00[123]|logging-format-interpolation"),
            *each(
                (
                    rf"\b(?:values?|args|arguments?|variables"
                    rf"|parameters)\b[^.;]{{{{0,30}}}}\b{_LOGS}[^.;]{{{{0,30}}}}\b(?:as "
                    r"(?:extra |positional |separate )?arg\w*|separately|instead of|rather than)",
                    r"\blet (?:the )?(?:logging(?: module)?|loggers?) (?:do|handle) (?:the )?(?:formatting"
                    r"|interpolation)",
                    rf"{_LOGS}[^.;]{{{{0,40}}}}\b(?:constant|static) (?:templates?|text|messages?)\b",
                    rf"{_LOGS}[^.;]{{{{0,30}}}}\b(?:lazy|lazily|defers?|deferred)\b(?! load| creat| import)",
                    rf"`?%s?`?(?:-style)? (?:placeholders?|style|formatting)[^.;]{{{{0,50}}}}\b(?:{_LOGS}|logging)",
                    rf"{_LOGS}\s*(?::|—|\|)[^.;]{{{{0,30}}}}`?%s?`? (?:placeholders?|style)",
                    r"\b(?:never|don't|do not) (?:pre-?format|format)\s(?:the |your "
                    r"|any )?(?:log )?messages?\b[^.;]{{0,25}}",
                    rf"\b(?:never|don't|do not)\b[^.;]{{{{0,50}}}}\b(?:`\.format\(\)`|`%`)[^.;]{{{{0,40}}}}\b{_LOGS}",
                    r"^`?\"[^`]*\" \+ \w+`?\s*(?:->|→)\s*`log\w*\.\w+\([^`]*%s",
                ),
                unless=r"\b(?:sql|quer(?:y|ies)|created lazily|lazy[- ]load)\b|\bprint\b",
            ),
        ),
        cues=("pre-format", "preformat", "w1201"),
        reads=(("Preformatted log messages get rejected", {}), ("Log calls are lazy, always", {})),
        ignores=("The lazy loader logs nothing",),
    ),
    "forbidden-call": Wider(
        tuple(
            Phrase(pattern, {}, _HERE, needs=r"`[^`]*(?:\(\)|[\w$]\.[\w$])")
            for pattern in (
                rf"(?:^|[:.;,(—]\s*|\bcalls? (?:to|of) ){_CALLS}\s(?:(?:must|shall|should|may|can)(?:n't| not|not"
                rf"| never)"
                r"(?: ever)? (?:be (?:called|used|invoked)|occur|appear)|gets? rejected|is (?:banned|forbidden"
                r"|prohibited"
                r"|out|deprecated|a bug|taboo|not allowed)|stays? out|ha(?:s|ve) no place|(?:does|do)(?:n't"
                r"| not) belong)\b"
                r"(?!\s+(?:in|for|from|by|inside|of)\s(?!(?:this|the|our) (?:code|repo|project)))",
                rf"^(?:[\w &/-]{{{{1,30}}}}: ?)?instead of {_CALLS},? (?:use|call|take|write)\b",
                rf"^(?:[\w &/-]{{{{1,30}}}}: ?)?(?:never|no)\s{_CALLS}{END}",
                rf"^(?:[\w &/-]{{{{1,30}}}}: ?)?{_CALLS} no, `",
                rf"^{_CALLS}\s*(?:->|→|=>)\s*`",
                rf"\b(?:we )?never (?:call|use|start|make)\b[^.;`]{{{{0,30}}}}\b(?:with |by )?{_CALLS}{END}",
                rf"\bdon't call {_CALLS} directly; use\b",
                rf"\bblocks? {_CALLS}{END}",
            )
        ),
        reads=(
            ("`time.time()` stays out of the code", {"calls": ("time.time()",)}),
            ("`Object.assign()` gets rejected", {"calls": ("Object.assign()",)}),
        ),
        ignores=("`queue.put()` gets rejected in tests",),
    ),
}
