"""How prose says which case a kind of name is written in, and for which language."""

from teaching.review.catalogue import seen
from teaching.review.entry import Entry, Example, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

# The lookbehinds keep the case that a sentence turns down from being read as the one that it wants.
_CASE = (
    r"(?<![\w`-])(?<!of )(?<!than )(?<!over )(?<!not )(?<!never )(?<!no )(?<!avoid )"
    r"(?P<case>`?(?:screaming[ _-]?snake|upper[ _-]?snake|upper[ _-]?camel|lower[ _-]?camel|snake|camel|pascal|kebab)"
    r"[ _-]?case`?|`?all[ _-]caps`?|`?upper[ _-]?case`?)"
)
_NOUN = (
    r"(?:(?:all|every|python|typescript|javascript|ts|js|react|local|module|global|public|private|file|function|method"
    r"|variable|class|type|constant|component|instance|source|exported|helper)[ -])*"
    r"(?:functions?|methods?|variables?|vars|params?|parameters?|arguments?|class(?:es)?|constants?|consts|modules?"
    r"|files?|filenames?|types?|interfaces?|components?|props|hooks?|enums?|attributes?|properties|packages?"
    r"|director(?:y|ies)|folders?|identifiers?|names?|everything|exceptions?|utilities|instances|utils|pages?)"
)
_SEP = r"(?:,\s?(?:and\s|or\s)?|\sand\s|\sor\s|\s?/\s?|\s?&\s?|\s?\+\s?)"
_ELSEWHERE = (
    r"\b(?:rust|golang|c\+\+|java|kotlin|swift|php|ruby|css|tailwind|bem|sql|database|columns?|tables?|json|yaml|toml"
    r"|branch(?:es)?|slugs?|urls?|routes?|endpoints?|env|environment|events?|keys?|tests?|fixtures?|css classes|helm"
    r"|commands?|flags?|labels?|tags?|arguments? names|query|payload|response)\b"
)
_AGAINST = r"(?:never|don't|do not|avoid)\s(?:use\s)?`?(?:snake|camel|pascal|kebab|upper)"
_PYTHON = r"\b(?:python|django|fastapi|flask|\.py)\b"
_WEB = r"\b(?:typescript|javascript|ts|js|tsx|jsx|react|vue|angular|node|next\.?js|frontend|\.tsx?)\b"
# What a comment can give, the usual spelling of each first.
CHOICES = (
    "snake_case",
    "camelCase",
    "PascalCase",
    "kebab-case",
    "UPPER_SNAKE_CASE",
    "SCREAMING_SNAKE_CASE",
    "UPPER_CASE",
    "ALL_CAPS",
    "lowerCamelCase",
    "UpperCamelCase",
)


def cased(noun: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """Phrases that give the case of a noun: "snake_case for functions", "functions: snake_case", with the language."""
    names = r"(?:\s(?:names?|naming))?"
    lead = r"(?:(?:all|every|python|typescript|javascript|ts|js|react|public|exported|module-level|module|local)\s)*"
    before = (
        rf"{_CASE}{names}\s(?:(?:for|in|on)\s(?:the\s|naming\s)?(?:{_NOUN}{_SEP}){{{{0,5}}}})?{lead}"
        rf"(?:{noun}){names}(?![\w-])"
        rf"(?!\s(?:components?|calls?|arg\w*|param\w*|return\w*|keys?|strings?|literals?|values?)\b)"
        r"(?!\s*(?::|->|→|=|\(|—|–)\s*`?\w+[ _-]?case|\s(?:are|is|use|should|must|in\s(?!(?:all |the |our )?"
        r"(?:python|typescript|javascript|ts|js|react)\b))\b)"
    )
    after = (
        rf"(?<![\w-])(?:{noun}){names}(?:{_SEP}{_NOUN}{names}){{{{0,5}}}}"
        rf"(?:\s*(?::|->|→|=>|=|—|–|-|\()\s*|\s(?:(?:are|is|be|must|should|must be|should be|use|uses|follow|follows|in"
        rf"|to|named|written|always|must use|should use|must follow|are named|are written)\s){{{{1,3}}}})"
        rf"(?:always |all |in |use |using |(?:verbs?|nouns?|short|clear|descriptive)(?: phrases?"
        rf"| first)?,? (?:and )?)*{_CASE}"
    )
    refusal = "|".join(part for part in (_ELSEWHERE, _AGAINST, unless) if part)
    phrases: list[Phrase] = []
    for language, present, absent in (("python", _PYTHON, _WEB), ("web", _WEB, _PYTHON), ("", "", "")):
        guard = f"^(?=.*{present})(?!.*{absent})" if language else f"^(?!.*(?:{_PYTHON}|{_WEB}))"
        phrases += [
            Phrase(
                f"{guard}.*?{form}", {**fixed, "language": language or "any"}, refusal, needs=r"[_ -]?case\b|\bcaps\b"
            )
            for form in (before, after)
        ]
    return tuple(phrases)


# "Python code uses snake_case" speaks of what is written so everywhere: functions and variables.
_WHOLE_PYTHON = (
    Phrase(
        r"\bpython(?:\scode)?\s?(?::|\suses?|\sis|\s?—|\s?–|\s?->|\s?→)\s(?:use\s)?(?P<case>`?snake[ _-]?case`?)(?="
        r"\s*(?:$|[.,;)]))",
        {"language": "python"},
        "|".join((_ELSEWHERE, _AGAINST, r"\bfiles?\b")),
    ),
)


_CUES = {
    "function": ("function", "method", "python"),
    "class": ("class",),
    "constant": ("const",),
    "variable": ("variable", "vars", "python"),
}


def case_entry(
    noun: str,
    label: str,
    find: Syntax,
    words: Words,
    examples: tuple[Example, ...],
    reads: tuple[tuple[str, Params], ...],
    ignores: tuple[str, ...],
    **more: str,
) -> Entry:
    """The entry on the case of one kind of name: its slots, its phrases and its title follow from the noun."""
    return Entry(
        name=f"{label}-naming",
        title=f"{label} names in another case than the project's",
        languages=ALL,
        engines=(find,),
        cues=_CUES[label],
        phrases=(
            *cased(noun, unless=more.get("unless", "")),
            *(_WHOLE_PYTHON if label in {"function", "variable"} else ()),
        ),
        reads=reads,
        ignores=ignores,
        slots=(
            Slot("case", "name", ask=f"In which case are {label} names written?", choices=CHOICES),
            Slot("language", "name", default="any", choices=("any", "python", "web")),
        ),
        evidence={"case": seen.CASES[label]},
        words=words,
        examples=examples,
        tier="likely" if more.get("tier") == "likely" else "proved",
    )
