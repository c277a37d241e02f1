"""Further wordings of the checks on where things are read, written and changed together."""

from teaching.review.catalogue.configuration.places import LISTED
from teaching.review.catalogue.wider.forms import CONDEMNED, GG, TAIL, G, Wider, refused, told

_FILE = r"(?P<place>`[@\w./~-]+\.(?:py|ts|tsx|js|mjs|cjs)`|`[\w./-]+/`|`[a-z_]\w*(?:\.[a-z_]\w*){{1,3}}`)"
_ENV_READ = (
    r"(?:`?(?:process\.env|import\.meta\.env|os\.environ|os\.getenv)(?:\.\w+"
    r"|\[[^`\]]*\]|\.get|\(\))?`?|(?:raw |direct )?"
    r"environment (?:variables?|lookups?|access|reads?)|env(?:ironment)? vars?|the (?:process )?environment)"
)

ENV_THROUGH_MODULE = Wider(
    (
        *told(
            rf"{_ENV_READ}\s*(?:->|→|=>)[^.;]{{{{0,5}}}}(?:`[^`]+` )?(?:from |in |via )?{_FILE}",
            rf"{_ENV_READ}{TAIL}{CONDEMNED}[^`;]{{{{0,60}}}}{_FILE}",
            rf"\b(?:read|reads|access|load) {_ENV_READ} in one place,? {_FILE}",
            rf"\b(?:outside|except in|other than in|anywhere but in)(?: of)? {_FILE},? {_ENV_READ}{TAIL}{CONDEMNED}",
            rf"\bfrom {_FILE},? (?:instead of|rather than|not|never)(?: from| through| via)? {_ENV_READ}",
            (
                rf"\bonly {_FILE} (?:knows|reads|touches|sees|may (?:read|touch|see|use)|accesses"
                rf"|uses|talks to) {_ENV_READ}"
            ),
            (
                rf"{_ENV_READ}\b[^.;`]{{{{0,30}}}}\b(?:through|via|from|by|in) {_FILE},? (?:and )?(?:never"
                rf"|not|only|nowhere)"
            ),
            (
                rf"\b(?:asks?|goes through|imports? (?:it )?from|uses?) {_FILE}:? {_ENV_READ} (?:stay"
                rf"|stays|live|lives|belongs?|are read) (?:there|in it)"
            ),
            (
                rf"\badd (?:it|them|new ones) to {_FILE}{GG}(?:instead of|rather than|not"
                rf"|never)(?: by)?(?: calling| reading| using)? {_ENV_READ}"
            ),
            rf"\b(?:never|not|don't|forbidden) outside(?: of)? {_FILE}:? {_ENV_READ}",
            (
                rf"{_ENV_READ}{G}\b(?:never|not|forbidden|banned|only allowed|only)\b[^.;`]{{{{0,20}}}}\b(?:outside"
                rf"|in|inside)(?: of)? {_FILE}"
            ),
            unless=r"\bdocument(?:ed)?\b|\btests? may\b|\.env\.example",
        ),
    ),
    cues=("environment",),
    reads=(
        ("Only `src/env.ts` touches `process.env`", {"place": ("src/env.ts",)}),
        ("Outside `config.py`, `os.environ` has no place.", {"place": ("config.py",)}),
    ),
)

_JS = (
    r"(?:(?:plain |raw |new |vanilla )*(?:javascript(?! (?:api|fatigue|object"
    r"|runtime|interop))(?: files?| code| sources?| modules?)?"
    r"|`?\*?\.jsx?`?(?: (?:and|or|nor) `?\*?\.jsx?`?)?(?: files?)?(?!\w)|js files?))"
)
_TS_ELSE = (
    r"\bexamples?\b|\bgenerated|\blegacy\b|\bimport path|\bextension|\bspecifiers?\b"
    r"|\bfirst\b|\bsnippets?\b|\bin the browser\b|\bbundle"
)

TYPESCRIPT_ONLY = Wider(
    (
        *refused(_JS, unless=rf"{_TS_ELSE}|\bwithout javascript\b|\bno[- ]?javascript (?:mode|fallback)"),
        *told(
            r"\b(?:new |all |source |every |each )+(?:new |source )*(?:code|files?|modules?)\b[^.;]{{0,10}}\b(?:must"
            r"|shall|is|are|should|has to|have to)"
            r" (?:be )?(?:written |created )?(?:only )?(?:in|as) (?:typescript|`?\.tsx?`?)",
            r"\b(?:source )?code (?:shall|must|is) (?:be )?(?:written )?in typescript(?: exclusively| only|\s*[.,;]|$)",
            (
                r"\b(?:use|write|prefer|choose) (?:only )?typescript(?: (?:over|instead of) javascript)? for (?:all"
                r"|every|new|any|the whole)\b"
            ),
            (
                r"\b(?:nothing but|exclusively|solely|purely) typescript\b|\btypescript (?:everywhere"
                r"|exclusively|throughout|always)\b"
            ),
            r"\b(?:never|don't|do not) (?:create|add|write|use):? `?\*?\.jsx?`?(?!\w)",
            unless=_TS_ELSE,
        ),
    ),
    cues=("js files",),
    reads=(
        ("Nothing but TypeScript in this repository.", {}),
        ("A new JavaScript file gets rejected.", {}),
    ),
)

_PLACES = rf"(?P<places>{LISTED})"
_EDITED = (
    r"(?:edited|modified|changed|touched|altered|rewritten|reformatted|written to"
    r"|overwritten|tampered with|patched|amended)"
)
_PROTECT_ELSE = (
    r"\b(?:until|before|if (?:you|it|not)|at the same time|during|while|just to"
    r"|in order to|more than|lightly|needlessly|through the ui"
    r"|without being|import(?:s|ed)?|commit(?:s|ted)? (?:to|`)|`\.env|without (?:asking"
    r"|approval|permission|also|updating|a|an|the|running"
    r"|bumping|changing|adding|regenerating|review|explicit|tests?))\b"
)

PROTECTED_PATH = Wider(
    told(
        rf"\b(?:off[- ]limits|hands off|read[- ]only|never (?:touch|edit|change|modify)"
        rf"|do not (?:touch|edit|change|modify)"
        rf"|don't (?:touch|edit|change|modify)|frozen|protected):? {_PLACES}",
        r"\b(?:changes?|edits?|modifications?|commits|pull requests?|prs?|diffs?)(?: that"
        r"| which)?(?: in| to| of| under| touch(?:es|ing)?"
        rf"| chang(?:es?|ing)| edit(?:s|ing)?| modify| modifies)+ (?:files? |anything |the |in |under )*{_PLACES}"
        r"(?: (?:will|shall|must|is|are|gets?|won't|not|never|be|always) )+(?:not "
        r"|never |be |get )*(?:merged|rejected|accepted|allowed|forbidden|blocked"
        r"|closed"
        r"|refused|reverted|bounced|sent back|permitted|banned)",
        rf"\b(?:changes?|edits?|modifications?)(?: in| to| of| under) (?:files? |anything "
        rf"|the )*{_PLACES} (?:gets? |are |is |will be |will get )+"
        r"(?:rejected|forbidden|blocked|closed|refused|reverted|bounced|sent back"
        r"|not (?:allowed|accepted|permitted|merged)|banned)",
        rf"\b(?:diff|pull request|pr|commit|change) (?:that|which) (?:touches|edits"
        rf"|changes|modifies) {_PLACES} (?:is|gets|will)"
        r" (?:not )?(?:be |get )?(?:merged|rejected|accepted|blocked|closed|refused|reverted)",
        rf"\bleave {_PLACES} (?:as it is|as they are|alone|untouched|unchanged|be)\b",
        rf"{_PLACES} (?:shall|must|may|should|can)(?: not|n't| never|not) (?:ever )?be {_EDITED}\b",
        rf"{_PLACES} (?:always |must |shall |should |has to |have to )*(?:stays?|remains?"
        rf"|is|are|be kept|left) (?:left )?(?:untouched|unchanged|as (?:is|it"
        r" is|they are)|unmodified|alone)\b",
        (
            rf"\bno (?:change|edit|modification)s?(?: whatsoever| at all)? (?:may|must"
            rf"|can|is|are|should|to) (?:to )?(?:be )?(?:made|allowed|done) (?:to|in) {_PLACES}"
        ),
        rf"\b(?:never|don't|do not|must not) (?:write|save|commit changes) (?:in)?to {_PLACES}",
        rf"\b(?:editing|changing|touching|modifying|altering) (?:anything in |files in |the )*{_PLACES}{CONDEMNED}",
        rf"\b(?:is|are) not ours to (?:edit|change|touch):? {_PLACES}",
        unless=_PROTECT_ELSE,
    ),
    cues=("never write", "don't write", "leave", "diff", "stay"),
    reads=(
        ("Changes to `infra/prod/` get rejected.", {"places": ("infra/prod/",)}),
        ("No edit whatsoever may be made to `src/legal/`.", {"places": ("src/legal/",)}),
    ),
)

_DOC = (
    r"(?P<file>`[\w./-]*\.(?:md|mdx|rst|txt|ya?ml|json|toml|py|ts|tsx|js|sql"
    r"|prisma|graphql|proto|lock|example|sample)(?:\.\w+)?`|`gen/`"
    r"|`\.env\.(?:example|sample)`|`?changelog(?:\.md)?`?|`?readme(?:\.md)?`?)(?![\w/])"
)
_WHEN = rf"(?P<when>{LISTED})"
_CODE = (
    r"(?:(?:every|each|any|all) (?:code |source |single )*(?:changes?|pull requests?"
    r"|prs?|commits?)(?: (?:of|to|in) (?:the )?(?:source )?code)?)"
)
_UPDATED = (
    r"(?:updat\w+|chang\w+|edit\w*|adjust\w*|extend\w*|regenerat\w+|touch\w*"
    r"|sync\w*|bump\w*|commit\w*|amend\w*|reflect\w*|record\w*)"
)
_TOO = r"(?: (?:too|as well|along|also|in the same (?:commit|pr|pull request)))?"
_COUPLED_ELSE = (
    r"\b(?:user[- ]?(?:facing|visible)|notable|breaking|significant|public|behaviou?r"
    r"|major|large|releases?|relevant|important"
    r"|new (?:feature|endpoint|component|tool|command)|features?|tasks?|sessions?"
    r"|phase|milestone|architecture|if necessary|as needed"
    r"|by hand|generated by)\b"
)

COUPLED_CHANGE = Wider(
    told(
        (
            rf"\b{_UPDATED} (?:the )?{_DOC} (?:when|whenever|if|each time|every time) (?:you "
            rf"|we )?(?:change|edit|touch|modify|changing) [^.;`]{{{{0,25}}}}{_WHEN}"
        ),
        rf"\b(?:changing|editing|touching|modifying|edit|change|touch) {_WHEN}:? {_UPDATED} (?:the )?{_DOC}",
        rf"\ba?n? ?(?:change|edit|modification)s? (?:of|to|in) {_WHEN} (?:always "
        rf"|must |has to |have to |should |shall )*(?:come|go|be|require|need)s?"
        rf" (?:always )?(?:along )?(?:with |reflected in |accompanied by |followed by )?(?:an? )?(?:update "
        rf"|edit |change |regenerated |updated |new |edits |changes |updates )*(?:of "
        rf"|to |in )?{_DOC}",
        rf"\b(?:every|each|any) (?:change|edit|modification) (?:of|to|in) {_WHEN} (?:shall"
        rf"|must|has to|should|is|gets|needs to) (?:also )?(?:be )?"
        rf"(?:reflected|recorded|documented|repeated|mirrored|made|followed by|accompanied by"
        rf"|noted)[^.;`]{{{{0,20}}}}? (?:in|of|to|by) {_DOC}",
        rf"^{_WHEN} (?:has )?changed\? (?:then )?(?:also )?{_UPDATED} {_DOC}{_TOO}",
        (
            rf"\b(?:edits|changes|modifications) (?:to|of|in) {_WHEN} (?:require|need"
            rf"|imply|demand|mean) (?:edits|changes|an update|updates|an edit|a change) (?:to"
            rf"|of|in) {_DOC}"
        ),
        rf"\b(?:changing|editing|modifying)\b[^.;`]{{{{0,25}}}}{_WHEN} without (?:also )?(?:adding"
        rf"|updating|changing|editing|adjusting|touching)"
        rf"(?: (?:it|them|the|to|in))* {_DOC} (?:is|are|gets?) (?:a |an )?(?:bug|mistake"
        rf"|rejected|not allowed|forbidden|no-go|incomplete)",
        (
            rf"\b(?:don't|do not|never) (?:change|edit|touch) {_WHEN} (?:and (?:forget"
            rf"|leave|skip)|without (?:\w+ing)) (?:the )?{_DOC}"
        ),
        (
            rf"\b(?:whoever|who|anyone who|if you|when you) (?:touch|edit|change|modif)(?:es"
            rf"|s|ies|y)? {_WHEN},? (?:also |must |then )*(?:touch|edit|update|change)(?:es"
            rf"|s)? {_DOC}{_TOO}"
        ),
        rf"\b{_DOC} must be (?:bumped|updated|changed|adjusted|extended|edited) (?:when"
        rf"|whenever|if|each time|every time)[^.;`]{{{{0,20}}}}{_WHEN}"
        r"[^.;`]{{0,10}}(?:changes?|is (?:changed|edited|touched))",
        rf"\b(?:version|entry|table|list)? ?in {_DOC} (?:must|has to|should|shall) be (?:bumped"
        rf"|updated|changed|adjusted|extended|edited) (?:when|whenever|if)"
        rf"[^.;`]{{{{0,20}}}}{_WHEN}[^.;`]{{{{0,10}}}}(?:changes?|is (?:changed|edited|touched))",
        rf"\b(?:record|log|note|list|write down|document) {_CODE} (?:in|under) (?:the )?{_DOC}",
        (
            rf"\b{_CODE} (?:is|must be|shall be|gets?|has to be|are) (?:recorded|logged"
            rf"|noted|listed|documented) (?:in|under) (?:the )?{_DOC}"
        ),
        (
            rf"{_DOC}(?:\*\*)?:(?:\*\*)? (?:an? |one |new )*(?:entry|line|note|update) (?:for"
            rf"|with|per|in) (?:every |each |all |any )+(?:code |source )*(?:changes?"
            rf"|prs?|pull requests?|commits?)"
        ),
        rf"\b(?:code |source )?(?:changes?|pull requests?|prs?|commits?) (?:that|which) (?:leaves?"
        rf"|do(?:es)? not touch|skips?|forgets?|ignores?) {_DOC}(?: alone| untouched"
        rf"| out)?"
        r" (?:gets?|is|are|will be) (?:rejected|sent back|bounced|blocked|closed|not merged|refused)",
        (
            rf"\b(?:entry|line|note)\b[^.;`]{{{{0,40}}}}\b(?:in|to|under) (?:the )?{_DOC} (?:accompanies"
            rf"|comes with|goes with|is part of|belongs to|is required for) {_CODE}"
        ),
        (
            rf"\b(?:code |source )?(?:changes?|pull requests?|prs?|commits?):? (?:are "
            rf"|is |get )?rejected if {_DOC} (?:wasn't|was not|isn't|is not|hasn't been) (?:updated"
            rf"|changed|touched|extended)"
        ),
        unless=_COUPLED_ELSE,
    ),
    cues=("chang", "touch", "edit", "record", "entry", "`.env.sample`", "modif"),
    reads=(
        ("Each change is noted in `NEWS.md`.", {"file": "NEWS.md"}),
        (
            "Whoever edits `schema.sql` updates `docs/tables.md` too.",
            {"file": "docs/tables.md", "when": ("schema.sql",)},
        ),
    ),
)

PLACES = {
    "env-through-module": ENV_THROUGH_MODULE,
    "typescript-only": TYPESCRIPT_ONLY,
    "protected-path": PROTECTED_PATH,
    "coupled-change": COUPLED_CHANGE,
}
