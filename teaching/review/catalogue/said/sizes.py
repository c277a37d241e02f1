"""More wordings of the checks on size and indentation: numbers are read from the words around them."""

from collections.abc import Iterable

from teaching.review.catalogue.verdicts import Wider
from teaching.review.prose import Phrase

# What only tells or permits sets no limit; "at least" sets another one.
_LOOSE = (
    r"\b(?:at least|min(?:imum)?|ideally|roughly|should you|fine|ok|okay|try to|currently|reads?|prints?|shows?"
    r"|returns?|logs?|was|were"
    r"|has grown|we split|took|no limit|not limited|per page|at a time|last \d+|first \d+)\b"
)
_CAP = (
    r"(?:at most|max(?:imum|\.)?(?: of| is|:)?|up to|(?:no|not|never)(?: be| go| have)? (?:more|longer|larger|over"
    r"|above|beyond|past|wider|deeper"
    r"|exceed(?:ing)?|greater|higher)(?: than)?|under|below|less than|fewer than|shorter than|smaller than|within|<=?"
    r"|≤|stops? (?:at|after)"
    r"|ends? after|tops out at|capped? at|ceiling(?: is|:)?|limit(?:ed)?(?: of| is| to|:)?|exceed(?:s|ing)?|(?:is"
    r"|are) (?:over|above)"
    r"|when it passes|as soon as it (?:passes|exceeds)|(?:more|longer|deeper|wider|greater|larger|higher) than|above"
    r"|over|past|stick to"
    r"|is set to|set to)"
)
_TOPS = (
    r"(?: (?:at most|max(?:imum)?|tops|or (?:less|fewer)|(?:is|are) the (?:limit|max(?:imum)?|ceiling|most|cap)"
    r"|and no more|, no more))"
)
_MUCH = r"(?:(?!\b(?:files?|modules?|class(?:es)?|functions?|methods?|components?|commits?|prs?)\b)[^.;\d]){{0,40}}?"
_OVER = r"(?:\+|or more|and (?:more|up|above))"
_BAD = r"(?:forbidden|banned|not allowed|a bug|rejected|too (?:long|many|much|deep)|prohibited)"


def _limits(thing: str, unit: str, *, unless: str = "", bare_heading: bool = True) -> tuple[Phrase, ...]:
    """The ways to limit a thing (a pattern) in units: before the number, after it, as a heading, as a refusal."""
    refusal = _LOOSE + (f"|{unless}" if unless else "")
    heading = (
        rf"^(?:max(?:imum|\.)? )?{thing}(?: (?:length|size|count|number|depth))?\s*(?::|\||—|=)\s*(?:{_CAP}\s?)?"
        rf"{{N}}[ -]?(?:{unit})?\b"
    )
    patterns: Iterable[str] = (
        rf"\b{thing}\b{_MUCH}(?<![a-z]){_CAP}\s*{{N}}[ -]?(?:{unit})\b",
        rf"\b{thing}\b{_MUCH}{{N}}[ -]?(?:{unit}){_TOPS}",
        rf"(?:{_CAP})\s*{{N}}[ -]?(?:{unit})\b[^.;\d]{{{{0,15}}}}\b(?:per|for|in|of|/)\s?(?:an? |each |every |any "
        rf"|one |single )*`?{thing}\b",
        rf"{{N}}[ -]?(?:{unit}){_TOPS} (?:for|of|in|per) (?:an? |each |every |any )*{thing}\b",
        rf"{{N}}[ -]?(?:{unit}) (?:is|are) (?:the )?(?:limit|max(?:imum)?|ceiling|most"
        rf"|cap)[^.;\d]{{{{0,25}}}}\b{thing}\b",
        *((heading + rf"(?:{_TOPS})?\s*(?:$|[.,;(]|and)",) if bare_heading else ()),
    )
    return tuple(Phrase(pattern, {}, refusal) for pattern in patterns)


_FUNCTION = r"(?:functions?|methods?|`?def`?s?|function (?:bod(?:y|ies)|length|size))"
_FILE = r"(?:files?|modules?|source files?|file (?:length|size))"
_LINES = r"lines?(?: of code)?|loc"
_CHARS = r"chars?|characters?|columns?|cols?|wide"
_PARAMS = r"(?:positional )?(?:parameters?|arguments?|args|params)"

SIZES: dict[str, Wider] = {
    "max-function-lines": Wider(
        (
            *_limits(_FUNCTION, _LINES, unless=r"\b(?:class(?:es)?|files?|tests? cases?)\b[^.;]*\bfunctions? per\b"),
            *(
                Phrase(pattern, {}, _LOOSE)
                for pattern in (
                    rf"\b(?:functions?|methods?)\b[^.;\d]{{{{0,10}}}}\((?:over |more than |> ?){{N}} lines?\) (?:are"
                    rf"|is|get) {_BAD}",
                    rf"\b{_CAP}\s*{{N}} lines?\b[^.;\d]{{{{0,15}}}}\b(?:in|for) (?:an? |one |single |each )*`?(?:def"
                    rf"|function|method)`? is {_BAD}",
                    r"`?max-lines-per-function`?\s*(?:is|:|=)\s*[^\d.;]{{0,20}}{N}\b",
                )
            ),
        ),
        cues=("`def`", "per-function"),
        reads=(("Function size: not above 25 lines", {"lines": 25}), ("A function ends after 50 lines", {"lines": 50})),
        ignores=("The function on line 20 logs",),
    ),
    "max-file-lines": Wider(
        (
            *_limits(_FILE, _LINES, unless=r"\b(?:functions?|methods?|class(?:es)?|csv|logs?|read)\b"),
            *(
                Phrase(pattern, {}, _LOOSE)
                for pattern in (
                    r"`?max-lines`?\s*(?:is|:|=)\s*(?:set to )?[^\d.;]{{0,12}}{N}\b",
                    r"\b(?:files?|modules?)\b[^.;]{{0,25}}[:,;] {N} lines (?:is|are) the (?:ceiling|limit"
                    r"|max(?:imum)?)",
                    r"\bsplit (?:an? |the |any )?(?:files?|modules?)\b[^.;\d]{{0,25}}\b(?:passes|exceeds|reaches|over"
                    r"|above|beyond)\s{N} lines",
                )
            ),
        ),
        cues=("max-lines",),
        reads=(
            ("Split a file when it passes 350 lines", {"lines": 350}),
            ("`max-lines` is set to 500", {"lines": 500}),
        ),
        ignores=("Read files at most 1000 lines at a time",),
        unless=r"\bat a time\b|\bline by line\b",
    ),
    "max-line-length": Wider(
        (
            *(
                Phrase(
                    pattern,
                    {},
                    rf"{_LOOSE}|\b(?:subjects?|commits?|summary|title|headline|names?|passwords?|database|table|grid|tests?)\b",
                )
                for pattern in (
                    rf"\b(?:lines?|code|width|source)\b[^.;\d]{{{{0,30}}}}{_CAP}\s*{{N}}(?:[ -]?(?:{_CHARS}))",
                    rf"\b(?:stick to|limit(?: is| of)?|wrap at|at most|max(?:imum)?|width(?: is"
                    rf"|:)?) {{N}} (?:{_CHARS})\b",
                    r"`?(?:printwidth|max-len|line-length|max-line-length|column_?limit)`?\W{{0,3}}(?:is|set to|of|="
                    r"|:)?\W{{0,4}}{N}\b",
                    r"\be501\b[^.;\d]{{0,30}}{N}\b",
                    r"^(?:[\w &/-]{{1,30}}: )?(?:line )?width\W{{1,3}}{N}\s*(?:$|[.,;])",
                )
            ),
        ),
        cues=("printwidth", "max-len", "e501", "width"),
        reads=(
            ("Prettier `printWidth` is 90", {"characters": 90}),
            ("E501 is on with a limit of 100", {"characters": 100}),
        ),
        ignores=("The grid has 12 columns",),
    ),
    "max-parameters": Wider(
        (
            *_limits(
                r"(?:functions?|methods?|signatures?)",
                _PARAMS,
                unless=r"\b(?:endpoints?|query|url|commands?|cli)\b",
                bare_heading=False,
            ),
            *(
                Phrase(pattern, {}, rf"{_LOOSE}|\b(?:endpoints?|query|url|commands?|cli)\b")
                for pattern in (
                    rf"^(?:max(?:imum|\.)? )?(?:function )?(?:parameters?|arguments?|args|params"
                    rf"|arity)(?: count)?\s*(?::|\||—)\s*{_CAP}\s*{{N}}\b",
                    rf"\bfunctions?\b[^.;\d]{{{{0,25}}}}\barity\b[^.;\d]{{{{0,15}}}}{_CAP}\s*{{N}}\b",
                    r"`?(?:max-args|max-params|max_args|plr0913)`?\s*(?:is|:|=)\s*[^\d.;]{{0,15}}{N}\b",
                    r"\b(?:argument|parameter)s?\b[^.;]{{0,25}}: functions? (?:stop|end) at {N}\b",
                )
            ),
        ),
        cues=("arity", "max-params"),
        reads=(("Parameter count: <= 4", {"parameters": 4}), ("Pylint `max-args` is 5", {"parameters": 5})),
        ignores=("The endpoint takes at most 4 query parameters",),
        unless=r"\b(?:endpoints?|query (?:parameters?|params)|url)\b",
    ),
    "max-nesting": Wider(
        (
            *(
                Phrase(
                    pattern,
                    {},
                    rf"{_LOOSE}|\b(?:folders?|director(?:y|ies)|json|ya?ml|objects|comments?|lists?|headings?|routes?|menus?|css|scss)\b",
                )
                for pattern in (
                    rf"\b(?:nest\w*|indent\w*|depth)\b[^.;\d]{{{{0,30}}}}{_CAP}\s*{{N}}\b(?!\s*(?:spaces?|chars?"
                    rf"|columns?|px|lines?))",
                    rf"{_CAP}\s*{{N}} (?:levels? of nesting|nested (?:blocks?|levels?)|levels? deep"
                    rf"|levels? of indentation|blocks? deep)\b",
                    rf"\b(?:blocks?|code|loops?|conditionals?"
                    rf"|functions?)\b[^.;\d]{{{{0,40}}}}{_CAP}\s*{{N}} (?:levels?|blocks?|deep)\b",
                    r"\b(?:nest\w*|inside one another|blocks? deep)\b[^.;\d]{{0,40}}\b{N} (?:levels?"
                    r"|is the (?:limit|max\w*))\b(?!\s+of headings)",
                    r"`?max-depth`?\s*(?:is|:|=)\s*[^\d.;]{{0,15}}{N}\b",
                    r"\b(?:indentation|nesting) depth\s*(?::|\|)\s*{N}\b",
                )
            ),
        ),
        cues=("deep", "inside one another", "indented", "max-depth"),
        reads=(("Blocks go no deeper than 4 levels", {"levels": 4}), ("`max-depth` is 3", {"levels": 3})),
        ignores=("Folders go no deeper than 4 levels",),
        unless=r"\b(?:folders?|director(?:y|ies)|json|ya?ml)\b",
    ),
    "max-complexity": Wider(
        tuple(
            Phrase(pattern, {}, rf"{_LOOSE}|\bo\(n")
            for pattern in (
                rf"\b(?:mccabe|cyclomatic)(?: \w+){{{{0,2}}}}?(?: of (?:an? |each "
                rf"|every )?functions?)?\b[^.;\d]{{{{0,25}}}}{_CAP}?\s*{{N}}\b(?!\.)",
                rf"{_CAP}\s*{{N}} (?:independent |linearly independent |distinct )?(?:paths?|branches)\b",
                rf"\bcomplexity\b[^.;\d]{{{{0,25}}}}{_CAP}\s*{{N}}\b",
                rf"{_CAP} (?:a )?(?:cyclomatic )?complexity (?:of )?{{N}}\b",
                r"\bc901\b[^.;\d]{{0,30}}{N}\b",
            )
        ),
        cues=("mccabe", "independent path", "paths through", "c901", "cyclomatic"),
        reads=(
            ("No function with more than 10 independent paths", {"complexity": 10}),
            ("McCabe threshold 8", {"complexity": 8}),
        ),
        ignores=("Paths to more than 5 folders",),
    ),
    "indentation": Wider(
        tuple(
            Phrase(pattern, {"style": style, "language": language}, unless)
            for language, unless in (
                ("python", ""),
                ("any", r"\bpython|\bpep ?8|\bprettier|\btypescript|\bjavascript|\breact"),
            )
            for pattern, style in (
                (
                    r"^(?=.*\b(?:python|pep ?8)\b).*\b(?P<width>[24])[ -](?:spaces?|blanks?)\b(?!.*\btabs? (?:always"
                    r"|only))"
                    if language == "python"
                    else r"\b(?P<width>[248])[ -](?:spaces?|blanks?) (?:per|for (?:each|every|one)) "
                    r"(?:level|indent\w*)",
                    "spaces",
                ),
                (
                    r"^(?=.*\b(?:python|pep ?8)\b).*\bindent\w*\b[^.;]{{0,30}}\btabs\b(?! are)"
                    if language == "python"
                    else r"^(?:[\w &/-]{{1,30}}: )?tabs,? (?:always|only|please|everywhere)\b",
                    "tabs",
                ),
                (
                    r"(?!x)x"
                    if language == "python"
                    else r"\bsoft tabs,? (?:width|size)(?: of)? (?P<width>[248])\b"
                    r"|\btab characters? (?:in (?:the )?code )?(?:are|is) (?:refused|forbidden"
                    r"|banned|rejected)",
                    "spaces",
                ),
            )
        ),
        cues=("blanks", "tab character"),
        reads=(("Python code takes 4 spaces", {"style": "spaces", "width": 4}), ("Tabs, always", {"style": "tabs"})),
        ignores=("Tabs are always visible in the header",),
        unless=r"\b(?:accordion|px|ui|dialogs?|panels?|browser)\b",
    ),
}
