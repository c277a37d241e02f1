"""Further wordings of the checks on documentation and comments."""

from teaching.review.catalogue.wider.forms import Wider
from teaching.review.catalogue.wider.mentions import demanded, linted, refused
from teaching.review.prose import Phrase

_DOC = r"(?:doc-?\s?strings?|`?(?:\"\"\"|''')[^`]*(?:\"\"\"|''')`?(?: docstring)?|triple-quoted descriptions?)"
_JSDOC = r"(?:`/\*\*[^`]*\*/`(?: (?:block|comment))?|\b(?:js|ts)doc\b(?: (?:block|comment|description)s?)?)"
_NO_DOC = (
    r"\b(?:tools?|mcp|complex|non-trivial|complicated|google|numpy|sphinx|re?st|style|format|convention|args"
    r"|private|tests? functions?|modules?|one-line|imperative|jsdoc|summary line|language|english|optional)\b"
)
_NO_JSDOC = (
    r"`@|\b(?:complex|non-trivial|complicated|types? in|@param|tags?|format|private|docstrings?|python"
    r"|optional|style|internal|examples?)\b"
)
_PUBLIC = r"\b(?:public|exported|exports?|underscores?|users can import|other packages|library)\b"
_FUNCTIONS = ("functions",)
_BOTH = ("functions", "classes")
_TODO = (
    r"(?:`?(?:# ?|// ?)?(?:todo|fixme)s?`?(?:,? ?(?:and|or|/|,) ?`?(?:# ?|// ?)?(?:todo|fixme|hack"
    r"|xxx)s?`?)*(?: (?:comments?|markers?|notes?|lines?))?)"
)
_CONVENTIONS = {
    "google": r"\bgoogle(?:[- ]?style)?\b|`args:?`",
    "numpy": r"\bnumpy(?:doc)?(?:[- ]?style)?\b",
    "sphinx": r"\bsphinx(?:[- ]?style)?\b(?! \+)|\bre(?:st|structuredtext)\b|`:param(?: \w+)?:?`",
}


def _documented(docs: str, of: str, unless: str) -> tuple[Phrase, ...]:
    """Documentation demanded of functions, of classes or of both; of all of them, or of what others use."""
    phrases: list[Phrase] = []
    without = rf"(?:missing|forget|without|lacking|lack|undocumented|un-documented)\b[^.;]{{0,30}}(?:{docs})"
    for who in ("public", "all"):
        guard = rf"(?=.*{_PUBLIC})" if who == "public" else rf"(?!.*{_PUBLIC})"
        kinds = ((rf"(?=.*(?:{of}))(?=.*\bclass)", _BOTH), (rf"(?=.*(?:{of}))(?!.*\bclass)", _FUNCTIONS))
        for kind, what in kinds:
            fixed = {"what": what, "who": who}
            phrases += [
                demanded(docs, rf"^{guard}{kind}", unless=unless, fixed=fixed),
                refused(without, unless=rf"^(?!{guard}{kind})|{unless}", fixed=fixed),
            ]
    return tuple(phrases)


def _conventions() -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for name, pattern in _CONVENTIONS.items():
        others = "|".join(other for key, other in _CONVENTIONS.items() if key != name)
        turned_down = r"(?<!never )(?<!never in )(?<!no )(?<!not )(?<!of that )(?<!of )(?<!than )(?<!over )"
        wanted = rf"(?<!never )(?<!never in )(?<!no )(?<!not )(?<!of that )(?<!than )(?<!over )(?:{pattern})"
        unless = (
            rf"{turned_down}(?:{others})|\b(?:cloud|search|indexed|api|maps|array|tests?|javascript|jsdoc|import"
            rf"|any)\b(?! other)"
        )
        phrases.append(
            demanded(wanted, rf"\b{_DOC}|\bpydocstyle|\bnapoleon", unless=unless, fixed={"convention": name})
        )
    return tuple(phrases)


WIDER: dict[str, Wider] = {
    "public-docstrings": Wider(
        (
            *_documented(_DOC, r"\bfunctions?\b|\bdefs?\b|`def`|\bmethods?\b|\bpublic\b|underscore|\bclass", _NO_DOC),
            linted(r"\bd10[1-3]\b(?:,? (?:and|or|to) `?d10\d`?)?", fixed={"what": _BOTH, "who": "public"}),
        ),
        ("triple-quoted", '"""', "d102", "d103", "d101"),
        (
            ("Functions and classes without docstrings are a bug.", {"what": _BOTH, "who": "all"}),
            ("Public functions without a docstring get sent back.", {"what": _FUNCTIONS, "who": "public"}),
        ),
    ),
    "public-jsdoc": Wider(
        (
            *_documented(
                _JSDOC, r"\bfunctions?\b|\bexport|\bmethods?\b|\bclass|\bhooks?\b|\bpublic\b|\bhelpers?\b", _NO_JSDOC
            ),
            refused(
                r"\bundocumented (?:exports?|exported \w+)|\b(?:exports?|exported \w+)[^.;]{0,12}(?:undocumented"
                r"|without (?:js|ts)doc)"
            ),
            demanded(r"\btreat these warnings as failures", r"\bundocumented exports"),
            linted(r"jsdoc/require-jsdoc", fixed={"who": "public"}),
        ),
        ("/**", "undocumented", "typedoc"),
        (
            ("Each exported function carries a `/** … */` block.", {"what": _FUNCTIONS, "who": "public"}),
            ("Undocumented exports fail the review.", {"who": "public"}),
        ),
    ),
    "docstring-style": Wider(
        _conventions(),
        ("pydocstyle", "napoleon"),
        (
            ("pydocstyle runs with `--convention=numpy`.", {"convention": "numpy"}),
            ("Docstrings are written in Google style, never in Sphinx style", {"convention": "google"}),
        ),
    ),
    "no-todo-comments": Wider(
        (
            refused(
                _TODO,
                unless=r"\b(?:list|items?|app|todowrite|api|issue (?:number|id|key|link)|ticket (?:number|id)|without"
                r"|linked|identifier|owner|name|resolve|remove)\b(?! source)",
                fixed={"allowed": "none"},
            ),
            demanded(
                r"\b(?:identifier|number|id|key|link|reference|url) (?:of|to) an? (?:tracked )?(?:work item|issue"
                r"|ticket)|\b(?:issue|ticket) (?:number|id|key|link|reference)s?",
                r"\b(?:todo|fixme)",
                fixed={"allowed": "issue"},
            ),
            demanded(
                r"\bhas to be empty|\bgets a ticket|\breason to reject", r"\b(?:todo|fixme)", fixed={"allowed": "none"}
            ),
            linted(r"no-warning-comments|\bfix00[1-4]\b|\btd00[1-3]\b", unless=r"\btd00", fixed={"allowed": "none"}),
            linted(r"\btd003\b", fixed={"allowed": "issue"}),
        ),
        ("no-warning-comments", "fix00", "td003"),
        (
            ("TODO comments get rejected in review.", {"allowed": "none"}),
            ("Unfinished work goes to the tracker, never to a `# TODO` line.", {"allowed": "none"}),
        ),
    ),
    "no-commented-code": Wider(
        (
            refused(
                r"\bcommented(?:-|\s)out (?:code|lines?|blocks?|statements?|functions?)|\bcomment(?:ing"
                r"|ed)? (?:\w+ )?(?:code|lines?|blocks?|functions?|statements?) out\b|\bcode (?:that (?:is"
                r"|has been) )?commented out|\bcomment(?:ing)? out (?:code|old code|lines?|unused code)"
            ),
            refused(
                r"\b(?:old|dead|unused|disabled|inactive|switched-off) (?:code|statements?|functions?"
                r"|lines?)\b[^.;]{0,60}?\b(?:comments?|commented|behind `?(?://|#)`?)"
                r"|\bcomments?\b[^.;]{0,50}?\b(?:old|dead|unused|disabled|inactive|switched-off) (?:code|statements?"
                r"|lines?)",
                unless=r"\bexplain|\bwhy",
            ),
            demanded(
                r"\b(?:gets? )?(?:deleted?|removed?|erased?|get rid of|wiped|thrown away)\b",
                r"\bcommented[- ]out\b|\bcomment(?:ed)? (?:\w+ )?(?:\w+ )?out\b|\bdisabled code\b|`/\* ?\*/`"
                r"|behind `//`|\bremark out",
                unless=r"\b(?:don't|do not|never) (?:delete|remove)|test",
            ),
            refused(
                r"\b(?:old|dead|unused|disabled|inactive|switched-off|obsolete|unneeded)(?: code| statements?"
                r"| functions?| lines?| blocks?| versions?)+",
                r"\b(?:comments?|commented)\b",
                unless=r"\bexplain|\bwhy\b|remove unused|\bdescrib",
            ),
            refused(
                r"\bcode (?:in|inside|as|within|under|behind|hidden in) (?:a )?comments?\b|\bcomments? (?:that"
                r"|which) (?:hold|contain|hide|are|keep)s? (?:\w+ )?code",
                unless=r"\bin code comments",
            ),
            refused(r"\bhid(?:e|ing) it behind a comment sign"),
            linted(r"\bera001\b"),
        ),
        ("era001", "dead code", "disabled code", "old code", "remark out", "unused code", "`/*"),
        (
            ("Commented-out statements get the change rejected.", {}),
            ("ruff ERA001 is enforced.", {}),
        ),
    ),
}
