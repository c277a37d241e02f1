"""More wordings of the checks on names and style."""

from teaching.review.catalogue.verdicts import Wider, each, enforced, shuns, wants

_ONE = (
    r"(?:single|one)[ -](?:letter|character)s?(?: (?:variables?|names?|identifiers?|parameters?|arguments?))*"
    r"|(?:variables?|names?|identifiers?|parameters?)(?: that are)? (?:named with|named by|of|with|made of) "
    r"(?:just |only )?(?:one|a single|1) (?:letter|character)"
)
_TYPES = r"\b(?:type param|generic|drive|flag|option)"
_OLD_FORMAT = (
    r"`?%`?[ -]?(?:formatting|operators?|format(?:ted)? strings?|interpolation)|`?(?:str)?\.format(?:\(\))?`?"
    r"(?: calls?)?|`?%s`?(?: placeholders?| formatting)?|percent(?:[ -]sign)? (?:formatting|operator)s?|`%`"
    r"|`\"[^`\"]*%s[^`\"]*\" % [^`]+`"
)
_F = r"`?f-?\s?strings?`?|`f\"[^`]*\"`|f\"\"|f\"…\"|f''|formatted string literals?(?: \(pep 498\))?"
_NOT_F = (
    r"\b(?:sql|quer(?:y|ies)|logg?(?:ing|er|s)?|log (?:calls|messages)|translations?|gettext|i18n|prompts?|templates?"
    r"|dates?|javascript|typescript)\b"
)
_PATH = r"`?pathlib(?:\.path)?`?|`path\([^`]*\)`|`?pathlib`?'s `path`|`path` objects?"
_OS = r"`?os\.path(?:\.\w+|\.\*)?(?:\(\))?`?(?: calls?| functions?)?"
_MAGIC = (
    r"(?:hard-?coded )?magic (?:numbers?|numerals?|values?|constants?|literals?)|(?:unnamed|unexplained|bare|naked|raw"
    r"|literal|hard-?coded|nameless) (?:numbers?|numerals?|numeric literals?|literals?)(?: (?:in|inside|within)"
    r" (?:an? |the )?(?:`?if`?s?(?: statements?)?|comparisons?|conditions?|conditionals?))?"
)
_GLOBAL = (
    r"`global`(?: keyword| statement| variable)?s?|(?:a |the )?global (?:keyword|statement)s?"
    r"|(?:mutable )?global(?: mutable)"
    r"? (?:state|variables?)|mutable globals?|globals|module-level (?:mutable )?(?:state|variables)"
    r"|mutable module state"
)
_NOT_GLOBAL = r"\b(?:redux|zustand|pinia|context|css|styles?|store|namespace|install\w*|window|npm)\b"
_LAMBDA = (
    r"named lambdas?|lambda assignments?|assigned lambdas?|lambdas? (?:that (?:is|are) )?(?:assigned|bound|stored"
    r"|saved)"
    r" (?:to|in|under|as) (?:an? )?(?:names?|variables?)|lambdas? with (?:an? )?names?"
    r"|`?\w+ = lambda\b[^`,;]{{0,12}}`?"
    r"|lambdas? on the right(?:-hand)? side of an assignment|assigning (?:an? )?lambdas?(?: expressions?)?"
    r"(?: to (?:an? )?(?:names?|variables?))?"
)

STYLE: dict[str, Wider] = {
    "no-single-letter": Wider(
        (
            *shuns(_ONE, unless=_TYPES),
            *each(
                (
                    r"\b(?:names?|identifiers?|variables?)\b[^.;]{{0,25}}(?:\bmin(?:imum|\.)?(?: of)?|\bat least|>=|≥)"
                    r" ?(?:2|two) (?:letters|characters|chars)\b",
                )
            ),
        ),
        reads=(
            ("One-letter variables get rejected in review", {}),
            ("Full words, not single letters", {}),
            ("Identifiers have a minimum of two letters", {}),
        ),
        ignores=("One-letter options get rejected by the parser.", "Ideally no single-letter names"),
        unless=r"\bideally\b",
    ),
    "f-strings": Wider(
        (
            *shuns(_OLD_FORMAT, unless=rf"{_NOT_F}|\bfiles?\b|\bmodul\w+|\bdates?\b"),
            *wants(_F, unless=_NOT_F),
            *each(
                (
                    rf"(?:{_F}) (?:is|are) preferred (?:to|over)\b",
                    rf"\b(?:interpolat\w+|format\w*|build \w+|put values into text)\b[^.;]{{{{0,30}}}}\b(?:with|by"
                    rf"|via|using"
                    rf"|as)\s(?:an? )?(?:{_F})",
                ),
                unless=_NOT_F,
            ),
        ),
        cues=("f-string", "%", ".format", "formatted string", 'f"', "f'"),
        reads=(
            ("`.format()` calls get rejected", {}),
            ("Percent formatting is dead, write f-strings", {}),
        ),
        ignores=("Dates are written with `.format()` nowhere", "The `%` operator gives the remainder."),
    ),
    "pathlib": Wider(
        (
            *shuns(_OS),
            *wants(_PATH, unless=r"\burls?\b"),
            *each(
                (
                    rf"\b(?:paths?|path handling|path work|files?)\b[^.;,]{{{{0,25}}}}\b(?:done|handled|built|joined"
                    rf"|made"
                    rf"|through|by|via)\s(?:with |by |through |via )?(?:{_PATH})",
                    rf"\bbuild (?:every|all) (?:file )?paths? with (?:{_PATH})",
                )
            ),
        ),
        cues=("`path(", "`path`"),
        reads=(("`os.path` is legacy", {}), ("Paths are handled with `pathlib` everywhere", {})),
        ignores=("`os.path` stays in `legacy/` unless somebody ports it",),
    ),
    "no-magic-numbers": Wider(
        (
            *shuns(_MAGIC),
            *enforced(r"plr2004|magic-value-comparison|`?no-magic-numbers`?|r2004"),
            *each(
                (
                    r"\b(?:thresholds?|limits?|numbers? with a meaning|(?:every|each) number(?: \w+){{0,8}})\s(?:is"
                    r"|are|get|gets"
                    r"|ha(?:s|ve)|carr(?:y|ies)|written as|become|must (?:be|have))\b[^.;]{{0,15}}\b(?:named?"
                    r"|constants?)\b",
                    r"\bcompare (?:with|to|against) (?:a )?(?:named )?constants?\b[^.;]{{0,12}}\b(?:not|never|rather"
                    r"|instead)\b",
                )
            ),
        ),
        cues=("plr2004", "magic-value", "threshold", "bare number", "constants", "r2004", "literal"),
        reads=(("Magic numbers get flagged", {}), ("Thresholds are written as named constants", {})),
        ignores=("Magic numbers of file formats are listed in `formats.py`.",),
    ),
    "no-global-state": Wider(
        (
            *shuns(_GLOBAL, unless=_NOT_GLOBAL),
            *enforced(r"plw0603|w0603|`?global-statement`?"),
            *each(
                (
                    r"\b(?:module|module-level|global) (?:variables?|state|names?)\b[^.;]{{0,40}}\b(?:not|never|n't)\b"
                    r"[^.;]{{0,15}}\b(?:reassigned|rebound|overwritten|modified|changed) (?:by|from|in|inside"
                    r"|within) (?:an? |"
                    r"within |inside |any )*functions?",
                    r"\bfunctions? (?:do not|don't|must not|never|may not|should not) (?:re-?bind|re-?assign"
                    r"|overwrite|modify"
                    r"|change) (?:any )?(?:module|module-level|global)[ -](?:level )?(?:variables?|state|names?)",
                    r"\b(?:nothing|no (?:variable|name)s?) at module level (?:is|are|gets?) (?:rebound|reassigned"
                    r"|changed)",
                ),
                unless=_NOT_GLOBAL,
            ),
        ),
        cues=("plw0603", "w0603", "module variable"),
        reads=(
            ("Mutable globals are a bug here", {}),
            ("Functions must not reassign module-level variables", {}),
        ),
        ignores=("Avoid global state where possible.", "Global styles go out of the bundle."),
        unless=r"\b(?:where|wherever|when|if) possible\b",
    ),
    "no-lambda-assignment": Wider(
        (
            *shuns(_LAMBDA, unless=r"\b(?:aws|handler|functions? in)\b"),
            *enforced(r"e731|`?lambda-assignment`?"),
            *each(
                (
                    r"\blambdas?\b[^.;]{{0,40}}\b(?:never|not|n't)\s(?:be )?(?:assigned|bound|stored|saved|given"
                    r"|kept)\b"
                    r"[^.;]{{0,25}}\b(?:names?|variables?)\b",
                    r"`?def`? (?:over|instead of|rather than|, not|not) (?:an? )?(?:`\w+ = lambda|named lambda"
                    r"|assigned lambda"
                    r"|lambda (?:stored|saved|assigned|bound|with a name))",
                    r"\blambdas? (?:that|which) (?:gets?|needs?|wants?|has|have"
                    r"|bears?) (?:an? )?names?\b[^.;]{{0,30}}\bdef\b",
                    r"\b(?:don't|do not|never) (?:store|save|keep|put|assign|bind) (?:an? |it|the )?lambdas?\b",
                ),
                unless=r"\b(?:aws|handler)\b",
            ),
        ),
        cues=("e731",),
        reads=(("Lambda assignments are a mistake", {}), ("Lambdas are never stored in a variable", {})),
        ignores=("The lambda is deployed under a name of its own.",),
    ),
    "no-else-after-return": Wider(
        (
            *shuns(
                r"(?:unnecessary |needless |superfluous |redundant |an )?`?else`?(?:`?/`?elif`?)?(?: blocks?| clauses?"
                r"| branch(?:es)?| statements?)? (?:after|following|behind|once|when|if) (?:an? |the |you(?:'ve|"
                r" have)? )*(?:early |explicit )?`?(?:returns?|returned|returning)`?(?: branch| statement)?",
            ),
            *enforced(r"ret505|r1705|`?no-else-return`?|superfluous-else-return"),
            *each(
                (
                    r"`?\belse`?(?: branch| block)?\s*(?::|\|)\s*(?:never|not|none|no) (?:after|behind"
                    r"|following) (?:an? )?"
                    r"`?return",
                    r"\b(?:drop|omit|remove|skip|leave out|no)\s(?:the |an? )?`?else`?(?:/`?elif`?)?(?: branch"
                    r"| block)?\s(?:after|"
                    r"behind|following|when|if|once)\b[^.;]{{0,30}}\breturn",
                    r"\b(?:after|once|when|if)\b[^.;]{{0,40}}\breturn\w*`?\b[^.;]{{0,50}}\b(?:without|no|not|n't"
                    r"|needs? no)\b"
                    r"[^.;]{{0,25}}(?<![\w-])`?else\b",
                    r"\breturn`?\b[^.;]{{0,40}}\b(?:instead of|rather than|not|no|never)\b[^.;]{{0,20}}`?\belse`?"
                    r"(?: branch\w*)?(?: afterwards)?\s*(?:$|[.;,])",
                )
            ),
        ),
        cues=("ret505", "r1705", "superfluous"),
        reads=(("RET505 must be clean", {}), ("Drop the `else` after a `return`", {})),
        ignores=("Return early or else the job hangs.",),
    ),
    "no-nested-ternary": Wider(
        (
            *shuns(
                r"(?:deeply )?(?:nested|chained|stacked) (?:ternar(?:y|ies)(?: operators?| expressions?)?|conditional "
                r"expressions?|`\? ?:`)|(?:an? )?ternar(?:y|ies) (?:inside|within|in) (?:an? |another "
                r"|other )?(?:ternar(?:y|ies)"
                r"|another|one another|each other)|`\w+ \? \w+ : \w+ \? [^`]+`",
            ),
            *enforced(r"`?no-nested-ternary`?|s3358"),
            *each(
                (
                    r"\b(?:never|don't|do not|avoid|not)\b(?: \w+){{0,2}}? (?:nest|nesting|chain|chaining"
                    r"|stack) (?:an? )?"
                    r"(?:ternar|`\? ?:`|conditional expressions?)",
                    r"\b(?:never|don't|do not|avoid) put(?:ting)? (?:an? )?(?:ternary|conditional)\b[^.;]{{0,12}}"
                    r"\b(?:inside|into|in|within) (?:another|an?|one)\b",
                    r"\bternar(?:y|ies)(?: operators?| expressions?)?\b[^.;]{{0,20}}\b(?:not|never"
                    r"|n't) (?:be )?(?:nested|nest"
                    r"|chained|stacked)",
                    r"\bternar(?:y|ies)(?: operators?)?\s*(?::|—|\|)\s*(?:only )?(?:one|a single|1) level\b",
                    r"\bternaries are \w+[,;:]? (?:but )?nest(?:ing|ed)(?: them| ones)? (?:is|are) not\b",
                    r"\bat most (?:one|1|a single) (?:`\? ?:`|ternary|conditional) (?:per|in an?|in each"
                    r"|in one) (?:expression"
                    r"|statement|line)",
                )
            ),
        ),
        cues=("s3358", "? :", "?:", "nested"),
        reads=(("Stacked ternaries get rejected", {}), ("Ternaries: one level only", {})),
        ignores=("Nested routes get rejected by the router.",),
    ),
}
