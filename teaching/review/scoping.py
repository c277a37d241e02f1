"""Where a rule applies, as its own sentence says: a language, a folder, an exception."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teaching.patterns import lazily
from teaching.review.source import ALL, PYTHON, WEB, Language

_PYTHON = lazily(r"\b(?:python|pytest|fastapi|django|flask|pydantic)\b|\.py\b")
_WEB = lazily(
    r"\b(?:typescript|javascript|tsx?|jsx?|react|next\.?js|node(?:\.?js)?|vue|svelte|frontend|front-end)\b|\.tsx?\b|\.jsx?\b"
)
# Names that only Python has, as the author wrote them: TypeScript's are in lower case.
_PYTHON_NAMES = lazily(r"`(?:typing\.)?(?:Any|Optional|Union|List|Dict|None|True|False)\b|`__\w+__`|`def `|`self\b")
# A place is named in backticks and looks like one: it has a slash or ends in a glob or an extension.
_PLACE = r"`(?P<place>[\w.*@\[\]{}~-]*(?:/[\w.*@\[\]{}~-]*)+|\*\.\w+|[\w.-]+\.(?:py|ts|tsx|js|jsx))`"
_INSIDE = lazily(
    rf"\b(?:in|inside|under|within|below) (?:the )?(?:files? (?:in|under) )?{_PLACE}(?: folder| directory)?"
)
_EXCEPT = lazily(
    r",? ?(?:—|–|-)? ?\b(?:except|outside|other than|apart from|excluding|unless|(?:everywhere|anywhere) but)\b"
    rf"(?: (?:for|in|inside|under|within|of|the|it is))* {_PLACE}(?: folder| directory)?"
)
_EXCEPT_TESTS = lazily(
    r",? ?\b(?:except|outside|other than|apart from|excluding|unless|not) (?:for |in |inside |of |the )*tests?\b"
    r"|\boutside (?:of )?tests?\b"
    r"|\b(?:production|non-test) code\b|\btests? (?:are|is) exempt"
)
_CODE = lazily(r"`[^`]*`")
_IN_TESTS = lazily(r"\b(?:in|for|inside) (?:all |the )?tests?\b|\btests? (?:must|should|may|never)\b")
# `except` is also a word of Python: it opens an exception clause only before a word that continues one.
_EXCEPTION = lazily(
    r"(?<!bare )(?<!/)\bexcept (?:for|in|inside|when|where|while|if|at|from|with|by|as|the|a|an|those|test)\b"
    r"|\b(?:unless|other than|apart from|with the exception|excluding|exempt)\b"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What part of the tree a sentence speaks of.

    Attributes:
        inside: path prefixes or globs; empty means everywhere.
        outside: path prefixes or globs that are exempt.
        tests: `only`, `never`, or `any` where the sentence does not say.
        unread: an exception clause that was seen and not understood.
    """

    languages: frozenset[Language] = ALL
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    tests: str = "any"
    unread: bool = False


def reach_of(sentence: str, headings: Sequence[str]) -> Reach:
    """Reads the reach from the sentence; the language also from the nearest heading that names one."""
    folded = sentence.lower()
    outside = tuple(match["place"] for match in _EXCEPT.finditer(folded))
    rest = _EXCEPT.sub(" ", folded)
    inside = tuple(match["place"] for match in _INSIDE.finditer(rest))
    tests = "never" if _EXCEPT_TESTS.search(folded) else "only" if _IN_TESTS.search(rest) else "any"
    unread = bool(_EXCEPTION.search(_CODE.sub(" ", rest))) and tests != "never"
    languages = PYTHON if names_python(sentence) else _languages(folded)
    if languages == ALL:
        for heading in reversed(headings):
            languages = _languages(heading.lower())
            if languages != ALL:
                break
    return Reach(languages, inside, outside, tests, unread)


def names_python(sentence: str) -> bool:
    """Whether the sentence names no language, but something in backticks that only Python spells so."""
    return _PYTHON_NAMES.search(sentence) is not None and _languages(sentence.lower()) == ALL


def without_places(sentence: str) -> str:
    """The sentence without the places, exceptions and test clauses that `reach_of` reads from it."""
    bare = sentence
    for pattern in (_EXCEPT, _EXCEPT_TESTS, _INSIDE):
        # Matched in lower case, cut from the author's own words; lower-casing keeps every position in such text.
        folded = bare.lower()
        if len(folded) != len(bare):
            return sentence
        for match in reversed(list(pattern.finditer(folded))):
            bare = bare[: match.start()] + bare[match.end() :]
    return " ".join(bare.split()).replace(" .", ".").replace(" ,", ",")


def _languages(text: str) -> frozenset[Language]:
    python, web = bool(_PYTHON.search(text)), bool(_WEB.search(text))
    if python == web:
        return ALL
    return PYTHON if python else WEB


def in_place(path: str, place: str) -> bool:
    """Whether a path lies in a place: a folder anywhere in the tree, a file name, or a `*` pattern."""
    folder = place.strip("/").removeprefix("./").removesuffix("/**").removesuffix("/*")
    if "*" in folder:
        pattern = re.escape(folder).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        return re.search(rf"(?:^|/){pattern}(?:$|/)", path.lower()) is not None
    return f"/{folder}/" in f"/{path.lower()}/"
