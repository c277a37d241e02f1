"""A small vocabulary for recognising rules in English prose.

A catalogue entry lists `Phrase`s: regular expressions over the lower-cased sentence in which the words in
braces stand for whole families of wording, `{NEVER} … print` for "never use print", "no print", "avoid print".
A sentence is offered to an entry only when one of its cues occurs in it, so patterns stay few and cheap.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from teaching.review.needed import can_match

# Each word of the vocabulary is a non-capturing group; gaps are bounded so that no pattern can run away.
VOCABULARY: dict[str, str] = {
    "NEVER": r"(?:never|no|not|don'?t|do not|does not|avoid(?:ing)?|must ?n[o']t|cannot|can'?t|may not"
    r"|should ?n[o']t|without|forbid(?:s|den)?|ban(?:s|ned)?|disallow(?:s|ed)?|prohibit(?:s|ed)?"
    r"|reject(?:s|ed)?|zero|stop|remove|❌|🚫)",
    "BANNED": r"(?:is|are|be)?\s*(?:strictly |absolutely )?(?:forbidden|banned|prohibited|disallowed"
    r"|not (?:allowed|permitted|ok(?:ay)?|acceptable|used)|never (?:ok(?:ay)?|allowed|acceptable|used)"
    r"|off[- ]limits|unacceptable)",
    "MUST": r"(?:must|always|required?|requires|shall|should|needs?(?: to)?|ha(?:s|ve) to|every|each|all"
    r"|mandatory|enforced?|ensure|make sure|write|add|use|include|provide|✅)",
    "INSTEAD": r"(?:instead of|rather than|over|not|never|in favou?r of|in place of|don'?t use|do not use|,? no)",
    "ATMOST": r"(?:(?:at|a) most|max(?:imum|\.)?(?: of| is|:)?|up to"
    r"|(?:no|not|never) (?:more|longer|larger|bigger|greater)(?: than)?"
    r"|(?:no|not|never) (?:exceed(?:s|ing)?|over|above)|cannot exceed|must not exceed|exceed(?:s|ing)?"
    r"|over|above|beyond|longer than|more than|under|below|less than|fewer than|shorter than|smaller than"
    r"|within|fit(?:s|ting)? (?:in|into|on|within)"
    r"|limit(?:ed)?(?: of| to| is|:)?|capped? at|<=?|≤|~|:|to|is|of|are|stay (?:under|below|within)|keep)",
    "GAP": r"[^.;]{0,40}?",
    "WIDE": r"[^.;]{0,90}?",
    "N": r"(?:~|≈|about |around )?(?P<number>\d{1,4})",
}
ANY = r"[^\x00]"
_TOKEN = re.compile(r"[\w.@+-]+")


@cache
def _expanded(pattern: str) -> str:
    return pattern.format_map(VOCABULARY)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_expanded(pattern))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way in which prose states a rule.

    Attributes:
        pattern: a regular expression over the lower-cased plain sentence (code keeps its backticks); `{NEVER}`
            and the other words of `VOCABULARY` expand, so literal braces are doubled. Named groups fill slots.
        fixed: slot values that this wording implies.
        unless: a pattern that takes the recognition back ("may", "is fine").
        lists: long lists of words, each under the name that stands in the pattern as `<NAME>`. Only the words that
            occur in the sentence become part of the expression, so a list of hundreds costs nothing to compile.
        otherwise: without any word of its lists, the pattern can match only where this text occurs.
        needs: a short pattern that must occur for the long one to match at all; what it turns away is never compiled.
    """

    pattern: str
    fixed: Mapping[str, object] = field(default_factory=dict[str, object])
    unless: str = ""
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    needs: str = ""
    otherwise: str = "`"

    @property
    def expressions(self) -> Iterator[str]:
        """All that is compiled for it, for the file of what they need."""
        yield self.expression
        if self.unless:
            yield _expanded(self.unless)

    @property
    def expression(self) -> str:
        """The pattern as the words of the vocabulary make it; nothing is needed of a list's words."""
        pattern = self.pattern
        for name in self.lists:
            pattern = pattern.replace(f"<{name}>", ANY)
        return _expanded(pattern)

    def match(self, sentence: str) -> dict[str, str] | None:
        """The named groups where the sentence states the rule, else None."""
        if not can_match(self.expression, sentence):
            return None
        pattern = self._for(sentence)
        if pattern is None:
            return None
        found = _compiled(pattern).search(sentence)
        if found is None or (self.unless and self._taken_back(sentence)):
            return None
        return {name: value for name, value in found.groupdict().items() if value is not None}

    def _taken_back(self, sentence: str) -> bool:
        return can_match(_expanded(self.unless), sentence) and _compiled(self.unless).search(sentence) is not None

    def _for(self, sentence: str) -> str | None:
        """The pattern with the listed words that occur; None where none does and nothing else is quoted."""
        if not self.lists:
            return self.pattern
        pattern = self.pattern
        some = self.otherwise in sentence
        for name, words in self.lists.items():
            present = _present(words, sentence)
            some = some or bool(present)
            pattern = pattern.replace(f"<{name}>", "|".join(map(re.escape, present)) or "(?!)")
        return pattern if some else None


@lru_cache(maxsize=64)
def _present(words: frozenset[str], sentence: str) -> tuple[str, ...]:
    """The words of a list that occur in a sentence, longest first."""
    tokens = {part for token in _TOKEN.findall(sentence) for part in (token, token.rstrip("."), *token.split("."))}
    tokens |= {token.removesuffix(".js") for token in tokens}
    found = {word for word in words if word in tokens or ("/" in word and word in sentence)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def forbids(thing: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """The ways to forbid a thing (a pattern): before it, after it, or by naming what to use instead."""
    return (
        Phrase(rf"(?:^|[^\w-]){{NEVER}}(?![\w-]){{GAP}}(?<![\w-])(?:{thing})", fixed, unless, needs=thing),
        Phrase(rf"(?<![\w-])(?:{thing}){{GAP}}{{BANNED}}", fixed, unless, needs=thing),
        Phrase(
            rf"\b(?:use|prefer|choose|with){{GAP}}\b{{INSTEAD}}\s(?:the |an? |raw |bare |plain )?(?:{thing})",
            fixed,
            unless,
            needs=thing,
        ),
    )


def requires(thing: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """The ways to require a thing (a pattern): "must have X", "X required", "X: required"."""
    return (
        Phrase(rf"\b{{MUST}}\b{{WIDE}}(?<![\w-])(?:{thing})", fixed, unless, needs=thing),
        Phrase(
            rf"(?<![\w-])(?:{thing}){{GAP}}\b(?:required|mandatory|everywhere|enforced|always|must|expected)\b",
            fixed,
            unless,
            needs=thing,
        ),
    )
