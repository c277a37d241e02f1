"""Further wordings of the checks on names."""

import re
from dataclasses import dataclass

from teaching.patterns import lazily
from teaching.review.catalogue.wider.forms import HEDGED, Wider
from teaching.review.catalogue.wider.mentions import demanded, linted
from teaching.review.prose import Phrase

# The lookbehinds keep the case that a sentence turns down from being read as the one that it wants.
_WANTED = (
    r"(?<!not )(?<!not in )(?<!never )(?<!never in )(?<!no )(?<!of )(?<!than )(?<!than in"
    r" )(?<!over )(?<!from )(?<!avoid )(?<!or )"
    r"(?<!use of )(?<![\w-])(?<!`upper_)(?<!screaming )(?<!upper )"
)
_CASES = {
    "snake_case": r"`?snake[ _-]?case`?|lower-?case(?: words?)?(?: joined by| with| and|, with)(?: an?)? underscores?"
    r"|words joined by underscores|lowercase_with_underscores|lower-?case,? underscores?",
    "camelCase": r"`?(?:lower[ _-]?)?(?<!upper )(?<!upper)camel[ _-]?case`?|mixed-?case"
    r"|begin with a lower-?case letter[^.;]{0,60}capital"
    r"|lower-?case first letter",
    "PascalCase": r"`?pascal[ _-]?case`?|cap-?words|upper[ _-]?camel[ _-]?case|(?:start"
    r"|begin)s?(?: \w+){0,3} with (?:a|an) (?:big|capital|upper-?case)"
    r"(?: letter)?|initial capitals?",
    "kebab-case": r"`?kebab[ _-]?case`?|kebabcase|dash-case|dashes between|(?:with|by) (?:dashes|hyphens)"
    r"|hyphen-?(?:ated|separated)",
    "UPPER_SNAKE_CASE": r"`?(?:screaming|upper)[ _-]?(?:snake[ _-]?)?(?:case)`?|\ball[- _]caps\b|\b(?:in "
    r"|all )?(?:capitals|capital letters|upper-?case letters)"
    r"|\b(?:in )?upper-?case\b|`?upper_snake_case`?|`?like_this`?",
}
_NOUNS = {
    "function-naming": r"(?:functions?|methods?|helpers)(?! components?)",
    "class-naming": r"class(?:es)?(?: names?)?",
    "constant-naming": r"const(?:ant)?s?|fixed values",
    "variable-naming": r"(?:variables?|vars|locals)(?! (?:functions|in css))",
}
_OTHERS = {
    "function-naming": r"variables?|class(?:es)?|constants?|files?|components?|hooks?|modules?|types?|interfaces?"
    r"|tests?",
    "class-naming": r"functions?|variables?|constants?|files?|methods?|css|instances?|modules?|components?|hooks?"
    r"|tests?",
    "constant-naming": r"functions?|env var\w*|class(?:es)?|methods?|components?|hooks?|enum|types?",
    "variable-naming": r"(?<!in )functions?|class(?:es)?|constants?|files?|components?|hooks?|methods?|types?"
    r"|env(?:ironment)?|css|tests?",
}
_ELSEWHERE = (
    r"\b(?:rust|golang|c\+\+|kotlin|swift|php|ruby|css|tailwind|bem|sql|databases?|columns?|tables?|json|yaml|toml"
    r"|branch(?:es)?|slugs?"
    r"|urls?|routes?|endpoints?|environment|env|events?|keys?|fixtures?|commands?|labels?|tags?|query|payload"
    r"|translations?|message"
    r"|headings?|markdown|docs|short|descriptive|verbs?|commit)\b"
)
_PYTHON = r"\b(?:python|django|fastapi|flask|pep ?8|pep8-naming)\b|\.py\b"
_WEB = r"\b(?:typescript|javascript|ts|js|tsx|jsx|react|vue|angular|node|next\.?js|frontend|eslint)\b|\.tsx?\b"
_LANGUAGES = (
    ("python", rf"(?=.*(?:{_PYTHON}))"),
    ("web", rf"(?=.*(?:{_WEB}))"),
    ("any", rf"(?!.*(?:{_PYTHON}|{_WEB}))"),
)


def _cased(noun: str, others: str, *, cases: tuple[str, ...] = tuple(_CASES), **fixed: object) -> tuple[Phrase, ...]:
    """The case of a kind of name, where the sentence wants one case only and speaks of no other kind."""
    phrases: list[Phrase] = []
    for case in cases:
        rest = "|".join(pattern for name, pattern in _CASES.items() if name != case)
        unless = rf"{_ELSEWHERE}|\b(?:{others})\b|{_WANTED}(?:{rest})|\binstead of\b"
        for language, guard in _LANGUAGES:
            of = rf"^{guard}.*?(?<![\w-])(?:{noun})(?![\w-])"
            values = {**fixed, "case": case, "language": language}
            phrases.append(demanded(rf"{_WANTED}(?:{_CASES[case]})", of, unless=unless, fixed=values))
    return tuple(phrases)


_PREFIX = r"(?:is|has|should|can|was|will|are|did|does)"
_QUOTED = lazily(rf"`({_PREFIX})(?:_\w*|x|y|-|…|\.\.\.|\*|[a-z]{{3,}})?(?:[…*])?`")
_LISTED = lazily(rf"(?<![\w`-]){_PREFIX}(?:(?:, (?:or |and )?|\s?/\s?| or )`?{_PREFIX})+(?![\w-])")
_BOOLEAN = lazily(r"\bbool(?:ean)?s?\b|\btrue/false\b|\btrue or false\b|\bflags?\b")
_NAMED = lazily(
    r"\b(?:name|named|names|prefix(?:e[sd])?|start|begin|put|called|carry|identifiers?|never name)\b|[:|→]|->"
    r"|\bin front\b|\bread like\b"
)
_HEDGE = lazily(HEDGED.replace("{{", "{").replace("}}", "}").replace("|todo", ""))
_UNWANTED = lazily(
    rf"\bno negated|`is(?:not|no|un)\w*`|\b(?:no|not|never|don't|avoid|without)\b[^.;,:]{{0,30}}(?:prefix"
    rf"|`?\b{_PREFIX}\b`?(?:/|,| or))|\bhungarian|feature flags?|\bcli\b|columns?"
)


@dataclass(frozen=True, slots=True)
class Prefixed(Phrase):
    """The prefixes that the names of booleans are to have, as words, whether given alone or at the head of a name."""

    def match(self, sentence: str) -> dict[str, str] | None:
        """The prefixes where the sentence names some for booleans, else None."""
        if not _BOOLEAN.search(sentence) or not _NAMED.search(sentence):
            return None
        if _HEDGE.search(sentence) or _UNWANTED.search(sentence):
            return None
        listed = _LISTED.search(sentence)
        names = _QUOTED.findall(sentence) or (re.findall(_PREFIX, listed[0]) if listed else [])
        return {"prefixes": ", ".join(dict.fromkeys(names))} if names else None


_FILES = r"(?:(?:source )?files?(?: names?)?|file-?names?|filename-case)"
_FILE_CASES = ("snake_case", "camelCase", "PascalCase", "kebab-case")
_NO_FILES = r"functions?|variables?|class(?:es)?|constants?|hooks?|tests?|types?|methods?"

WIDER: dict[str, Wider] = {
    "function-naming": Wider(
        (
            *_cased(_NOUNS["function-naming"], _OTHERS["function-naming"]),
            linted(r"\bn802\b", fixed={"case": "snake_case", "language": "python"}),
        ),
        ("n802", "helpers"),
        (
            ("camelCase goes for every method.", {"case": "camelCase", "language": "any"}),
            ("pep8-naming N802 is enforced.", {"case": "snake_case", "language": "python"}),
        ),
    ),
    "class-naming": Wider(
        (
            *_cased(_NOUNS["class-naming"], _OTHERS["class-naming"], cases=("snake_case", "camelCase", "PascalCase")),
            linted(r"\bn801\b", fixed={"case": "PascalCase", "language": "python"}),
        ),
        ("n801",),
        (
            ("Class names carry CapWords.", {"case": "PascalCase"}),
            ("Name each class in PascalCase, never in snake_case.", {"case": "PascalCase"}),
        ),
    ),
    "constant-naming": Wider(
        _cased(_NOUNS["constant-naming"], _OTHERS["constant-naming"]),
        (),
        (
            ("We write constants in capital letters.", {"case": "UPPER_SNAKE_CASE"}),
            ("Constants? All caps.", {"case": "UPPER_SNAKE_CASE"}),
        ),
    ),
    "variable-naming": Wider(
        (
            *_cased(_NOUNS["variable-naming"], _OTHERS["variable-naming"], cases=("snake_case", "camelCase")),
            linted(r"\bn806\b", fixed={"case": "snake_case", "language": "python"}),
        ),
        ("n806", "locals"),
        (
            ("The names of variables are spelled in camelCase.", {"case": "camelCase"}),
            ("ruff N806 is enforced.", {"case": "snake_case", "language": "python"}),
        ),
    ),
    "file-naming": Wider(
        (
            *_cased(_FILES, rf"{_NO_FILES}|components?", cases=_FILE_CASES, what="files"),
            *_cased(
                rf"components?\b.*\b{_FILES}|{_FILES}\b.*\bcomponents?", _NO_FILES, cases=_FILE_CASES, what="components"
            ),
        ),
        ("filename",),
        (
            ("Every source file carries a kebab-case name.", {"case": "kebab-case", "what": "files"}),
            ("Component file names are spelled in PascalCase.", {"case": "PascalCase", "what": "components"}),
        ),
    ),
    "boolean-prefix": Wider(
        (Prefixed(""),),
        ("true/false", "true or false", "flag"),
        (
            ("Booleans: `isX`, `hasX`", {"prefixes": ("is", "has")}),
            ("We begin the names of booleans with is, has or can.", {"prefixes": ("is", "has", "can")}),
        ),
    ),
}
