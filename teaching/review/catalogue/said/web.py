"""More wordings of the checks on the style of the web's languages, on quotes, indentation and emojis."""

from teaching.review.catalogue.verdicts import Wider, each, enforced, shuns, wants
from teaching.review.prose import Phrase

_VAR = (
    r"`var`(?: declarations?| keyword| statements?)?|(?:the )?`?var`? (?:keyword|declarations?|statements?)"
    r"|var(?!\w|\.|/)"
)
_NOT_VAR = r"\b(?:c#|csharp|kotlin|swift|java|golang|scala|env|css|environment|php|`?var/|/var)\b|--"
_CONST = r"`?const`?"
_LET_FIXED = (
    r"`?let`? (?:for|when|if|where) (?:an? |the )?(?:values?|things?|variables?|names?|something|what"
    r"|it)\b[^.;]{{0,20}}"
    r"(?:never|not|n't) (?:be )?(?:changes?|changed|reassigned|re-assigned|rebound)"
)
_SEMI = r"(?:trailing |closing |final )?(?:semi-?colons?|semis)|`;`"
_NOT_SEMI = r"\b(?:python|sql|go|rust|css|commands?|shell|list|separat\w+|sentences?|prose|csv)\b"
_ENDED = (
    r"(?: (?:at|in|after|on) (?:the )?(?:ends?|every|each)(?: of)?(?: (?:the|an?|each|every|all|your))?"
    r"(?: (?:lines?|statements?)(?: of (?:code|statements?))?)?)?"
)
_FUNCTION = (
    r"`function`(?: keyword| declarations?| statements?)?|function (?:declarations?|statements?|keyword)|`function"
    r" [^`]+`|(?:classic|classical|ordinary|old-style|traditional) functions?|the function keyword"
)
_ARROW = (
    r"(?:fat[- ])?arrow[- ](?:functions?|style|function (?:syntax|expressions?))|(?:fat )?arrows|`=>`"
    r"|`\([^`]*\) =>[^`]*`"
)
_NOT_ARROW = r"\b(?:parenthes[ei]s|methods?|generators?|hoist\w*|icons?|keys?|callbacks? (?:in|only)|class(?:es)?)\b"
_QUOTED = (
    r"\b(?:shell|bash|zsh|php|sql|json|ya?ml|escap\w+|csv|html|commits?|attributes?|docstrings?|smart|curly"
    r"|around)\b"
)
_PYTHON = r"\b(?:python|black|ruff|pep ?8|flake8|\.py|py)\b|\.py\b"
_WEB = r"\b(?:typescript|javascript|ts|js|tsx|jsx|prettier|biome|eslint|react|next\.?js)\b"
_WORD = {"single": r"single", "double": r"double"}
_MARK = {"single": r"(?:`'`|`'…'`|`'\.\.\.'`|apostrophes?)", "double": r"(?:`\"`|`\"…\"`|`\"\.\.\.\"`)"}


def _quotes(elsewhere: str, here: str) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for style, other in (("single", "double"), ("double", "single")):
        wanted = rf"{_WORD[style]}[ -]?quot(?:es?|ed|ation marks?)(?: strings?)?|{_MARK[style]}"
        unwanted = rf"{_WORD[other]}[ -]?quot(?:es?|ed|ation marks?)(?: strings?)?"
        unless = rf"{_QUOTED}|{elsewhere}"
        strings = (
            r"(?:strings?(?: literals?| delimiters?)?|string (?:literals|delimiters?)|quotes?(?: style)?|inline style)"
        )
        phrases += wants(wanted, unless=unless, style=style)
        phrases += shuns(unwanted, unless=unless, style=style)
        phrases += each(
            (
                rf"\b{strings}\b[^.;]{{{{0,40}}}}\b(?:go|stand|are|is|come|written|put|kept|take|takes|use|uses"
                rf"|delimited|by|in"
                rf"|with)\s(?:always )?(?:written |put |kept )?(?:in |by |with |the |between )*(?:{wanted})",
                rf"\b{strings}(?: \([^)]*\))?(?: (?:in|for) (?:{here}))?\s*(?::|—|\|"
                rf"|=)\s*(?:the )?{_WORD[style]}\b(?! or)",
                rf"^(?:[\w &/()-]{{{{1,30}}}}: )?(?:the )?(?:{wanted})(?: (?:in|for|around) (?:all |our "
                rf"|the )*(?:{here}|strings?)"
                r"(?: strings?| code| files?)*)+\s*(?:$|[.,;(])",
                rf"\bquotes \((?:{here}|[\w/]+)\)\s*(?::|\|)\s*{_WORD[style]}\b",
                rf"\b(?:keep|use|take|write|prefer)\s(?:the )?(?:{wanted})\s(?:for|in|around|with)\s(?:all |our "
                rf"|every |the )*"
                rf"(?:{here}|strings?)",
            ),
            unless=rf"{unless}|\b(?:never|not|n't|no|avoid)\s(?:\w+ )?(?:{wanted})",
            style=style,
        )
    return tuple(phrases)


_EMOJIS = (
    r"(?:emojis?|emoticons?|smileys?|pictographs?)(?:[ -](?:characters?|icons?|symbols?|decorated code))?"
    r"(?: (?:in|inside|within|from) (?:the |our |your |any |all |source |production |generated )*"
    r"(?:code(?: ?base)?|sources?|source files|files|identifiers|strings|code comments|comments and code))?"
    r"(?:,? (?:or|and) (?:comments|strings|docstrings|identifiers|code))*"
)
_TALK = (
    r"\b(?:commits?|readme|docs?|documentation|ui|responses?|chat|repl(?:y|ies)|answers?|messages?|pull requests?|prs?"
    r"|titles?|output|headings?|markdown|status|asks?|asked|requested|communication|buttons?|tone|tests?|changelog)\b"
)
_IN_CODE = r"^(?=.*\b(?:code(?: ?base)?|sources?|identifiers|strings)\b).*?"

WEB: dict[str, Wider] = {
    "no-var": Wider(
        (
            *shuns(_VAR, unless=_NOT_VAR, few=False),
            *enforced(r"`?no-var`?"),
            *each(
                (
                    r"(?:`let`|`const`)[^.;]{{0,30}}\b(?:only|never `?var|no `?var|not `?var)",
                    r"\bdeclare(?:d)? (?:with|by)(?: the)? `var`[^.;]{{0,12}}\b(?:never|not)\b",
                    r"\b(?:never|not|n't) (?:be )?declared? (?:\w+ )?(?:with|by|using|as)(?: the)? `?var\b",
                ),
                unless=_NOT_VAR,
            ),
        ),
        reads=(("`var` is banned here", {}), ("The `var` keyword gets rejected", {})),
        ignores=("The `--var` flag is gone.",),
    ),
    "prefer-const": Wider(
        (
            *shuns(_LET_FIXED),
            *enforced(r"`?prefer-const`?"),
            *(
                Phrase(pattern, {}, r"\bas const\b|\bc\+\+|\brust\b|\benums?\b|\bnot `?const|\b(?:fine|optional)\b")
                for pattern in (
                    rf"\b(?:use|write|prefer|start with|declare with|begin with)\s{_CONST}\s(?:for|whenever|wherever"
                    rf"|when"
                    r"|if|and (?:switch|change) to `?let)\b[^.;]{{0,40}}(?:never|not|n't|possible|only|once)",
                    rf"^(?:[\w &/-]{{{{1,30}}}}: )?{_CONST}\s(?:unless|until|whenever possible|wherever possible"
                    rf"|by default"
                    r"|if (?:not|never) reassigned|everywhere)\b",
                    r"\b(?:variables?|names?|bindings?)\b[^.;]{{0,40}}\b(?:never|not|n't|once"
                    r"|no)\b[^.;]{{0,30}}\b(?:declared?"
                    rf"|use|are|is|become|get)\s(?:with |by |as |a )*{_CONST}",
                    rf"\b(?:use|take)\s{_CONST}(?:,)? (?:and )?not `?let\b",
                    r"`?\blet`?\s*(?:is |\|\s*|: )?(?:only|reserved)\s(?:for|if|where|when)\b[^.;]{{0,25}}re-?assign",
                    r"\breserve `?let`? for\b",
                )
            ),
        ),
        cues=("prefer-const",),
        reads=(("Use `const` for names that are not reassigned", {}), ("`const` whenever possible", {})),
        ignores=("Let the reviewer decide about const enums",),
    ),
    "semicolons": Wider(
        (
            *wants(rf"(?:{_SEMI}){_ENDED}", unless=rf"{_NOT_SEMI}|\bno\b"),
            *(
                Phrase(pattern, {}, rf"{_NOT_SEMI}|\b(?:optional|need not)\b")
                for pattern in (
                    rf"\b(?:never|don't|do not|not) (?:leave out|omit|forget|skip|drop)(?: to)?(?: put)?(?: the"
                    rf"| an?)?\s"
                    rf"(?:{_SEMI})",
                    rf"\bstatements?\b[^.;`]{{{{0,30}}}}\b(?:ends?|terminated|closed|ended|finished|finish)\s(?:with"
                    rf"|by|in)\s"
                    rf"(?:an? )?(?:{_SEMI})",
                    rf"^(?:[\w &/-]{{{{1,30}}}}: )?(?:{_SEMI})\s(?:at|after) (?:the )?(?:ends?|every|each)\b",
                    r"\b(?:never|don't|do not|no) (?:rely|relying|reliance|depend) on (?:asi|automatic semicolon)",
                    r"`?\bsemi`?\s*(?::|is|=)\s*(?:`?true`?|on\b|\[?\"error\", ?\"always\")",
                    rf"\b(?:put|write|add) (?:the |an? )?(?:{_SEMI}),? (?:always|at the end|after|everywhere)",
                )
            ),
        ),
        cues=("asi", "`;`"),
        reads=(("Never omit the semicolon", {}), ("Semicolons: always", {})),
        ignores=("Never omit the semicolon in SQL commands",),
    ),
    "no-semicolons": Wider(
        (
            *shuns(rf"(?:{_SEMI}){_ENDED}", unless=rf"{_NOT_SEMI}|\b(?:forget|leave out|omit the closing)\b.*\bnot\b"),
            *(
                Phrase(
                    pattern,
                    {},
                    rf"{_NOT_SEMI}|\b(?:optional|n't|do not (?:omit|leave|rely)|never (?:omit|leave|rely)"
                    r"|no (?:line|statement)s? without)\b",
                )
                for pattern in (
                    rf"\b(?:omit|drop|leave out|leave off|skip)\s(?:the |all )?(?:{_SEMI})",
                    rf"\b(?:without|never end (?:an? )?(?:line|statement)s? (?:with|in))\s(?:an? |any )?(?:{_SEMI})",
                    r"`?\bsemi`?\s*(?::|is|=)\s*(?:`?false`?|off\b|\[?\"error\", ?\"never\")",
                    r"\b(?:rely on|trust|let) (?:asi\b|automatic semicolon)",
                )
            ),
            Phrase(
                r"\b(?:never|don't|do not) end (?:an? |your )?(?:line|statement)s? (?:with|in) (?:an? )?semi-?colons?"
            ),
        ),
        cues=("asi", "`;`"),
        reads=(("Omit all semicolons", {}), ("Never end a statement with a semicolon", {})),
        ignores=("Never omit semicolons", "Do not rely on ASI"),
    ),
    "arrow-functions": Wider(
        (
            *shuns(_FUNCTION, unless=rf"{_NOT_ARROW}|\bexcept\b|\bhoist", what="all"),
            *wants(_ARROW, unless=_NOT_ARROW, what="all"),
            *each(
                (
                    rf"\bfunctions?\b[^.;]{{{{0,20}}}}\b(?:must be|are|is|as|written as|shall be)\s(?:always "
                    rf"|written |as |an? )*"
                    rf"(?:{_ARROW})",
                    rf"(?:{_ARROW}) for (?:every|all|each) functions?\b",
                ),
                unless=rf"{_NOT_ARROW}|\b(?:not|never|n't)\b",
                what="all",
            ),
        ),
        cues=("`=>`", "function declaration", "arrows", "`function", "classic function"),
        reads=(
            ("All functions are written as arrow functions", {"what": "all"}),
            ("Function declarations are out", {}),
        ),
        ignores=("Arrow keys must be always usable.", "Prefer function declarations over arrow functions"),
        unless=r"\bparenthes[ei]s\b",
    ),
    "quotes": Wider(
        (
            *_quotes(_PYTHON, r"typescript|javascript|js|ts|tsx|jsx|ts and js|js and ts|ts/js|the frontend"),
            Phrase(r"`?singlequote`?\s*(?::|=|is)\s*`?true", {"style": "single"}),
            Phrase(r"`?singlequote`?\s*(?::|=|is)\s*`?false", {"style": "double"}),
        ),
        cues=("singlequote", "string", "apostroph"),
        reads=(
            ("String literals in TypeScript go in single quotes", {"style": "single"}),
            ("Single quotes are banned", {"style": "double"}),
        ),
        ignores=("SQL strings go in single quotes", "Strings in Python stand in double quotes"),
    ),
    "python-quotes": Wider(
        (
            *_quotes(_WEB, r"python|`?\.py`?(?: files| sources)?|the python package"),
            Phrase(
                r"\bq000\b[^.;]{{0,60}}\bsingle quotes?|\b(?:inline-quotes|quote-style)`?\s*(?:=|:|is)\s*.?single",
                {"style": "single"},
            ),
            Phrase(
                r"\bq000\b[^.;]{{0,60}}\bdouble quotes?|\b(?:inline-quotes|quote-style)`?\s*(?:=|:|is)\s*.?double",
                {"style": "double"},
            ),
        ),
        cues=("string", "q000"),
        reads=(
            ("Python strings stand in double quotes", {"style": "double"}),
            ("Double quotes are banned in Python", {"style": "single"}),
        ),
        ignores=("Strings in TypeScript go in single quotes",),
    ),
    "no-emoji": Wider(
        (
            *shuns(
                rf"{_EMOJIS}",
                unless=rf"{_TALK}|^(?!.*\b(?:code|codebase|sources?|strings|identifiers|comments)\b)",
                where="anywhere",
            ),
            *each(
                (
                    rf"{_IN_CODE}\bemoji[- ]free\b",
                    r"\bemoji[- ]free (?:code|code ?base|source)",
                    rf"\b(?:words|text|ascii) (?:over|instead of|rather than|, not) {_EMOJIS}",
                    rf"\b(?:strip|remove|delete) (?:the |all |any )*{_EMOJIS}[^.;]{{{{0,50}}}}\b(?:code|comments)\b",
                ),
                unless=_TALK,
                where="anywhere",
            ),
        ),
        cues=("smiley",),
        reads=(("Emojis have no place in our code", {"where": "anywhere"}), ("Emoji-free code", {"where": "anywhere"})),
        ignores=("Emojis get rejected in commit titles",),
    ),
}
