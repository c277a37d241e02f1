"""Further wordings of the checks over manifests, settings and the places of files."""

from teaching.review.catalogue.wider.forms import CONDEMNED, END, GG, START, TAIL, G, Wider, refused, told

_STRICT = r"(?:`[\"']?(?:compileroptions\.)?strict[\"']?(?:: true)?`|(?:typescript )?strict mode|strictness)"
_MODE_ELSE = (
    r"\breact|`?strictmode|\bmypy\b|\bpyright\b|\bpython\b|\bphp\b|\bsql\b|\bcsp\b|use strict|\bjson schema\b|\bmysql\b"
)

TSCONFIG_STRICT = Wider(
    (
        *refused(
            rf"(?:disabling|weakening|loosening|relaxing|switching off|turning off|without) (?:the )?{_STRICT}"
            rf"|(?:disable|weaken|loosen|relax|switch off|turn off) (?:the )?{_STRICT}|turning {_STRICT} off"
            r"|loose compiler settings",
            unless=_MODE_ELSE,
        ),
        *told(
            rf"{_STRICT}(?: for typescript)? (?:must |has to |should |shall )?(?:stays?"
            rf"|remains?|is|be) (?:switched |turned |always )*"
            r"(?:on|enabled|set|active|required|mandatory)\b",
            rf"(?:typescript|tsconfig|compiler)[^.;:]{{{{0,20}}}}: {_STRICT} (?:on|always|required|enabled)\b",
            rf"\b(?:never|don't|do not) (?:weaken|disable|loosen|relax|turn off):? {_STRICT}",
            (
                r"`(?:compileroptions\.)?strict` (?:may|must|can) (?:not|never) be (?:missing"
                r"|off|false|absent|disabled|left out)"
            ),
            r"\bstrict is on in (?:each|every|all)\b[^.;]{{0,10}}tsconfig",
            unless=_MODE_ELSE,
        ),
    ),
    reads=(
        ("Strict mode has to stay switched on.", {"options": ("strict",)}),
        ("Switching off `strict` is not accepted in review", {"options": ("strict",)}),
    ),
)


def _versions(name: str, number: str) -> tuple[str, ...]:
    version = rf"`?v?(?P<version>{number})`?(?![\d\w])(?!\.\d)"
    named = rf"`?(?:c)?{name}`?(?:'s)?(?: version)?"
    least = (
        r"(?:\+|or (?:newer|later|above|higher|up|greater)|and (?:up|above|newer"
        r"|later|higher)|upwards?|onwards?|at least"
        r"|at minimum|minimum)"
    )
    low = r"(?:minimum|min\.?|lowest|oldest|least|lower bound|floor|baseline)"
    return (
        rf"(?:^|[:.;,]\s*){named} (?:version )?\|\s*(?:>=|≥)?\s*{version}",
        rf"\b{named} (?:is )?(?:from )?{version} {least}",
        (
            rf"\b{low} (?:supported )?(?:interpreter|runtime|language|version)?(?: version)?\s*(?::"
            rf"|is|=|\|)\s*{named} {version}"
        ),
        rf"\b{named} {version}(?: or \w+)? (?:is|as|=) (?:the |our |a )?(?:hard |only )?{low}\b",
        rf"(?:->|→|=>) {named} {version}(?: as (?:the )?{low})?",
        (
            rf"\b{named} (?:before|below|older than|under|lower than) {version} (?:is"
            rf"|are) (?:not |un)(?:supported|allowed|accepted)"
        ),
        rf"\b(?:anything|everything|all|versions?|{named})(?: versions?)? (?:before|below|beneath|older than|under)"
        rf" (?:{named} )?{version}{TAIL}{CONDEMNED}",
        (
            rf"\b(?:lower bounds?|versions?) (?:before"
            rf"|below|beneath|older than|under) (?:{named} )?{version}{TAIL}{CONDEMNED}"
        ),
        rf"\b{named}\b{G}\bthe {low} in\b[^;]{{{{0,25}}}}?\bis {version}",
        rf"\b(?:runs?|works?|starts?|begins?|builds?) (?:only )?(?:on|with|at|from) {named} {version} {least}",
        rf"\b(?:written|write|code|syntax) for {named} {version}(?: {least})",
        rf"\bneeds? (?:at least )?{named} {version}",
        rf"{named}\b{GG}\bwe (?:begin|start) (?:at|with) {version}",
        (
            rf"`(?:requires-python|engines(?:\.node)?)`{GG}\b(?:begins?|starts?|we begin"
            rf"|we start|lower bound) (?:at|with|of|is) {version}"
        ),
    )


_VERSION_ELSE = (
    r"\bci\b|\bdocker|\blambda|\bimage\b|\bdropped\b|\bfeatures?\b|\bdeprecated in\b"
    r"|\bbugs?(?: in| of)\b|\bdocumentation\b"
)

PYTHON_VERSION = Wider(
    told(*_versions("python", r"3\.\d{{1,2}}"), unless=_VERSION_ELSE.replace(r"|\bbugs?(?: in| of)\b", "")),
    reads=(
        ("Minimum interpreter: Python 3.12", {"version": "3.12"}),
        ("Python 3.11 is the lowest version that the metadata lets in.", {"version": "3.11"}),
    ),
)

NODE_VERSION = Wider(
    told(*_versions(r"node(?:\.?js)?", r"\d{{1,2}}(?:\.\d{{1,3}}){{0,2}}(?:\.x)?"), unless=_VERSION_ELSE),
    reads=(
        ("The lowest version is Node 20", {"version": "20"}),
        ("Node from 22 upwards", {"version": "22"}),
    ),
)

_MANAGER = r"`?(?P<manager>pnpm|npm|yarn|bun|uv|poetry|pip)`?(?![\w/-])"
_OTHER = r"`?(?:pnpm|npm|yarn|bun|uv|poetry|pip)`?(?![\w/-])"
_LOCKS = {
    "pnpm": r"pnpm-lock\.yaml",
    "npm": r"package-lock\.json",
    "yarn": r"yarn\.lock",
    "bun": r"bun\.lockb?",
    "uv": r"uv\.lock",
    "poetry": r"poetry\.lock",
}

PACKAGE_MANAGER = Wider(
    (
        *told(
            rf"\b(?:package )?manager\W{{{{1,6}}}}{_MANAGER}\s*(?:$|[.,;:(])",
            rf"\b(?:packages|dependencies|everything|they)\b{G}\b(?:installed|managed"
            rf"|added|handled)\b (?:with|by|through|via|using)"
            rf" {_MANAGER}(?: (?:only|exclusively|alone)|\s*(?:$|[.,;])| and )",
            rf"\bthis is an? {_MANAGER} (?:project|repo|repository|code ?base|monorepo|workspace)\b",
            rf"\block ?files? of (?:other|another) (?:package )?managers? than {_MANAGER}{TAIL}{CONDEMNED}",
            rf"\b(?:call|calls|run|runs|use|uses) {_MANAGER},? (?:and )?(?:never )?{_OTHER}(?:,? (?:and"
            rf"|or|nor) {_OTHER})? (?:is|are)"
            r" (?:forbidden|banned|not allowed|off limits|out)\b",
            (
                rf"\b(?:use|take|stick (?:to|with)|only|always) {_MANAGER} for (?:all |every "
                rf"|any )?(?:installs?|installing|dependenc|packages)"
            ),
            unless=r"\b(?:docs|example)\b",
        ),
        *(
            phrase
            for manager, lock in _LOCKS.items()
            for phrase in told(
                rf"\bonly (?:commit )?`?{lock}`?(?=\s*(?:$|[.,;:(]))|`?{lock}`? is the only lock ?file", manager=manager
            )
        ),
    ),
    reads=(
        ("This is a yarn project.", {"manager": "yarn"}),
        ("Packages are installed with pnpm exclusively", {"manager": "pnpm"}),
    ),
)

_ENV = (
    r"(?:(?:the |a |an |any |your |our |real |local |committed |actual )*"
    r"(?:`?\.env(?:\.(?:local|production|prod|development|dev|staging|test|\*))?`?(?![.\w])"
    r"|(?:dot ?)?env(?:ironment)? files?|dotenvs?)(?: files?)?)"
)
_GIT = (
    r"(?:in(?:to)?|to|from|under|out of) (?:the |this |our |a )*(?:git|repo(?:sitory)?"
    r"|version control|source control|vcs|history"
    r"|commits?|code ?base|index|remote)\b"
)
_ENV_ELSE = (
    r"\b(?:read|load|parse|import|edit|encrypted|sops|vault|print)\b|^[^.;]{{0,10}}\bcopy\b"
    r"|`\.env\.(?:example|sample|template)` (?:is"
    r"|must|should|has)\b"
)

NO_ENV_FILE = Wider(
    (
        *refused(
            (
                rf"(?:commit(?:ting|s that contain an?|s with an?)?|`?git add`?|pushing|checking in"
                rf"|tracking) {_ENV}"
            ),
            unless=_ENV_ELSE,
        ),
        *refused(rf"{_ENV} {_GIT}", unless=_ENV_ELSE),
        *told(
            rf"\b(?:a |any )?committed {_ENV}{TAIL}{CONDEMNED}",
            (
                r"\b(?:never|don't|do not|must not):? `?(?:git add|commit|push|check in|track):? `?\.env\b(?!\.(?:ex"
                r"|sa|te))"
            ),
            rf"{_ENV}(?:\*\*)?:?(?:\*\*)?\s*(?:is |are |stays? |remains? |must |be |kept )*(?:only )?(?:local(?:ly)?"
            rf"|ignored|git-?ignored|untracked"
            r"|on your (?:own )?machine)\b[^;]{{0,30}}(?:$|[.,;])",
            rf"\bkeep {_ENV} (?:local|untracked|ignored|out of|git-?ignored|to yourself|on your)\b",
            rf"{_ENV}[^.;]{{{{0,20}}}} (?:must|shall|should|may|can|do|does|will|is|are)(?: not"
            rf"|n't| never|not) (?:ever |be )*(?:committed|tracked|pushed"
            r"|checked in|added to|belong (?:in|to)|enter|in git|in the repo)",
            (
                rf"\b(?:leaked|committed) {_ENV}{GG}\b(?:no such file|it|they|these) (?:may"
                rf"|must|can|should|will) (?:n?ever|not) (?:ever )?(?:enter|be)"
            ),
            rf"\bleave (?:your |the )?{_ENV} (?:on|at) (?:your|the)\b",
            (
                rf"{_ENV} (?:files )?(?:(?:have|has) no place|do(?:es)?(?: not|n't) belong"
                rf"|stays? out)\b[^.;]{{{{0,10}}}}{_GIT}"
            ),
            rf"(?:^|[,;:]\s*){_ENV},? (?:not|never)\s*(?:$|[.;])",
            rf"\b{_ENV}\b{G}\bnever (?:be )?(?:committed|tracked|pushed|checked in|in git)\b",
            unless=_ENV_ELSE,
        ),
    ),
    cues=("leaked",),
    reads=(
        ("`.env` files stay out of git.", {}),
        ("A committed `.env` is a bug.", {}),
    ),
)

_DEPS = r"(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|requirements?|deps|versions?)"
_UNPINNED = (
    r"(?:unpinned (?:dependenc(?:y|ies)|versions?|packages?|requirements?)|(?:loose"
    r"|open|floating|ranged?|caret|tilde|wildcard) "
    r"(?:dependency )?(?:versions?(?: specifiers?| ranges?)?|specifiers?|ranges?|dependencies)|version ranges?"
    rf"|{_DEPS} without (?:an? )?(?:exact|fixed|pinned)(?: \w+)?|{_DEPS} (?:that"
    rf"|which) (?:has|have|is|are) (?:no exact|not pinned|unpinned)\w*"
    r"|`\^`(?:,? (?:and|or|nor) `~`)?|ranges(?= in|$|[.,;]))"
)
_PIN_ELSE = (
    r"\b(?:github actions?|docker|images?|node version|python version|regex|operator"
    r"|xor|in a library|for libraries)\b"
)

PINNED_DEPENDENCIES = Wider(
    (
        *refused(_UNPINNED, unless=_PIN_ELSE),
        *told(
            r"^`?\"?[\w@/.-]+\"?(?:: \")?[\^~][\d.x]+\"?`?\s*(?:->|→|=>)\s*`?\"?[\w@/.-]*\"?(?:: \")?\d[\d.]*\"?`?",
            (
                rf"{START}(?:exact|fixed) (?:pins?|versions?)(?: numbers?)? (?:over|instead of"
                rf"|only|rather than|everywhere|for (?:all|every))\b"
            ),
            (
                rf"\b{_DEPS}\b[^.;]{{{{0,15}}}} (?:is|are|must be|have to be|get) (?:always "
                rf"|all )?(?:exact|fixed|pinned)\b{END}"
            ),
            rf"\b(?:every|each|all|any)\b{G}\b{_DEPS}\b{G}\b(?:exact|fixed|pinned|`==`)",
            (
                r"`?(?:requirements\.txt|package\.json|pyproject\.toml)`?:? (?:only|pins? (?:with"
                r"|by)|uses only|contains only) (?:exact |pins|`==`)"
            ),
            rf"\b(?:must|always|shall)\b{G}\bpin(?:ned)?\b{G}\b{_DEPS}\b",
            r"\b(?:use|pin with|only|write) `?==`? (?:pins|for|in|not|instead)\b",
            r"`save-exact(?:=true)?`(?! (?:is|was) (?:off|false))",
            unless=_PIN_ELSE,
        ),
    ),
    cues=("ranges", "fixed version", "loose version", "`==`", "fixed", '"^'),
    reads=(
        ("Packages without an exact version are rejected in review.", {}),
        ("Exact pins instead of ranges", {}),
    ),
)

_ADD = (
    r"(?:add(?:s|ing)?|introduc(?:e|es|ing)|bring(?:s|ing)? in|pull(?:s|ing)? in"
    r"|tak(?:e|ing) on|install(?:ing)?|grow(?:s|ing)?)"
)
_MANIFEST = r"`?(?:dependencies|devdependencies|package\.json|requirements\.txt|pyproject\.toml)`?"
_FRESH = (
    r"(?:an? |any |the )?(?:new|further|additional|extra|more|another|third[- ]party) (?:third[- ]party "
    r"|external |runtime |npm "
    r"|python |pypi )*(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|libs?|deps)"
)
_NEW_ELSE = (
    r"\bprefer re|\bfor (?:an?|the|what|things|something|one|small|simple|trivial)\b|"
    r"\b(?:circular|cyclic|between|lightly|unnecessar\w+|needless\w*|without (?:need"
    r"|a good|asking|approval|discuss\w+|checking"
    r"|an? )|import cycles?|just (?:for|to)|when|ask (?:me )?(?:first|before) (?:you )?(?:install"
    r"|add)ing?|pinned|pin)\b"
)

NO_NEW_DEPENDENCIES = Wider(
    (
        *refused(
            rf"(?:{_ADD} |by way of |with )?{_FRESH}|{_ADD} (?:a |any |new )?(?:dependenc(?:y|ies)|{_MANIFEST})"
            r"|(?:dependency|library|package) additions?",
            unless=_NEW_ELSE,
        ),
        *told(
            (
                rf"{_MANIFEST} (?:gets?|receives?|takes?|stays? without) no (?:new|more|further"
                rf"|additional) (?:entries|lines|packages|dependencies)"
            ),
            r"\bdependencies:? (?:none (?:may|must|will|are|is) (?:be |to be )?added|no new ones|closed list|frozen)\b",
            r"\b(?:stick (?:to|with)|make do with|get by with|use only|work with) (?:the "
            r"|our )?(?:existing|current|installed|present)"
            r" (?:dependenc(?:y|ies)|packages|librar(?:y|ies))",
            rf"\bif you (?:think you )?(?:need|want) {_FRESH}, you (?:don't|do not)\b",
            rf"\b(?:never|not) without (?:my|our|the|an?|explicit)\b{G}:? {_FRESH}",
            rf"\b(?:must|may|shall|should|can)(?: not|n't|not| never) (?:ever )?(?:be )?{_ADD} {_MANIFEST}",
            unless=_NEW_ELSE,
        ),
    ),
    cues=("package", "third-party", "third party", "deps", "libs"),
    reads=(
        ("Pull requests that bring in another library get rejected.", {}),
        ("Stick to the present dependencies.", {}),
    ),
)

CONFIGURATION = {
    "tsconfig-strict": TSCONFIG_STRICT,
    "python-version": PYTHON_VERSION,
    "node-version": NODE_VERSION,
    "package-manager": PACKAGE_MANAGER,
    "no-env-file": NO_ENV_FILE,
    "pinned-dependencies": PINNED_DEPENDENCIES,
    "no-new-dependencies": NO_NEW_DEPENDENCIES,
}
