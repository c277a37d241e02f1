"""Phrases that put a mark in place of the thing they speak of, and then look for what is said of the mark.

What is refused or demanded differs from check to check; how people refuse and demand does not. With the mark, the
patterns for the latter are the same for every check: they are compiled once, and each new form serves all of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from teaching.patterns import lazily
from teaching.review.catalogue.wider.forms import HEDGED
from teaching.review.needed import can_match
from teaching.review.prose import Phrase

_CODE = lazily(r"`[^`]*[§¤][^`]*`")
_LISTED = lazily(r"§(?:\(\))?\*{0,2}(?:(?:,? (?:and|or|nor)|,|/| /|\s?&)\s?(?:an? |the |any )?§)+")
_DOUBLED = lazily(r"§[ -](?=§)|(?<=§) \(§\)")
_HEDGE = lazily(
    # `except` is a word of Python too; places that are left out are cut from the sentence before it comes here.
    HEDGED.replace("{{", "{").replace("}}", "}").replace(r"|except(?! (?:for|in)\b)", "")
    + r"|\b(?:except (?:when|where|if)|where reasonable|reasonably|sparingly|with care|carefully|with caution"
    r"|as needed|when needed|if needed"
    r"|as a last resort|only (?:if|when|where|as)\b|without (?:an? |good |strong |clear |explicit |written |stated )*"
    r"(?:comment|justif\w+|reason|explanation|approval|ticket|link|asking)|not necessarily|not every|not all\b"
    r"|(?:was|were|had|did|has been|have been)\b|legacy code|still (?:contains?|has|have|uses?)|avoid (?:too many"
    r"|needless"
    r"|unnecessary|excessive)|unnecessar\w+|needless\w*|too many|preferabl[ey]|(?:we|i) (?:like|tend)|in doubt"
    r"|documented|discourag|acceptable (?:in|for|when|if)|allowed (?:in|for|when|if)|exempt)\b"
)
_NOT = (
    r"(?<![\w-])(?:never|no(?! longer)|not|don'?t|do not|does not|doesn't|avoid(?:ing|ed)?|must ?n[o']t|cannot|can'?t"
    r"|won't|isn't|neither|nor|without|dont|zero|stop|refrain from|abstain from|shun|forbid(?:s|den)?|ban(?:s"
    r"|ned)?(?: on)?"
    r"|reject(?:s|ed)?|refuse(?:s|d)?|disallow(?:s|ed)?|prohibit(?:s|ed)?(?: to)?"
    r"|(?<!not )(?<!never )(?<!n't )(?:eliminate|get rid of|strip|remove|delete"
    r"|drop)|free of|clear of|away from|forbidden to|instead of|rather than|over|,? not|in favou?r of|in place of"
    r"|nothing"
    r" (?:like|with)|replace|❌|🚫)(?![\w-])[:,]?"
)
# Between the refusal and the thing: no word that turns the sentence to something else.
_TO_THING = (
    r"(?:\s+(?!(?:instead|over|rather|but|when|if|unless|because|except|without|while|until|before|after|and|since|so"
    r"|remove|delete|forget\w*|skip\w*|omit\w*|lack\w*|miss\w*|only|just|more|less|replace|break|rename|matter|need"
    r"|require"
    r"|touch|edit|worry|mind|disable|confuse|change|log|review|mix|hesitate"
    r"|test)\b)[\w`'\"@/()<>*_-]+){0,%d}\s*[`'\"(*]*§"
)
_AFTER = (
    r"(?!-)(?!s?\s+(?:of|with|without|unless|for|that|which|than|as|via|to|like)\s(?!(?:our|the|this) (?:code"
    r"|project)))"
)
_VERDICT = (
    r"(?:forbidden|banned|prohibited|disallowed|rejected|blocked|refused|flagged|sent back|off[- ]limits|out(?! of)"
    r"|unacceptable|unwelcome|taboo|wrong|(?:an? |the )?(?:[\w-]+ )?(?:bugs?|mistakes?|defects?|errors?|no-?gos?"
    r"|holes?|smells?"
    r"|vulnerabilit\w+|blockers?|failures?|trap|traps|anti-?patterns?|debugging aids?|poor (?:style|form|practice))"
    r"|illegal"
    r"|not (?:allowed|permitted|accepted|acceptable|tolerated|an option|ok(?:ay)?|used|merged|wanted|welcome|good|error"
    r" handling|here|any ?more|a (?:repair|fix|solution|substitute|way))|no (?:option|repair|fix|solution|substitute)"
    r"|never (?:ok(?:ay)?|allowed|acceptable|an option|accepted|used|fine|right|permitted|written|merged)|unsupported"
    r"|no longer (?:accepted|allowed|used|welcome|needed)|(?:an? |the )?reasons? (?:for rejection|to reject)|unused"
    r"|too (?:vague"
    r"|broad|generic|wide)|to be (?:avoided|removed|replaced)|removed|deleted|erased|resolved|deprecated|dead)\b"
)
_BETWEEN = (
    r"(?:,?\s(?!(?:is|are|was|were|be|fine|ok|but|while|whereas|not|never|no|only|has|have|must|shall|should|may|can|do"
    r"|does|will|get|gets|except|and|over|instead|rather|who|since|because|stay|stays"
    r"|counts?)\b)[\w`'\"@./()*:<>=_§-]+){0,7}?[`'\")*]*"
)
_SAID = (
    r"(?:\s*,?\s*(?:is|are|be|counts? as|(?:are |is )?treated as|considered)\s+(?:strictly |always |simply "
    r"|absolutely |also "
    rf"|all |an? |to be |the |considered )*{_VERDICT}(?! (?:in|for|at|inside) tests)"
    r"|\s+(?:will |must )?(?:gets?|be) (?:the |your |an? )?(?:pr |pull request |change |it )?(?:rejected|bounced"
    r"|sent back|flagged"
    r"|closed|blocked|refused|reverted|declined|removed|replaced|thrown out)\b"
    r"|\s+(?:must|shall|should|may|can|do|does|will)(?: not|n't| never|not) (?!only|just|always|forget|be (?:logged"
    r"|changed"
    r"|missing|omitted|skipped|missed|disabled|exposed|shared|removed|deleted|empty|longer|confused))\w+"
    r"|\s+(?:won't|cannot|mustn't|isn't|aren't) (?!only|just|always|enough|required|needed|necessary|mandatory)\w+"
    r"|\s+ha(?:s|ve) (?:no|not any) (?:place|business|room)\b|\s+(?:doesn't|does not|don't|do not|never"
    r"|dont) (?:ever )?(?:belong"
    r"|appear|occur|get (?:in|merged)|land|pass|exist|show up|enter|happen|reach)\b"
    r"|\s+(?:stays?|go(?:es)?|remains?) (?:out\b|away\b|nowhere\b|unused\b|off\b)|\s+ha(?:s|ve) to (?:go"
    r"|be (?:removed|replaced))\b"
    r"|\s+fails? (?:the |our |in |at |code )*(?:review|lint|build|ci|check|pipeline)|\s+blocks the merge"
    r"|\s+(?:makes?|lets?|causes?|hides?) (?:the )?(?:bugs?|ci|build|review|lint)\b"
    r"|\*{0,2}\s*(?::|\||→|->|—|–|=>|=|,|-(?=\s))\s*\*{0,2}\s*(?:never\b|no(?=\s*[.,;!]|\s*$)|forbidden|banned"
    r"|prohibited|not"
    r" (?:allowed|permitted|accepted|ok|here)|blocked|rejected|off[- ]limits|none\b|zero\b|❌))"
)
_LABEL = (
    r"(?:^|\b(?:things|stuff|what) )(?:\W*(?:[\w'/]+\s){0,3}?)(?:(?<!not )forbidden|banned|prohibited|off[- ]limits"
    r"|not allowed|not"
    r" used|never|avoid|rejected|dangerous|red flags?|pitfalls?|leftovers?|we (?:avoid|reject|never do|ban"
    r"|don't (?:do|use))"
    r"|don'?ts?|do not|smells?|bad|no-?gos?|not in our|bans?|blacklist(?:ed)?|forgotten)(?:\s[\w/]+){0,3}\s*:\s*"
)
_ANTECEDENT = (
    r"§[^;]{0,80}(?:[,.:;—–]|\bso\b)\s*(?:so |but |and |please |just |simply )*(?:we )?(?:do not|don't|never|stop"
    r"|avoid it"
    r"|leave (?:it|them) out|keep it off)(?: (?:it|that|do (?:it|that)|use (?:it|them)|and .*|here))*\s*(?:[.!,]|$)"
)
_REFUSED = lazily(
    "|".join(
        (
            rf"{_NOT}{_TO_THING % 5}{_AFTER}",
            rf"§{_BETWEEN}{_SAID}",
            r"(?:^|:\s|\|\s)(?:the |an? |bare |plain |raw |generic )*[`(]*§[`)]*\s*(?:->|→|=>|\|)\s*[^\s]",
            r"\b(?:keep|leave|leaves|keeps|stay|steer|take|takes|taking)\b[^.;]{0,30}§[^.;,]{0,40}\s(?:out|away|alone"
            r"|aside|off)\b",
            rf"{_LABEL}[`(\"]*§",
            r"\bout(?:side)? (?:of here )?(?:with|go)\b[^.;]{0,10}§",
            _ANTECEDENT,
        )
    )
)
# What makes a sentence that names a thing and its subject a demand.
_DEMAND = lazily(
    r"\b(?:must|shall|always|should|has to|have to|needs?(?: to)?|required?|requires|mandatory|every|each|all|never"
    r"|everywhere|only|exclusively|carry|carries|comes? with|instead|rather|over|whenever|don't|don't forget)\b"
    r"|(?<!which )(?<!that )(?<!it )\b(?:is|are|gets?) (?:\w+ed|\w+en|made|set|put|kept|bound|built|spelled|in|by|on"
    r"|off|out|with)\b"
    r"|(?:^|[.;:,|—–]\s*(?:so |and |please |but )?|\bwe |\bplease |\bthen )(?:use|write|add|give|put|name|call|spell"
    r"|start|begin|prefix|declare"
    r"|define|describe|annotate|pass|set|check|test|catch|handle|follow|prefer|make|keep|bind|parse|load|hash|render"
    r"|express|document"
    r"|clean|sanitize|restrict|limit|list|offload|wrap|guard|await|consume|measure|just|test|reach|save|raise|throw"
    r"|let|type|hand|skip|end"
    r"|require|go with|say|see|identify|avoid|prevent|configure|supply|remove|delete|get|take)\b"
    r"|^[^:|→>]{1,45}(?::|\||→|->|=>|>)\s[^:.;]{0,40}[§]|^\W*(?:always )?§|^\W*\w+\W+§|§ (?:for|over|everywhere"
    r"|goes)\b|^[^.,;]{0,40}§\W*$"
)
_DENIED = lazily(
    rf"{_NOT}(?:\s+[\w`'/-]+){{0,6}}?\s*[`'\"(*]*§|§\s+(?:is|are|must) (?:not|never)\b|§ (?:nowhere|off)\b"
)
_FOR_ALL = lazily(r"\b(?:without|lacking|missing|lack|forget\w*|omit\w*|leave out|skip\w*)\b[^.;]{0,30}§")
# Two refusals in one are none: "never … without it", "do not prefer … over it".
_TWICE = lazily(
    r"\b(?:never|not|no|don't|dont|avoid|cannot)\b[^.;,]{0,50}\b(?:over|instead of|rather than|without|lacking"
    r"|in favou?r of)\W+(?:an? |the )?§"
)
_LINTS = lazily(
    r"§[^.;]{0,80}\b(?:is (?:on|an error|active|enabled|enforced|set|configured|required)|errors?|stays?(?: on)?"
    r"|clean|enforced"
    r"|active|enabled|appl(?:y|ies)|pass|passes|must|have to|has to|fails?|findings|flags?|always|reports?|runs?"
    r"|checks?)\b"
    r"|\b(?:enable|enforced? by|require|requires|keep|must pass|turn on|fail|satisfy|see)\b[^.;]{0,60}§"
    r"|^[`@\w/ -]{0,30}§`?: ?\S"
)
_SLACK = lazily(r"\b(?:off|disabled?|ignored?|warn(?:ing|s)?|silenced?|noqa|suppress\w*|turned off|not enabled)\b")


@cache
def _thing(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _marked(pattern: str, sentence: str, mark: str) -> str:
    """The sentence with a mark for each mention; quoted code around it and lists of mentions count as one."""
    words = _thing(pattern).sub(mark, sentence)
    if mark not in words or words == sentence:
        return ""
    words = _CODE.sub(lambda found: "¤ §" if "¤" in found[0] and "§" in found[0] else mark, words)
    return _LISTED.sub("§", _DOUBLED.sub("", words)) if mark == "§" else words


@dataclass(frozen=True, slots=True)
class Mention(Phrase):
    """A phrase whose pattern is the mention of a thing alone; braces in it are not doubled."""

    @property
    def expressions(self) -> Iterator[str]:
        """The mention alone."""
        yield self.expression

    @property
    def expression(self) -> str:
        """The pattern itself: it has no words of the vocabulary."""
        return self.pattern


@dataclass(frozen=True, slots=True)
class Refused(Mention):
    """A thing (the pattern) that the sentence refuses."""

    def match(self, sentence: str) -> dict[str, str] | None:
        """The named groups of the thing where the sentence refuses it, else None."""
        if not can_match(self.expression, sentence) or (self.needs and _thing(self.needs).search(sentence) is None):
            return None
        words = _marked(self.pattern, sentence, "§")
        if not words or _HEDGE.search(words) or (self.unless and _thing(self.unless).search(sentence)):
            return None
        if _TWICE.search(words):
            return None
        return _groups(self.pattern, sentence) if _REFUSED.search(words) else None


@dataclass(frozen=True, slots=True)
class Demanded(Mention):
    """A thing (the pattern) that the sentence demands of a subject (`needs`), whichever of the two it names first."""

    def match(self, sentence: str) -> dict[str, str] | None:
        """The named groups of the thing where the sentence demands it, else None."""
        if not can_match(self.expression, sentence) or (self.needs and _thing(self.needs).search(sentence) is None):
            return None
        words = _marked(self.pattern, sentence, "§")
        if not words or _HEDGE.search(words) or (self.unless and _thing(self.unless).search(sentence)):
            return None
        if _DENIED.search(words) and not _FOR_ALL.search(words):
            return None
        return _groups(self.pattern, sentence) if _DEMAND.search(words) else None


@dataclass(frozen=True, slots=True)
class Linted(Mention):
    """A rule of a linter (the pattern) that the sentence says is in force."""

    def match(self, sentence: str) -> dict[str, str] | None:
        """Nothing to read but that it is in force; else None."""
        words = _marked(self.pattern, sentence, "§") if can_match(self.expression, sentence) else ""
        if not words or _SLACK.search(words) or (self.unless and _thing(self.unless).search(sentence)):
            return None
        return {} if _LINTS.search(words) else None


def _groups(pattern: str, sentence: str) -> dict[str, str]:
    found = _thing(pattern).search(sentence)
    return {name: text for name, text in found.groupdict().items() if text is not None} if found else {}


def refused(thing: str, of: str = "", *, unless: str = "", fixed: Mapping[str, object] | None = None) -> Phrase:
    """Every way to refuse a thing: patterns over the lower-cased sentence, in which braces are not doubled."""
    return Refused(thing, fixed or {}, unless, needs=of)


def demanded(thing: str, of: str = "", *, unless: str = "", fixed: Mapping[str, object] | None = None) -> Phrase:
    """Every way to demand a thing of a subject: patterns as those of `refused`."""
    return Demanded(thing, fixed or {}, unless, needs=of)


def linted(rules: str, *, unless: str = "", fixed: Mapping[str, object] | None = None) -> Phrase:
    """A rule of a linter that is said to be in force."""
    return Linted(rules, fixed or {}, unless)
