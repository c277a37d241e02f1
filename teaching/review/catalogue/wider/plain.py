"""Further wordings of the checks on exceptions, loops, classes, headers and other things of everyday code."""

from teaching.review.catalogue.wider.forms import Wider, apart, told
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_UNCHAINED = (
    r"\b(?:unchained (?:raises?|exceptions?|re-?raises?)|(?:rais(?:e|es|ing)"
    r"|swapping|throwing|wrapping)[^.;]{0,60}(?:without (?:`from`|naming its cause"
    r"|a cause|chaining|the cause|`from \w+`)|with the cause left out)"
    r"|(?:raises?|raised|exceptions?) without (?:`from`|a cause|`from \w+`)|drop(?:s"
    r"|ping)? the original (?:error|exception)(?: when wrapping it)?|los(?:e"
    r"|es|ing) the (?:original )?cause)"
)

_THROWN = (
    r"(?:`?throw `?[\"'][^`]*`?|\bnon-error (?:values?|objects?)|\bthrow(?:s"
    r"|ing)? (?:a |an |plain |bare |raw )*(?:strings?|literals?|(?:plain )?objects?(?: literals?)?"
    r"|numbers?|non-errors?)\b(?! away)(?:,? (?:and|or|nor) (?:a |an |plain )*(?:strings?"
    r"|objects?|numbers?|literals?))?"
    r"|\b(?:string|literal|object literal) throws\b|(?:strings?|plain objects?"
    r"|literals?|numbers?)(?= (?:are|is|must be|must|should|shall) (?:not|never) (?:be )?thrown))"
)

_LOOPED = (
    r"(?:`?\bawait`?(?:ing|s|ed)?(?: \w+){0,5} (?:in|inside|within|at|of|to) (?:an? "
    r"|the |every |each )*(?:body of (?:a |the )?)?(?:`?(?:for|while)(?: ?[…\w.]+)?`?"
    r"|loops?|loop bod(?:y|ies)|iterations?)(?: loops?| bod(?:y|ies))?"
    r"|\b(?:loops?|loop bod(?:y|ies))(?: that| which| with)? (?:awaits?|an `?await`?)"
    r"|`for ?\([^`]*\bawait\b[^`]*`|\bsequential awaits?)"
)

_ASYNC_EACH = (
    r"(?:`?\.?foreach(?:\(\)|\(async[^`]*\))?`? (?:with|over|and) (?:an? )?`?async`?(?: \w+)?"
    r"|`\.?foreach\(async[^`]*`|\basync(?:hronous)? (?:callbacks?|functions?"
    r"|work|arrows?|lambdas?)?(?: \w+){0,3}\s?(?:in|to|into|by|with|inside|through"
    r"|of|for) (?:an? )?`?\.?foreach(?:\(\))?`?"
    r"|\basync `?\.?foreach(?:\(\))?`?|\bloop(?:s|ing)? over async work with `?\.foreach(?:\(\))?`?)"
)

_FUTURE = (
    r"(?:`?from __future__ import annotations`?|`annotations` from `__future__`"
    r"|`__future__`(?: import)?|`annotations` future import|postponed annotations"
    r"|future annotations|lazy annotations)"
)

_FROZEN = r"(?:`?frozen\s?=\s?true`?|`@dataclass\(frozen=true[^`]*`|\bfrozen\b|\bfreeze\b|\bimmutable\b)"

_MODULE = r"\bmodules?\b|\bfiles?\b|\.py\b|\bd100\b"

_DOC = r"\b(?:module[- ]level |module )?docstrings?\b|\btriple-quoted (?:summary|string)\b|`\"\"\"[^`]*`"

_CLASS_SIZE = r"(?P<lines>\d{{2,4}})[ -]lines?"

PLAIN = {
    "chain-causes": Wider(
        (
            refused(_UNCHAINED),
            demanded(
                (
                    r"`(?:raise …? ?)?from(?: (?:e|err|exc|error|ex|none|cause|original))?`(?: clause)?"
                    r"|\b(?:original|first|underlying) (?:exception|error)(?= (?:attached|has to be given"
                    r"|as (?:the )?cause|is kept))|\bas the cause\b|\bcarry `from`|\bwhat it came from\b"
                    r"|\boriginal by means of\b"
                ),
                r"\bexceptions?\b|\bre-?rais|\bwrap|\bcause\b|\bhandler|\braises?\b",
                unless=r"\bimport|\btable\b|\bselect\b|`from \w+ import",
            ),
            linted(r"\bb904\b|\braise-missing-from\b|\bw0707\b|\btry2\d\d\b"),
            *told(
                r"\bnever raise\b[^.;]{{0,50}}\bwithout naming its cause",
                r"\(b904\)",
                (
                    r"\bhandler that raises\b[^.;]{{0,25}}\bmust\b[^.;]{{0,20}}\b(?:came from"
                    r"|cause|original)"
                ),
            ),
        ),
        ("b904", "missing-from", "rais", "original", "w0707"),
        (("An unchained raise is a bug.", {}), ("Every wrapped exception carries `from err`.", {})),
    ),
    "no-throw-literal": Wider(
        (
            refused(_THROWN, unless=r"\bcatch\b.*\bstrings?\b"),
            demanded(
                (
                    r"(?:`?new error\([^`)]*\)`?|\berror (?:objects?|instances?|subclass(?:es)?)"
                    r"|\binstances? of `?error`?|\bsubclass(?:es)? of `?error`?|\bextend error)"
                ),
                r"\bthrow",
                unless=(
                    r"\b(?:own|custom|typed|domain|specific|generic|plain `?error|bare `?error"
                    r"|not `?new error|\bcatch|never throw `?new)\b|`apperror|\bhttp|(?:->|→) `throw new"
                ),
            ),
            *told(
                r"\bno numbers, no strings\b[^.;]{{0,30}}`throw`",
                r"\bthrowing:? error subclasses only\b",
                r"\bextend error instead of throwing",
            ),
            linted(r"no-throw-literal|only-throw-error"),
        ),
        ("error object", "thrown", "non-error"),
        (("Throwing a string is a bug.", {}), ("Thrown values have to be Error instances.", {})),
    ),
    "no-await-in-loop": Wider(
        (
            refused(_LOOPED, unless=r"\bfor await\b|\basync for\b|\bevent loop\b"),
            *told(
                r"`for ?\([^`]*await[^`]*` (?:->|→)",
                r"\brather than awaiting at every iteration",
                r"\bawaits? does not appear in a loop",
                r"\bif you (?:find yourself|are|catch yourself) awaiting in a loop\b",
            ),
            *apart(r"`?await`?", r"(?:body of a )?(?:loops?|loop body|`for)"),
            linted(r"no-await-in-loop"),
        ),
        ("loop",),
        (("A loop that awaits is rejected.", {}), ("`await` within a loop body is not allowed", {})),
    ),
    "no-async-foreach": Wider(
        (
            refused(_ASYNC_EACH),
            *told(
                (
                    r"`\.?foreach`[^.;]{{0,60}}\b(?:so|,) we (?:write|use|take) `?for ?(?:\.\.\."
                    r"|…| )?of`?[^.;]{{0,60}}\b(?:await|async)"
                ),
                (
                    r"\bforeach`? callbacks? (?:must|have to|has to|should|shall) (?:be|stay"
                    r"|remain) (?:sync\b|synchronous|non-async)"
                ),
                r"\b(?:await\w*|async)\b[^.;]{{0,50}}`?foreach`? is the wrong (?:method|tool|choice)",
                (
                    r"\basync (?:work|code|iteration)[^.;]{{0,20}}\bin `?for ?(?:\.\.\.|…| )?of`?,? (?:and )?(?:not"
                    r"|never)(?: in)? `?\.?foreach"
                ),
            ),
        ),
        (),
        (("An async callback in `forEach` is a bug.", {}), ("`forEach` callbacks must stay synchronous.", {})),
    ),
    "future-annotations": Wider(
        (
            demanded(
                _FUTURE,
                r"\bmodules?\b|\bfiles?\b|\bfirst import\b|\bimports?\b|\brequired-imports\b|\balways\b",
                unless=(
                    r"\b(?:only in modules|circular|not needed|remove|drop|delete|no longer|breaks?"
                    r"|pydantic|never use|do(?:n't| not) (?:use|add|import)|other than|legacy"
                    r"|stopped|stop)\b"
                ),
            ),
            *told(
                r"\b(?:module|file)s? (?:that|which) lacks? (?:the )?`?annotations`? future import (?:gets?"
                r"|is|are|will)[^.;]{{0,5}} (?:sent back|rejected|bounced|incomplete)"
            ),
            linted(r"\bfa1\d\d\b"),
        ),
        ("annotations", "fa102"),
        (
            ("Files without `from __future__ import annotations` are rejected.", {}),
            ("Every module imports `annotations` from `__future__`", {}),
        ),
    ),
    "frozen-dataclasses": Wider(
        (
            demanded(
                _FROZEN,
                r"\bdata ?class",
                unless=(
                    r"\bdata ?class(?:es)? for \w+|\b(?:never|not) (?:freeze|frozen)\b(?! data)"
                    r"|\bconfig dataclass|\bsettings\b|\bexcept|\bdon't (?:freeze|use frozen)"
                    r"|\bpydantic|\bunfreeze|\bthaw|\bslower|\bfrozen for|\bcode freeze|\bwith `?frozen=true`? (?:is"
                    r"|are) the only|\bno frozen|\bis frozen\b|`\w+` is a (?:frozen )?dataclass"
                ),
            ),
            refused(
                r"\b(?:mutable|unfrozen|non-frozen|not frozen) data ?class(?:es)?|\bdata ?class(?:es)? (?:that"
                r"|which) are (?:not frozen|mutable)|\bdata ?class(?:es)? without `?frozen(?:=true)?`?"
            ),
        ),
        ("immutab",),
        (("A mutable dataclass gets rejected.", {}), ("Set `frozen=True` on each dataclass", {})),
    ),
    "module-docstring": Wider(
        (
            demanded(
                _DOC,
                rf"{_MODULE}",
                unless=(
                    r"\blicen[sc]e\b|\b(?:complex|large|big|non-?trivial|important|functions?"
                    r"|methods?|class(?:es)?|public|google|numpy|style|format|style guide|tests?"
                    r"|sphinx|one-?line docstrings? only|no docstrings?|(?:don't|do not|never"
                    r"|without) (?:need |write |add |put )?(?:an? )?(?:module )?docstrings?|update"
                    r"|english|outdated|fixtures?)\b|\bmarkdown"
                ),
            ),
            refused(
                (
                    r"\bundocumented modules?|\b(?:modules?|python files?|files?) (?:without"
                    r"|lacking|with no|that lacks?) (?:an? )?(?:module )?docstrings?"
                ),
                unless=r"\bfunctions?\b",
            ),
            linted(r"\bd100\b|\bc0114\b|missing-module-docstring"),
        ),
        ("d100", "triple-quoted", '"""', "undocumented module", "c0114"),
        (("A module without a docstring gets sent back.", {}), ("Each Python file opens with a docstring.", {})),
    ),
    "max-class-lines": Wider(
        (
            *told(
                (
                    rf"\bclass(?:es)?\b[^.;:]{{{{0,30}}}}\b(?:no longer than|at most|not longer than"
                    rf"|up to|maximum(?: of)?|max\.?|stay (?:under|below)|shorter than|not exceed"
                    rf"|within) (?:a )?{_CLASS_SIZE}"
                ),
                (
                    rf"\bsplit (?:an? |every |each |the )?class(?:es)? (?:as soon as|when|once"
                    rf"|if|that) (?:they |it )?(?:reach(?:es)?|exceeds?|pass(?:es)?|grows? (?:past"
                    rf"|beyond|over)|goes over|gets? longer than|has more than|is longer than"
                    rf"|have more than) {_CLASS_SIZE}"
                ),
                rf"\b{_CLASS_SIZE} (?:is|are) the (?:most|maximum|limit|upper limit)[^.;]{{{{0,15}}}}\bclass",
                rf"\b(?:an? )?{_CLASS_SIZE} class is the (?:limit|maximum|most)",
                (
                    rf"\bclass(?:es)? (?:over|beyond|above|longer than|of more than|exceeding"
                    rf"|with more than) {_CLASS_SIZE}(?: of code)? (?:is|are|gets?|must|shall"
                    rf"|should|have to|has to)[^.;]{{{{0,10}}}}\b(?:rejected|split|broken|sent back"
                    rf"|bugs?|forbidden|not)"
                ),
                unless=r"\bfunctions? (?:in|of) (?:a )?class|\bmethods?\b|\btests? class",
            ),
        ),
        (),
        (
            ("Split a class as soon as it reaches 250 lines", {"lines": 250}),
            ("Classes over 300 lines are rejected.", {"lines": 300}),
        ),
    ),
}
