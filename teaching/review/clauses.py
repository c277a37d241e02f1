"""The wordings in which one sentence of a constitution is offered to the catalogue.

A sentence may name places, speak for two languages at once, or hold two rules around a semicolon. Each wording
comes with its reach, so that what was taken out of the words is not lost: it limits where the check applies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teaching.review.scoping import Reach, reach_of, without_places
from teaching.review.source import PYTHON, WEB, Language

# A heading or lead-in such as "Never" or "❌ Don't" gives its items their polarity.
_FORBIDDING = re.compile(
    r"^\W*(?:never|don'?ts?|do not(?: use| do)?|avoid|forbidden|prohibited|banned|bad|wrong"
    r"|not allowed|anti-?patterns?)"
    r"(?: (?:do|use|practi[cs]es?|code|things|these|examples?))?\W*$",
    re.IGNORECASE,
)
# A heading "TypeScript" speaks for the sentences under it that name no language of their own.
_LANGUAGE_NAMES: dict[frozenset[Language], str] = {PYTHON: "Python", WEB: "TypeScript"}
_LANGUAGE = r"(?:Python|TypeScript|JavaScript|React)"
# Emoji and other bullets that say nothing; crosses and ticks say a lot.
_ORNAMENT = re.compile(r"^(?:(?![❌🚫✗✘⛔✅])[^\w`'\"(@<#/.*-])+\s*")
_CROSSED = re.compile(r"^\s*(?:❌|🚫|✗|✘|⛔)\s*")
_AND_NO = re.compile(r",? and (?=no\b)|, (?=no\b)(?=.*\bno\b)", re.IGNORECASE)
_TWO_LANGUAGES = re.compile(
    rf"^(?P<head>.*?)(?P<one>[\w`-]+) (?:in|for) (?P<first>{_LANGUAGE}),? and (?:in |for )?(?P<two>[\w`-]+) (?:in|for) "
    rf"(?P<second>{_LANGUAGE})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to read a sentence.

    Attributes:
        plain: the words, with places left in.
        bare: the words without the places that `reach` took in; the same as `plain` where there are none.
    """

    plain: str
    bare: str
    reach: Reach


def wordings(plain: str, lead: str, headings: Sequence[str]) -> list[list[Wording]]:
    """Alternatives to read, the whole first, then its parts: a list of wordings for each of them.

    The first list in which the catalogue reads anything with an entry is the one that counts for that entry.
    """
    plain = _ORNAMENT.sub("", plain)
    whole = list(_spoken(plain, lead, headings))
    bans = [clause for clause in _AND_NO.split(plain) if clause.strip()]
    if len(bans) > 1:
        # "No X in a/ and no Y in b/" are two rules, and each has its own place.
        return [[wording for ban in bans for wording in _spoken(ban, lead, headings)], whole]
    parts = [wording for part in _parts(plain) for wording in _spoken(part, lead, headings)]
    return [whole, parts] if parts else [whole]


def _spoken(plain: str, lead: str, headings: Sequence[str]) -> Iterator[Wording]:
    reach = reach_of(plain, headings)
    spoken = [plain]
    named = _LANGUAGE_NAMES.get(reach_of("", headings).languages)
    if named is not None and reach.languages in _LANGUAGE_NAMES:
        spoken.insert(0, f"{plain.rstrip('.')} in {named}.")
    crossed = _CROSSED.sub("", plain)
    if _FORBIDDING.match(lead or (headings[-1] if headings else "")) or crossed != plain:
        spoken.append(f"Never use {crossed}")
    for words in spoken:
        yield Wording(words, without_places(words), reach)


def _parts(plain: str) -> list[str]:
    clauses = [clause.strip() for clause in plain.split(";") if clause.strip()]
    parts: list[str] = []
    for clause in clauses:
        both = _TWO_LANGUAGES.match(clause)
        if both is None:
            parts.append(clause)
            continue
        for word, language in ((both["one"], both["first"]), (both["two"], both["second"])):
            parts.append(f"{both['head']}{word} in {language}")
    return parts if parts != [plain] else []
