"""Further wordings of the checks on the form of code: braces, parameters, classes, comments, headers."""

from teaching.review.catalogue.wider.forms import Wider, told
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_PLUS = (
    r"(?:`?[\"']?\w*[\"']? ?\+ ?[\"']?\w*[\"']?`|`\+`|\bstring (?:concatenation"
    r"|addition)|\bconcatenat(?:e|ing|ed|ion)(?: of)?(?: strings?)?|\bplus (?:sign"
    r"|operator)|\bglu(?:e|ing) strings)"
)

_TEMPLATE = (
    r"(?:\btemplate (?:literals?|strings?)|\bbackticks?\b|`\$\{\}`|\binterpolat(?:e"
    r"|ed|ion)(?: strings?)?|\binterpolated strings?)"
)

_STRINGS = r"\bstrings?\b|\bmessage|\bvariables?\b|\bvalues?\b|\binterpolate\b|\bconcat"

_BRACES = r"\b(?:curly )?(?:braces?|curlies|curly brackets?|braced)\b"

_BLOCKS = (
    r"`?\bif(?:s|\b)|`?\belse\b|\bloops?\b|\bcontrol (?:structures?|flow|statements?)"
    r"|\bsingle[- ](?:line|statements?)|\bone-liners?|\bconditions?|\bblocks?\b"
    r"|\bfor\b|\bwhile\b|\bcurly\b"
)

_REASSIGN = (
    r"\b(?:parameters?|params?|arguments?|args|function inputs?)(?: objects?)? (?:re-?assign(?:ment"
    r"|ing)s?|mutations?|overwriting|re-?binding)|\b(?:re-?assign|re-?bind|overwrit"
    r"|reus|chang|assign)(?:e|es|ing|ment)?(?: (?:a|an|the|any|new|value|values"
    r"|of|to|your|function|incoming|inside))* (?:parameters?|params?|arguments?"
    r"|args|function inputs?)"
    r"(?: as (?:a )?(?:scratch )?(?:variables?|locals?))?|\b(?:parameters?|params?"
    r"|arguments?|function inputs?)(?= (?:must|shall|should|are|may|can|is) (?:not"
    r"|never) (?:be )?(?:re-?assigned|re-?bound|rebound|overwritten|assigned"
    r"|changed|mutated|written))"
    r"|`(?P<x>\w+) = (?P=x) \|\| [^`]*`|\bassign(?:s"
    r"|ing)? to them(?<=parameters aren't variables, don't assign to them)"
)

_ANGUAGES = (
    r"(?P<language>english|german|spanish|portuguese|french|italian|dutch|polish"
    r"|turkish|swedish|czech|japanese|korean|chinese|russian|arabic|hebrew|greek"
    r"|thai|hindi)"
)

_QUOTED = (
    r"(?P<text>`(?:#|//|/\*|<!--|--)[^`]{3,160}`|`(?:spdx-[^`]{6,140}|copyright[^`]{4,140})`"
    r"|\"(?:copyright|spdx|licen[sc]ed|this file|©|part of|\(c\))[^\"]{3,140}\")"
)

LAYOUT = {
    "prefer-template": Wider(
        (
            demanded(
                _TEMPLATE,
                _STRINGS,
                unless=(
                    r"\b(?:sql|quer(?:y|ies)|log(?:s|ger|ging)?|html|shell|commands?|css|classnames?"
                    r"|nested|never use|no template|tagged|multi-?line|i18n|translat\w+|urls? with"
                    r"|jinja)\b"
                ),
            ),
            refused(
                _PLUS,
                unless=(
                    r"\b(?:sql|quer(?:y|ies)|log(?:s|ger|ging)?|html|shell|commands?|css|paths?"
                    r"|urls?|python|arrays?|lists?|numbers?|loops?|i18n|translat\w+|ctrl|key)\b"
                    r"|^(?!.*(?:string|template|message|literal|text|\"))"
                ),
            ),
            *told(r"\bwe interpolate with `\$\{{\}}`", r"\binterpolated strings?, no\b"),
            linted(r"prefer-template"),
        ),
        ("interpolat", "`+`", "`a + b`", '" + ', "join"),
        (("Template literals instead of `+`", {}), ("Strings with values are written as template literals.", {})),
    ),
    "braces": Wider(
        (
            demanded(
                _BRACES,
                _BLOCKS,
                unless=(
                    r"\b(?:same line|new line|own line|next line|f-?strings?|jsx|template|allman"
                    r"|k&r|1tbs|stroustrup|objects?|imports?|spaces?|expression containers?|\bopening\b"
                    r"|\bclosing\b|destructur\w+|no braces|without (?:curly )?braces (?:is|are) (?:ok"
                    r"|fine|allowed)|omit|glob|css|latex|python)\b"
                ),
            ),
            refused(
                r"\b(?:brace-?less|unbraced) (?:`?(?:if|else|for|while)`?s?(?: statements?"
                r"| bod(?:y|ies))?|blocks?|loops?|statements?|conditionals?|one-?liners?)"
                r"|`?(?:if|else|for|while)`?(?: statements?)? (?:with no|without|lacking) (?:curly )?(?:braces"
                r"|brackets)"
            ),
            *told(r"\bwe brace (?:single|every|all|each)\b", r"\b`?(?:if|else)`? with no (?:curly )?braces is a"),
            linted(r"\bcurly(?:: all|: error)?\b(?! brac)(?=`|:| rule| must| is)"),
        ),
        ("braced", "brackets", "unbraced"),
        (("Brace-less loops are rejected.", {}), ("One-line ifs get curly brackets.", {})),
    ),
    "no-param-reassign": Wider(
        (
            refused(
                _REASSIGN,
                unless=(
                    r"\b(?:default (?:values?|arguments?)|mutable default|(?:the )?(?:order|names?"
                    r"|number|types?) of|rename|query param|url param|route param|cli)\b(?! in the signature)"
                ),
            ),
            demanded(
                r"\bread-only\b|\bkeep their value\b|\baren't variables\b|\bimmutable\b|\bas constants?\b",
                r"\b(?:parameters?|params|arguments|args|function inputs)\b",
                unless=r"\b(?:url|query|route|cli|props|components?)\b",
            ),
            *told(
                r"`(?:\w+) = (?:\w+) \|\| [^`]*` at the top of a function",
                r"\b(?:don'?t|do not|never) change (?:the )?values? of (?:the |a )?param",
                r"\bfunction inputs must not be rebound",
            ),
            linted(r"no-param-reassign"),
        ),
        ("assign", "opts", "function input", "arguments"),
        (("Parameter reassignment gets rejected.", {}), ("Parameters are read-only.", {})),
    ),
    "no-classes": Wider(
        (
            refused(
                (
                    r"(?:\bes6? )?\b(?:new )?class(?:es)?\b(?! (?:of|components?|members?|fields?"
                    r"|attributes?|on \w+day|names?|variables?|propert\w+))(?: syntax| declarations?"
                    r"| keyword)?(?: in (?:a )?pull requests?)?|\b`class`(?: keyword)?"
                ),
                unless=(
                    r"\b(?:css|classname|tailwind|base|abstract|component|react|util\w*|helper"
                    r"|god|class(?:es)? (?:longer|over|above|with|that|which|named|names?|without"
                    r"|in (?:html|css|jsx)|has|have|should|component|may be|for)|utility|test"
                    r"|static|data ?class(?:es)?|inherit\w*|lines?|names?|methods?|import\w*"
                    r"|large|big|huge|nested|empty|first-?class|private|wrapper|singleton|inner"
                    r"|generated|public|document\w*|docstrings?|unused|business|properties|split)\b"
                    r"|`\.|\bclass=|\bper file"
                ),
            ),
            *told(
                r"\bas opposed to being instantiated from a class",
                r"^(?:plain )?functions(?: and (?:plain )?(?:objects|data))? instead of classes",
                r"^(?:closures|functions|plain functions) over classes",
                r"\b(?:don'?t|do not|dont) create class(?:es)?, only functions",
            ),
        ),
        ("closures",),
        (("A class gets rejected: write functions.", {}), ("ES classes are banned.", {})),
    ),
    "comment-language": Wider(
        (
            *told(
                (
                    rf"\bcomments?\b[^.;`]{{{{0,25}}}}?(?:\bin"
                    rf"|:|\b(?:is|are|stay|be)) (?:only )?{_ANGUAGES}(?:,? (?:always"
                    rf"|only|please|exclusively)|\s*(?:$|[.,;(])| and (?:nothing|only|never)\b"
                    rf"| so\b| as\b| because\b)"
                ),
                rf"\b(?:we|you|please|always) comment (?:our |the )?(?:code )?(?:only )?in {_ANGUAGES}\b",
                (
                    rf"\b{_ANGUAGES} (?:code )?comments?(?: only|,? (?:not|never|please|everywhere"
                    rf"|always)\b|\s*(?:$|[.;]))"
                ),
                (
                    rf"\bcomments? (?:don't|do not|have no) (?:belong|place)[^.;]{{{{0,25}}}}\b(?:use"
                    rf"|write|stick to|in) {_ANGUAGES}"
                ),
                (
                    rf"\b(?:remarks?|explanations?|annotations) (?:inside|in|within) (?:the )?(?:source"
                    rf"|code)\b[^.;]{{{{0,25}}}}\bin {_ANGUAGES}"
                ),
                (
                    rf"\b(?:write|keep|put) (?:all |every |each |your |code |the )*comments? (?:strictly "
                    rf"|only )?in {_ANGUAGES}\b"
                ),
                unless=(
                    r"\b(?:ui|user|translations?|review comments?|jira|pull requests?|pr|prs"
                    r"|locale|commit comments?|readme|strings? in|chat|reply|answer|respond|(?:never"
                    r"|not|no|avoid|don't|do not|non-) ?(?:\w+ )?in (?:german|english|french"
                    r"|chinese|japanese|spanish))\b"
                ),
            ),
        ),
        (),
        (("We comment in French.", {"language": "French"}), ("English comments only", {"language": "English"})),
    ),
    "file-header": Wider(
        (
            demanded(
                _QUOTED,
                (
                    r"\b(?:first line|line one|header|banner|head of|start|begin|open|prefixed"
                    r"|preamble|top of|first comment|licen[sc]e|stands? at)"
                ),
                unless=(
                    r"\b(?:readme|pull requests?|commit|shebang|remove|docstring|markdown|no longer"
                    r"|todo|tests? start|e\.g\. in|dont|functions?|methods?|section|comment out)\b"
                    r"|`#!|`# (?:type|noqa|pylint|eslint|todo|fixme|given|when|arrange|act|assert)"
                ),
            ),
        ),
        ("first line", "banner", "preamble", "prefixed", "line one", "// ", "open"),
        (
            ("The head of each file is `// Copyright Acme`.", {"text": "// Copyright Acme"}),
            ("New files open with `# SPDX-License-Identifier: MIT`", {"text": "# SPDX-License-Identifier: MIT"}),
        ),
    ),
}
