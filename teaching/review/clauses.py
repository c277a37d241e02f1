"""The wordings in which one sentence of a constitution is offered to the catalogue.

A sentence may name places, speak for two languages at once, or hold two rules around a semicolon. Each wording
comes with its reach, so that what was taken out of the words is not lost: it limits where the check applies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teaching.patterns import lazily
from teaching.review.scoping import Reach, names_python, reach_of, without_places
from teaching.review.source import PYTHON, WEB, Language

# A heading or lead-in such as "Never" or "❌ Don't" gives its items their polarity.
_FORBIDDING = lazily(
    r"^\W*(?:never|don'?ts?|do not(?: use| do)?|avoid|forbidden|prohibited|banned|bad|wrong"
    r"|not allowed|anti-?patterns?)"
    r"(?: (?:do|use|practi[cs]es?|code|things|these|examples?))?\W*$|^\s*(?:❌|🚫|✗|✘|⛔)\W*$",
    re.IGNORECASE,
)
# A heading "TypeScript" speaks for the sentences under it that name no language of their own.
_LANGUAGE_NAMES: dict[frozenset[Language], str] = {PYTHON: "Python", WEB: "TypeScript"}
_LANGUAGE = r"(?:Python|TypeScript|JavaScript|React)"
# Emoji and other bullets that say nothing; crosses and ticks say a lot.
_ORNAMENT = lazily(r"^(?:(?![❌🚫✗✘⛔✅])[^\w`'\"(@<#/.*-])+\s*")
_CROSSED = lazily(r"^\s*(?:❌|🚫|✗|✘|⛔)\s*")
_JOINT = lazily(
    r";|\s—\s(?=(?:no|never|always|use|prefer)\b)|,? and (?=(?:never|always|avoid|prefer|keep|no|don't|do not)\b)",
    re.IGNORECASE,
)
_OR = lazily(r",? or (?=(?:use|add|write|create|import|commit|call|skip|leave)\b)", re.IGNORECASE)
_ACTION = lazily(
    r"(?:use|add|write|create|import|commit|call|skip|leave|put|hard-?code|mutate|throw|raise|catch|swallow|log"
    r"|nest|edit"
    r"|change|disable|ignore|store|expose|return|assign|reassign|suppress|concatenate|build|push|merge|introduce)\b",
    re.IGNORECASE,
)
_AND_NO = lazily(r",? and (?=no\b)|, (?=no\b)(?=.*\bno\b)", re.IGNORECASE)
_TWO_LANGUAGES = lazily(
    rf"^(?P<head>.*?)(?P<one>[\w`-]+) (?:in|for) (?P<first>{_LANGUAGE})(?:,? and |, )(?:in "
    rf"|for )?(?P<two>[\w`-]+) (?:in|for) "
    rf"(?P<second>{_LANGUAGE})\b",
    re.IGNORECASE,
)


# A thing that a ban or a preference speaks of: a short noun phrase, without a verb of its own.
_THING = (
    r"(?!(?:it|this|that|they|these|there|which|we|you|what|here|the only|use|do|never|no|if|when|on|in|for|on)\b)"
    r"(?:`[^`]{1,40}`|[\w`'\"@.*/:<>()!?=#+-]+)(?: (?!(?:is|are|for|in|on|if|when|only|to|not|must|should|may|can"
    r"|and|but)\b)"
    r"[\w`'\"@.*/:<>()!?=#+-]+){0,3}?"
)
_AFTER = r"(?=\s*(?:$|[.;:,!—–(]))"
# Judgements that are bans: "`raise Exception` is too generic", "`x` is not a way to …", "`y` nowhere".
_CONDEMNED = lazily(
    rf"(?:^|[;:.]\s+|—\s+|,\s+(?:and |but )?)(?P<bad>{_THING})(?:"
    r" (?:is|are|may|must|should) (?:not|never)(?: be)? (?:used|permitted|allowed|accepted|acceptable|raised|thrown"
    r"|written|created"
    r"|tolerated|wanted)(?! (?:in|for|by|as|to|with|unless|from|when|without)\b)"
    r"| (?:is|are) (?:not (?:an?|the) (?:acceptable|valid|good|way|option|type|substitute|solution|fix|answer"
    r"|replacement|excuse|good idea)\b"
    r"|too (?:generic|broad|vague|loose|weak|risky|general|wide)\b|(?:an? )?(?:code |design )?(?:smells?"
    r"|anti-?patterns?)\b"
    r"|(?:a )?(?:bugs?|mistakes?|no-?gos?)\b|not welcome\b|taboo\b|evil\b|out\b(?! of)|discouraged\b|unwelcome\b"
    r"|considered harmful\b|no longer (?:used|allowed|welcome)\b|a thing of the past\b|frowned upon\b)"
    rf"| (?:go |belong |appear )?nowhere{_AFTER}| hides? (?:bugs|errors|mistakes|problems)\b"
    rf"| ha(?:s|ve) no place\b)"
    rf"|\b(?:fine|ok|okay|allowed|good|welcome)\b[^.;]{{0,40}}[,;]\s+(?:but )?(?P<other>{_THING}) (?:is"
    rf"|are) not{_AFTER}",
    re.IGNORECASE,
)
# Preferences in other words than "instead of": "X takes the place of Y", "Y -> X", "X, not Y", "X only, never Y".
_PREFERRED = lazily(
    rf"(?:^|\band )(?P<good>{_THING})(?: (?:takes?|took) the place of | replaces? )(?P<bad>{_THING}){_AFTER}"
    rf"|^(?P<worse>{_THING})\s*(?:->|→|=>)\s*(?P<better>[^.;]{{2,60}}?)[.;]?$"
    rf"|^(?P<more>{_THING}) > (?P<less>{_THING})[.;]?$"
    rf"|^(?P<yes>{_THING})(?: pls| please| only| everywhere)*, (?:not|never)(?: the)? (?P<no>{_THING}){_AFTER}",
    re.IGNORECASE,
)
_TICKED = lazily(r"^\s*(?:✅|✔|☑)\s*")
_BOLD = lazily(r"\*\*(?=[^\s*])([^*]{1,60})\*\*")
# A terse item is understood only with what it stands under: "Imports" over "none inside functions".
_TOPIC = lazily(r"^[\w/&' -]{2,40}$")
_TERSE = 14  # words
_BANNED_THINGS = lazily(
    r"^\W*(?:(?:forbidden|banned|prohibited|disallowed|off limits|rejected|never use|not allowed) [\w ]{2,30}"
    r"|[\w ]{2,30}(?:we reject|we (?:don't|do not) (?:use|want|accept)|not to use|to avoid|off limits))\W*$",
    re.IGNORECASE,
)
_BANNED_ACTION = lazily(
    r"^\W*(?P<never>never|don't|do not) (?:call|import|write|create|commit|add|touch|edit|use)\W*$", re.IGNORECASE
)
_WELCOMING = lazily(r"^\W*(?:good|do|dos|yes|right|correct|prefer(?:red)?|use|always)\W*$", re.IGNORECASE)


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
    plain = _BOLD.sub(r"\1", _ORNAMENT.sub("", plain))
    whole = list(_spoken(plain, lead, headings))
    bans = [clause for clause in _AND_NO.split(plain) if clause.strip()]
    if len(bans) > 1:
        # "No X in a/ and no Y in b/" are two rules, and each has its own place.
        return [[wording for ban in bans for wording in _spoken(ban, lead, headings)], whole]
    parts = [wording for part in _parts(plain) for wording in _spoken(part, lead, headings)]
    said = [wording for words in _said_otherwise(plain, lead, headings) for wording in _spoken(words, "", headings)]
    return [alternative for alternative in (whole, parts, said) if alternative]


def _said_otherwise(plain: str, lead: str, headings: Sequence[str]) -> list[str]:
    """What a judgement, an arrow or a tick comes down to, in the words of a ban or a preference."""
    said = list(_under(lead or (headings[-1] if headings else ""), plain))
    ticked = _TICKED.sub("", plain)
    if ticked != plain or _WELCOMING.match(lead):
        said.append(f"Use {ticked[:1].lower()}{ticked[1:]}")
    row = plain.split(" | ")
    if len(row) == 2:  # a table of rules: "Classes | PascalCase"
        said.append(f"{row[0]}: {row[1]}")
    for found in _CONDEMNED.finditer(plain):
        said.append(f"Never use {found['bad'] or found['other']}.")
    for found in _PREFERRED.finditer(plain):
        good = found["good"] or found["better"] or found["more"] or found["yes"]
        said.append(f"Use {good} instead of {found['bad'] or found['worse'] or found['less'] or found['no']}.")
    return said


def _under(topic: str, plain: str) -> Iterator[str]:
    """A terse item with what it stands under: its subject, or the ban that its heading speaks."""
    if len(plain.split()) > _TERSE:
        return
    named = topic.strip(" :*#")
    if _BANNED_THINGS.match(named):
        yield f"Never use {plain}"
    elif _BANNED_ACTION.match(named):
        yield f"{named} {plain}"
    elif _TOPIC.match(named) and len(named.split()) <= 4 and not (_FORBIDDING.match(named) or _WELCOMING.match(named)):
        yield f"{named}: {plain[:1].lower() if plain[1:2].islower() else plain[:1]}{plain[1:]}"


def _spoken(plain: str, lead: str, headings: Sequence[str]) -> Iterator[Wording]:
    reach = reach_of(plain, headings)
    spoken = [plain]
    named = "Python" if names_python(plain) else _LANGUAGE_NAMES.get(reach_of("", headings).languages)
    if named is not None and reach.languages in _LANGUAGE_NAMES:
        spoken.insert(0, f"{plain.rstrip('.')} in {named}.")
    crossed = _CROSSED.sub("", plain)
    if _FORBIDDING.match(lead or (headings[-1] if headings else "")) or crossed != plain:
        things = _OR.split(crossed) if "`" in crossed else [crossed]
        spoken += [f"Never {thing}" if _ACTION.match(thing) else f"Never use {thing}" for thing in things]
    for words in spoken:
        yield Wording(words, without_places(words), reach)


def _parts(plain: str) -> list[str]:
    clauses = [clause.strip() for clause in _JOINT.split(plain) if clause.strip()]
    parts: list[str] = []
    for clause in clauses:
        both = _TWO_LANGUAGES.match(clause)
        if both is None:
            parts.append(clause)
            continue
        first, second = f"{both['head']}{both['one']}", f"{both['head']}{both['two']}"
        if both["two"].isdecimal() and not both["one"].isdecimal():  # "4 spaces in Python, 2 in TypeScript"
            second = re.sub(r"\d+(?=\D*$)", both["two"], first)
        parts += [f"{first} in {both['first']}", f"{second} in {both['second']}"]
    return parts if parts != [plain] else []
